import { anyOf, matchAll, matchAny, matchInOrder, matchInTitle, matchTelling } from '../search/match-expression.js';
import type { SearchQuery } from '../search/query.js';
import type { QueryTerms, Term } from '../search/terms.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import type { Asked } from './search-asked.js';
import type { SearchShelf } from './search-shelf.js';
import { byRelevance, docsOf, newest } from './search-statements.js';

/** How many of those that FTS5 finds best are ranked anew. */
export const mostScored = 201;
/** How many papers FTS5 gives a score to, so that a search takes about as long among a million as among a hundred thousand. */
export const mostPostings = 40_000;
/** How many papers are taken from each narrower expression. */
const mostNarrow = 300;
const mostInOrder = 100;

/**
 * The papers that may be among the best, in no order that counts, at most some hundreds. Where words are common FTS5 would give a score to most
 * papers, so it does that for papers with the rarer words only; papers with all the words, with all of them in the title, and with
 * the words as they were typed, are found without a score.
 */
export function candidatesOf(
  connection: SqliteConnection,
  shelf: SearchShelf,
  asked: Asked,
  bound = mostPostings,
): readonly number[] {
  const { query, terms, typed } = asked;
  const any = matchAny(terms);
  if (any === undefined) return [];
  const newestOf = (expression: string | undefined, limit: number): readonly number[] =>
    expression === undefined ? [] : docsOf(connection, newest(expression, query, limit));
  const { expression, above } = narrowed(terms, shelf, bound) ?? { expression: any, above: 0 };
  const scored = docsOf(connection, byRelevance(expression, query, mostScored, above));
  // Filters may leave hardly any paper with the rarer words.
  const isThin = expression !== any && scored.length < mostScored && isFiltered(query);
  return [
    ...new Set([
      ...scored,
      ...(isThin ? docsOf(connection, byRelevance(any, query, mostScored)) : []),
      ...newestOf(terms.words.length > 1 ? matchAll(terms) : undefined, mostNarrow),
      ...newestOf(matchInTitle(terms), mostNarrow),
      ...newestOf(typed.length > 1 ? matchInOrder(typed, terms) : undefined, mostInOrder),
    ]),
  ];
}

const isFiltered = ({ authors, categories, organizations, since, until, minUpvotes }: SearchQuery): boolean =>
  authors.length + categories.length + organizations.length > 0 || (since ?? until ?? minUpvotes) !== null;

interface Narrowed {
  readonly expression: string;
  /** Only papers that entered the store later. */
  readonly above: number;
}

/** What FTS5 gives a score to in place of papers with any word; undefined where these are few enough. */
function narrowed(terms: QueryTerms, shelf: SearchShelf, bound: number): Narrowed | undefined {
  if (terms.phrases.length > 0) return undefined;
  const counted = [...terms.words, ...terms.parts]
    .map((term) => ({ term, papers: shelf.matching(anyOf(term)) }))
    .toSorted((a, b) => a.papers - b.papers);
  const telling = fewest(counted, bound);
  if (telling.length === counted.length) return undefined;
  if (telling.length > 0) return { expression: matchTelling(telling, terms), above: 0 };
  const [rarest] = counted;
  const expression = (terms.words.length > 1 ? matchAll(terms) : matchInTitle(terms)) ?? '';
  const share = rarest === undefined ? 1 : Math.min(1, bound / rarest.papers);
  return { expression, above: Math.floor(shelf.papers * (1 - share)) };
}

/** The rarest terms that together bring no more papers than that. */
function fewest(counted: readonly { readonly term: Term; readonly papers: number }[], bound: number): readonly Term[] {
  let room = bound;
  const terms: Term[] = [];
  for (const { term, papers } of counted) {
    room -= papers;
    if (room < 0) break;
    terms.push(term);
  }
  return terms;
}
