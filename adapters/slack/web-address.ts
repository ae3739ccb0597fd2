/** Slack's limit for addresses (https://docs.slack.dev/reference/block-kit). */
const longestAddress = 3_000;

/** What leads to a page, in ASCII that cannot end a link; undefined for any other address, which is not to be followed. */
export function webAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  const safe = href.replace(/[<>"`|\s]/g, (character) => encodeURIComponent(character));
  return safe.length > longestAddress ? undefined : safe;
}
