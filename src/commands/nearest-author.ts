import { piecesOf, wordsOf } from '../search/fold.js';
import type { PaperSearch } from '../search/repository.js';
import { slipsAllowed, slipsBetween } from '../search/spelling.js';

/** How much of a name is taken for right, the most first. */
const beginnings = [4, 3, 2] as const;
const looksAt = 50;

/** The name that was probably meant by one that nobody has: the word of it, or the whole where more was typed. Undefined when none is near. */
export async function nearestAuthor(typed: string, search: Pick<PaperSearch, 'suggest'>): Promise<string | undefined> {
  const words = wordsOf(typed);
  const wanted = words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
  if (slipsAllowed(wanted.length) === 0) return undefined;
  for (const letters of beginnings) {
    const names = await search.suggest({ kind: 'authors', typed: wanted.slice(0, letters), limit: looksAt });
    const best = nearestOf(
      names.map(({ text }) => text),
      wanted,
    );
    if (best !== undefined) return words.length > 1 ? best.name : best.part;
  }
  return undefined;
}

interface Near {
  readonly name: string;
  readonly part: string;
  readonly slips: number;
}

function nearestOf(names: readonly string[], wanted: string): Near | undefined {
  const most = slipsAllowed(wanted.length);
  let best: Near | undefined;
  for (const name of names) {
    for (const { start, end, words } of piecesOf(name)) {
      const slips = slipsBetween(wanted, words[0] ?? '', most);
      if (slips <= most && slips < (best?.slips ?? most + 1)) best = { name, part: name.slice(start, end), slips };
    }
  }
  return best;
}
