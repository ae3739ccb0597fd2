/** Browsers and Discord take longer ones, readers do not; `fit` keeps what is shorter. */
const longestAddress = 2_000;

/** What ends a masked link, or reads as a mark when bold stands around the link. */
const unsafe = /[^!-~]|[()<>[\]{}"'`*|\\^]/g;

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** What leads to a page, in ASCII that cannot end a masked link; undefined for any other address, which is not to be followed. */
export function webAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  const safe = href.replace(unsafe, percent);
  return safe.length > longestAddress || !URL.canParse(safe) ? undefined : safe;
}
