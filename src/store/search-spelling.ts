import { wordsOf } from '../search/fold.js';
import { formatSearch } from '../search/format-search.js';
import { anyOf, matchAll, matchAny } from '../search/match-expression.js';
import { emptyQuery, type SearchQuery } from '../search/query.js';
import { nearestWord, slipsAllowed } from '../search/spelling.js';
import { termsOf } from '../search/terms.js';
import type { SearchShelf } from './search-shelf.js';
import type { SearchWords } from './search-words.js';

/** A word in fewer papers than this may be a slip of the keyboard. */
const rareUnder = 8;
/** A rare word is only taken for a slip of one that is so many times as frequent. */
const moreFrequent = 20;

/** What a folded word is probably a slip of: a word in hardly a paper beside a much more frequent neighbour. */
function meantBy(word: string, shelf: SearchShelf, words: SearchWords): string | undefined {
  const least = Math.max(1, papersWith(word, shelf) * moreFrequent);
  const known = words.beginningWith(word.slice(0, 1));
  return nearestWord(
    word,
    known.filter((one) => one.papers >= least),
  );
}

/** Nobody makes more slips in one search; looking for one costs milliseconds. */
const mostLookedFor = 8;

/** What these words are probably slips of, by word. */
export function slipsAmong(
  typed: readonly string[],
  shelf: SearchShelf,
  known: SearchWords,
): ReadonlyMap<string, string> {
  const slips = new Map<string, string>();
  for (const word of [...new Set(typed)].filter((one) => mayBeSlip(one, shelf)).slice(0, mostLookedFor)) {
    const meant = meantBy(word, shelf, known);
    if (meant !== undefined) slips.set(word, meant);
  }
  return slips;
}

const papersWith = (word: string, shelf: SearchShelf): number => shelf.matching(anyOf([[word]]));

const mayBeSlip = (word: string, shelf: SearchShelf): boolean =>
  slipsAllowed(word.length) > 0 && papersWith(word, shelf) < rareUnder;

/**
 * Another spelling of the words and phrases, when hardly a paper has all of them as they are and papers have all of the other. Null
 * when there is none. `finds` tells whether a search finds anything, filters and all.
 */
export function betterSpelling(
  { query, slips }: { readonly query: SearchQuery; readonly slips: ReadonlyMap<string, string> },
  shelf: SearchShelf,
  known: SearchWords,
  finds: (query: SearchQuery) => boolean,
): string | null {
  const correct = (typed: string): string => {
    const [word, ...more] = wordsOf(typed);
    if (word === undefined || more.length > 0) return typed;
    return slips.get(word) ?? meant.get(word) ?? typed;
  };
  // Words of the search were looked up already.
  const inPhrases = query.phrases.flatMap((phrase) => phrase.split(' ')).flatMap(wordsOf);
  const meant = slipsAmong(inPhrases, shelf, known);
  const words = query.words.map(correct);
  const phrases = query.phrases.map((phrase) => phrase.split(' ').map(correct).join(' '));
  const corrected = { ...query, words, phrases };
  if (sameWords(corrected, query) || !isBetter(corrected, query, shelf) || !finds(corrected)) return null;
  return formatSearch({ ...emptyQuery, words, phrases });
}

const sameWords = (a: SearchQuery, b: SearchQuery): boolean =>
  a.words.join(' ') === b.words.join(' ') && a.phrases.join(' ') === b.phrases.join(' ');

function isBetter(corrected: SearchQuery, typed: SearchQuery, shelf: SearchShelf): boolean {
  const papers = (expression: string | undefined): number =>
    expression === undefined ? 0 : shelf.matching(expression);
  if (papers(matchAll(termsOf(typed))) >= rareUnder) return false;
  const better = termsOf(corrected);
  const found = papers(matchAny(termsOf(typed))) > 0;
  return papers(found ? matchAll(better) : matchAny(better)) > 0;
}
