import type { Offer } from './command.js';

/** Those of a few words that go on from what was typed. */
export const beginningWith = (typed: string, words: readonly string[]): readonly Offer[] =>
  words.filter((word) => word.startsWith(typed.trimStart().toLowerCase())).map((rest) => ({ rest }));
