import { wordsOf } from '../search/fold.js';
import { anyOf } from '../search/match-expression.js';
import type { SearchQuery } from '../search/query.js';
import { type QueryTerms, type Sequence, type Term, termsOf } from '../search/terms.js';
import type { SearchShelf } from './search-shelf.js';
import { slipsAmong } from './search-spelling.js';
import type { SearchWords } from './search-words.js';

/** A search by words as it is carried out. */
export interface Asked {
  readonly query: SearchQuery;
  /** What was typed, each word with its other spellings and what it may be a slip of. */
  readonly terms: QueryTerms;
  /** All words as typed, in order, those that say nothing too. */
  readonly typed: Sequence;
  /** Words that were taken for slips of the keyboard, and what of. */
  readonly slips: ReadonlyMap<string, string>;
  /** Words that are looked for beside those that were typed. */
  readonly also: readonly string[];
}

/** Two words together are one word where that one is rare enough to be a name. */
const namesUnder = 200;

export function askedOf(query: SearchQuery, shelf: SearchShelf, known: SearchWords): Asked {
  const terms = termsOf(query);
  const typedWords = terms.words.map(loneWord).filter((word) => word !== undefined);
  const slips = slipsAmong(typedWords, shelf, known);
  const joined = terms.words.map((_, index) => joinedWith(terms.words, index, shelf));
  const words = terms.words.map((term, index) => withSpellings(term, [slipOf(term, slips), joined[index]]));
  const also = [...slips.values(), ...joined.filter((word) => word !== undefined)];
  return { query, terms: { ...terms, words }, typed: wordsOf(query.words.join(' ')), slips, also };
}

/** The only word of a term that is one word. */
function loneWord(term: Term | undefined): string | undefined {
  const [first, ...more] = term?.[0] ?? [];
  return more.length === 0 ? first : undefined;
}

const withSpellings = (term: Term, others: readonly (string | undefined)[]): Term => [
  ...term,
  ...others.filter((word) => word !== undefined).map((word) => [word]),
];

const slipOf = (term: Term, slips: ReadonlyMap<string, string>): string | undefined => slips.get(loneWord(term) ?? '');

/** The word that this one and the next make together, if it is a name of something: `hi prag` is HiPRAG. */
function joinedWith(terms: readonly Term[], index: number, shelf: SearchShelf): string | undefined {
  const first = loneWord(terms[index]);
  const second = loneWord(terms[index + 1]);
  if (first === undefined || second === undefined) return undefined;
  const papers = shelf.matching(anyOf([[first + second]]));
  return papers > 0 && papers < namesUnder ? first + second : undefined;
}
