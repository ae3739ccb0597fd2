import { wordsOf } from '../search/fold.js';
import { formatSearch } from '../search/format-search.js';
import { matchAll, matchAny } from '../search/match-expression.js';
import { emptyQuery, type SearchQuery } from '../search/query.js';
import { type KnownWord, nearestWord, slipsAllowed } from '../search/spelling.js';
import { termsOf } from '../search/terms.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { byRelevance, countOf, type Statement, wordsLike } from './search-statements.js';

/** A word in fewer papers than this may itself be a slip of somebody's keyboard. */
const rareUnder = 8;
/** A rare word is only taken for a slip of one that is so many times as frequent. */
const moreFrequent = 20;

/**
 * Another spelling of the words and phrases, when hardly a paper has all of them: in place of words that no paper has, or only
 * few beside a much more frequent neighbour. Null unless it finds something.
 */
export function betterSpelling(connection: SqliteConnection, query: SearchQuery, found: number): string | null {
  const rows = <Row>({ sql, parameters }: Statement): readonly Row[] => connection.run<Row>(sql, parameters).rows;
  const few = (expression: string): number =>
    rows<{ readonly papers: number }>(countOf(expression, rareUnder))[0]?.papers ?? 0;
  const all = matchAll(termsOf(query));
  if (all === undefined || (found > 0 && few(all) === rareUnder)) return null;

  const correct = (word: string): string => {
    const [folded, ...more] = wordsOf(word);
    if (folded === undefined || more.length > 0) return word;
    const slips = slipsAllowed(folded.length);
    if (slips === 0) return word;
    const papers = few(`"${folded}"`);
    if (papers === rareUnder || (papers > 0 && found === 0)) return word;
    return nearestWord(folded, rows<KnownWord>(wordsLike(folded, slips, Math.max(1, papers * moreFrequent)))) ?? word;
  };
  const words = query.words.map(correct);
  const phrases = query.phrases.map((phrase) => phrase.split(' ').map(correct).join(' '));
  const corrected = { ...query, words, phrases };
  if (sameWords(corrected, query) || !finds(corrected, found, rows)) return null;
  return formatSearch({ ...emptyQuery, words, phrases });
}

const sameWords = (a: SearchQuery, b: SearchQuery): boolean =>
  a.words.join(' ') === b.words.join(' ') && a.phrases.join(' ') === b.phrases.join(' ');

/** Where something was found already, the other spelling has to find papers with all of the words. */
function finds(query: SearchQuery, found: number, rows: (statement: Statement) => readonly unknown[]): boolean {
  const terms = termsOf(query);
  const expression = found > 0 ? matchAll(terms) : matchAny(terms);
  return expression !== undefined && rows(byRelevance(expression, query, 1)).length > 0;
}
