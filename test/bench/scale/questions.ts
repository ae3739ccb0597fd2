import { stopWords } from '../../../src/search/stop-words.js';
import { seededRandom } from '../../fake/ids.js';

/** What somebody asks who has read a title once, or copies it. */
export interface Questions {
  readonly threeWords: readonly string[];
  readonly eightWords: readonly string[];
  readonly wholeTitles: readonly string[];
}

const tellingIn = (title: string): readonly string[] => [
  ...new Set(
    title
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 2 && !stopWords.has(word)),
  ),
];

function some(words: readonly string[], count: number, random: () => number): string {
  const left = [...words];
  const chosen = Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0] ?? '');
  return words.filter((word) => chosen.includes(word)).join(' ');
}

/** Questions from titles that have eight telling words at least. */
export function questionsFrom(titles: readonly string[], count: number, seed: number): Questions {
  const random = seededRandom(seed);
  const usable = titles.filter((title) => tellingIn(title).length >= 8);
  const chosen = Array.from({ length: count }, () => usable[Math.floor(random() * usable.length)] ?? '');
  const words = chosen.map(tellingIn);
  return {
    threeWords: words.map((title) => some(title, 3, random)),
    eightWords: words.map((title) => some(title, 8, random)),
    wholeTitles: chosen,
  };
}
