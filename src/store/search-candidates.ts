import { anyOf, matchAll, matchAny, matchInOrder, matchInTitle, matchTelling } from '../search/match-expression.js';
import type { SearchQuery } from '../search/query.js';
import type { QueryTerms, Term } from '../search/terms.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import type { Asked } from './search-asked.js';
import type { SearchShelf } from './search-shelf.js';
import { byRelevance, byTitle, docsOf, newest } from './search-statements.js';

/** How many of those that FTS5 finds best are ranked anew. */
const mostScored = 201;
/**
 * How many papers FTS5 gives a score to for each word that is asked for, so that a search takes about as long among a million as among a
 * hundred thousand.
 */
const mostScoredAWord = 8_000;
/** Among fewer papers all that have any of the words get a score. */
const boundedFrom = 30_000;
/** How many papers are taken from each narrower expression. */
const mostNarrow = 201;
/** A score takes as long as looking at so many papers without one. */
const lookedAtForOneScore = 10;
const mostInOrder = 100;
/** Where so many titles have all the words, papers that have them elsewhere are not among the best. */
const enoughTitles = 20;

/**
 * The papers that may be among the best, in no order that counts, at most some hundreds. Those with all the words are found without a score.
 * Where they are few, FTS5's best with any of the words fill up: of papers with the rarer words only where words are common, since it would
 * have to give a score to most papers. Where those with all the words are many, the best and the newest of them stand for all.
 */
export function candidatesOf(
  connection: SqliteConnection,
  shelf: SearchShelf,
  asked: Asked,
  bound = boundFor(asked.terms, shelf),
): readonly number[] {
  const { query, terms } = asked;
  const any = matchAny(terms);
  if (any === undefined) return [];
  const all = matchAll(terms) ?? any;
  const together = docsOf(connection, newest(all, query, mostNarrow));
  const more =
    together.length < mostNarrow
      ? withAnyWord(connection, shelf, asked, any, bound)
      : bestWithAllWords(connection, shelf, asked, all, bound);
  return [...new Set([...together, ...more])];
}

const boundFor = ({ words, parts }: QueryTerms, shelf: SearchShelf): number =>
  shelf.papers < boundedFrom ? Number.POSITIVE_INFINITY : mostScoredAWord * (words.length + parts.length);

/** FTS5's best among papers with any of the words, as far as these are not too common. */
function withAnyWord(
  connection: SqliteConnection,
  shelf: SearchShelf,
  { query, terms }: Asked,
  any: string,
  bound: number,
): readonly number[] {
  const best = (expression: string, above = 0): readonly number[] =>
    docsOf(connection, byRelevance(expression, query, mostScored, above));
  const counted = countedTerms(terms, shelf);
  const rare = fewest(counted, bound);
  if (terms.phrases.length > 0 || rare.length === counted.length) return best(any);
  const scored = rare.length === 0 ? [] : best(matchTelling(rare, terms));
  if (scored.length === mostScored) return scored;
  // Filters may leave hardly any paper with the rarer words.
  if (isFiltered(query)) return [...scored, ...best(any)];
  const next = counted[rare.length];
  if (next === undefined) return scored;
  return [...scored, ...best(matchTelling([next.term], terms), aboveFor(next.papers, shelf, bound))];
}

/** The best with all the words in the title, else those that have them anywhere; and those in which they stand as they were typed. */
function bestWithAllWords(
  connection: SqliteConnection,
  shelf: SearchShelf,
  { query, terms, typed }: Asked,
  all: string,
  bound: number,
): readonly number[] {
  const titled = withWordsInTitle(connection, query, terms);
  // The newest rows say nothing about papers of the years that a filter asks for.
  const papers = isFiltered(query) ? 0 : shelf.matching(all);
  const above = aboveFor(papers, shelf, bound);
  const aboveUnscored = aboveFor(papers, shelf, bound * lookedAtForOneScore);
  return [
    ...titled,
    ...(titled.length < enoughTitles ? docsOf(connection, byRelevance(all, query, mostScored, above)) : []),
    ...(typed.length > 1
      ? docsOf(connection, newest(matchInOrder(typed, terms), query, mostInOrder, aboveUnscored))
      : []),
  ];
}

function withWordsInTitle(connection: SqliteConnection, query: SearchQuery, terms: QueryTerms): readonly number[] {
  const inTitle = matchInTitle(terms);
  if (inTitle === undefined) return [];
  // The small index knows titles and names only: of what is excluded elsewhere it knows nothing.
  const asked = terms.without.length === 0 ? byTitle(inTitle, query, mostNarrow) : newest(inTitle, query, mostNarrow);
  return docsOf(connection, asked);
}

const isFiltered = ({ authors, categories, organizations, since, until, minUpvotes }: SearchQuery): boolean =>
  authors.length + categories.length + organizations.length > 0 || (since ?? until ?? minUpvotes) !== null;

interface CountedTerm {
  readonly term: Term;
  readonly papers: number;
}

/** What makes candidates, the rarest first. */
const countedTerms = ({ words, parts }: QueryTerms, shelf: SearchShelf): readonly CountedTerm[] =>
  [...words, ...parts]
    .map((term) => ({ term, papers: shelf.matching(anyOf(term)) }))
    .toSorted((a, b) => a.papers - b.papers);

/** The row above which the newest papers lie, as many as may get a score, of something that so many papers have; 0 for all. */
const aboveFor = (papers: number, shelf: SearchShelf, bound: number): number =>
  Math.floor(shelf.papers * (1 - Math.min(1, bound / Math.max(1, papers))));

/** The rarest terms that together bring no more papers than that. */
function fewest(counted: readonly CountedTerm[], bound: number): readonly Term[] {
  let room = bound;
  const terms: Term[] = [];
  for (const { term, papers } of counted) {
    room -= papers;
    if (room < 0) break;
    terms.push(term);
  }
  return terms;
}
