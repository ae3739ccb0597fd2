import { indexText } from './fold.js';
import { stem } from './stem.js';
import { stopWords } from './stop-words.js';

/** A word as ranking compares it: numbers in place of texts. */
export interface Token {
  readonly word: string;
  readonly stem: string;
  /** Number of the stem, from 1 to 2^24 - 1. */
  readonly stemId: number;
  /** Number of the word as written. */
  readonly wordId: number;
  /** It says something about a paper. */
  readonly telling: boolean;
}

const largestId = 0xffffff;
const firstHash = 0x811c9dc5;
const hashPrime = 0x01000193;

/**
 * A number for a text: its FNV-1a hash folded to 24 bits (http://www.isthe.com/chongo/tech/comp/fnv/#xor-fold). Two of the some 200 words
 * of a paper and of a query share one by chance once in 80,000 pairs of paper and word; 0 is none.
 */
export function idOf(text: string): number {
  let hash = firstHash;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), hashPrime);
  return (hash >>> 24) ^ (hash & largestId) || 1;
}

/** Words beyond this are forgotten together: most words of many papers stand in hardly one, and a small table is a fast one. */
const mostKnown = 60_000;
/** A power of two, so many that more than half of the places stay free. */
const places = 1 << 17;

interface KnownToken extends Token {
  readonly hash: number;
  readonly check: number;
}

/**
 * The words met so far. An import meets the same ones again and again, and finding one by its characters where they stand takes a third of
 * cutting it out and looking it up.
 */
let known: (KnownToken | undefined)[] = [];
let count = 0;

function tokenAt(text: string, from: number, end: number): Token {
  // Two hashes together (FNV-1a with two primes): words that share both do not occur in practice.
  let hash = firstHash;
  let check = 0x1b873593;
  for (let at = from; at < end; at += 1) {
    const code = text.charCodeAt(at);
    hash = Math.imul(hash ^ code, hashPrime);
    check = Math.imul(check ^ code, 0x85ebca6b);
  }
  for (let place = (hash ^ (hash >>> 15)) & (places - 1); ; place = (place + 1) & (places - 1)) {
    const token = known[place];
    // A copy of its own: a slice would keep the whole text in memory.
    if (token === undefined) return learn(place, hash, check, [...text.slice(from, end)].join(''));
    if (token.hash === hash && token.check === check) return token;
  }
}

function learn(place: number, hash: number, check: number, word: string): Token {
  const stemmed = stem(word);
  const telling = !stopWords.has(word);
  const token = { word, stem: stemmed, stemId: idOf(stemmed), wordId: idOf(word), telling, hash, check };
  if (count === mostKnown || known.length === 0) {
    known = new Array<KnownToken | undefined>(places).fill(undefined);
    count = 0;
  }
  known[place] = token;
  count += 1;
  return token;
}

const outside = 0;
const inside = 1;
const notLooked = 2;
/** For each UTF-16 code, whether it is part of a word. Those of a script are looked at when they first come. */
const kinds = new Uint8Array(65_536).fill(notLooked);
const partOfWord = /^[\p{L}\p{N}]$/u;

const isPair = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xd800 && at + 1 < text.length;

/** How many codes the letter or digit there takes; 0 where there is none. */
function letterAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (kinds[code] === notLooked) kinds[code] = partOfWord.test(text.charAt(at)) ? inside : outside;
  if (kinds[code] === inside) return 1;
  return isPair(text, at) && partOfWord.test(text.slice(at, at + 2)) ? 2 : 0;
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    // By far the most are letters that were met before.
    const step = kinds[text.charCodeAt(at)] === inside ? 1 : letterAt(text, at);
    if (step === 0) break;
    at += step;
  }
  return at;
}

/** The words of a text as the index has them (see `wordsOf`), in order. */
export function tokensOf(text: string): readonly Token[] {
  const folded = indexText(text);
  const tokens: Token[] = [];
  for (let at = 0; at < folded.length; ) {
    const end = endOfWord(folded, at);
    if (end > at) tokens.push(tokenAt(folded, at, end));
    at = end > at ? end : at + 1;
  }
  return tokens;
}

/** A folded word. */
export const tokenOf = (word: string): Token => tokenAt(word, 0, word.length);
