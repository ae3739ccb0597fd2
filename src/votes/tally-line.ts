import type { Tally } from './repository.js';

/** `👍 4`, `👍 4 · 👎 1` or `👎 1`; undefined when nobody's vote stands. */
export function tallyCounts({ up, down }: Tally): string | undefined {
  const counts = [up > 0 ? `👍 ${up}` : undefined, down > 0 ? `👎 ${down}` : undefined];
  const said = counts.filter((count) => count !== undefined);
  return said.length === 0 ? undefined : said.join(' · ');
}

/** `👍 4 · 👎 1 in this team`; undefined when nobody's vote stands. */
export function tallyText(tally: Tally): string | undefined {
  const counts = tallyCounts(tally);
  return counts === undefined ? undefined : `${counts} in this team`;
}
