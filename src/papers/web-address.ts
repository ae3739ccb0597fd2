const longestUrl = 1000;

/** The address that a text is, when it is one that can be linked to: without credentials, not endless. */
export function webAddress(text: string): URL | undefined {
  if (text.length > longestUrl || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' && url.href.length <= longestUrl ? url : undefined;
}
