import { wordsOf } from './fold.js';
import { stem } from './stem.js';
import { stopWords } from './stop-words.js';

/** A word as ranking compares it: numbers in place of texts. */
export interface Token {
  readonly word: string;
  /** The word's stem. */
  readonly stem: string;
  /** Number of the stem, from 1 to 2^24 - 1. */
  readonly stemId: number;
  /** Number of the word as written. */
  readonly wordId: number;
  /** It says something about a paper. */
  readonly telling: boolean;
}

const largestId = 0xffffff;

/**
 * A number for a text: its FNV-1a hash folded to 24 bits (http://www.isthe.com/chongo/tech/comp/fnv/#xor-fold). Two of the some 200 words
 * of a paper and of a query share one by chance once in 80,000 pairs of paper and word; 0 is none.
 */
export function idOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 24) ^ (hash & largestId) || 1;
}

/** An import meets the same words again and again, and stemming one takes longer than looking it up. */
const mostKnown = 200_000;
const known = new Map<string, Token>();

export function tokenOf(word: string): Token {
  const found = known.get(word);
  if (found !== undefined) return found;
  const stemmed = stem(word);
  const token = { word, stem: stemmed, stemId: idOf(stemmed), wordId: idOf(word), telling: !stopWords.has(word) };
  if (known.size >= mostKnown) known.clear();
  known.set(word, token);
  return token;
}

export const tokensOf = (text: string): readonly Token[] => wordsOf(text).map(tokenOf);
