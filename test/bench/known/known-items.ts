import type { Paper, PaperKey } from '../../../src/papers/paper.js';
import { seededRandom } from '../../fake/ids.js';
import { isStopWord, wordsOf } from '../peers/words.js';
import { Chance } from './chance.js';
import { queryKinds, type Remembered } from './query-kinds.js';

/** A query and the one paper that it is meant to find. */
export interface KnownItem {
  readonly kind: string;
  readonly text: string;
  readonly paper: PaperKey;
}

const fewestTitleWords = 3;
const shortestWord = 3;

const tellingIn = (title: string): readonly string[] => [
  ...new Set(wordsOf(title).filter((word) => word.length >= shortestWord && !isStopWord(word))),
];

const isUsable = ({ title, abstract, authors }: Paper): boolean =>
  authors.length > 0 && abstract !== '' && tellingIn(title).length >= fewestTitleWords;

/** In how many papers a word stands. */
function paperCounts(papers: readonly Paper[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { title, abstract } of papers) {
    for (const word of new Set(wordsOf(`${title} ${abstract}`))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/**
 * Queries as people type them who look for a paper they know, of each kind one a sampled paper when the paper has something of that
 * kind. The same papers and seed give the same queries, in whatever order the papers come.
 */
export function knownItems(papers: readonly Paper[], sample: number, seed: number): readonly KnownItem[] {
  const chance = new Chance(seededRandom(seed));
  const usable = papers.filter(isUsable).sort((a, b) => (a.key < b.key ? -1 : 1));
  const chosen = chance.some(usable, sample);
  if (chosen.length === 0) return [];
  const counts = paperCounts(papers);
  const papersWith = (word: string): number => counts.get(word) ?? 0;
  return chosen.flatMap((paper) => {
    const words = tellingIn(paper.title);
    const telling = words.toSorted((a, b) => papersWith(a) - papersWith(b));
    const remembered: Remembered = { ...paper, words, telling };
    return queryKinds.flatMap(({ name, of }) => {
      const text = of(remembered, chance, { papersWith });
      return text === undefined ? [] : [{ kind: name, text, paper: paper.key }];
    });
  });
}
