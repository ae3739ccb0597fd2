import type { PaperKey } from '../papers/paper.js';
import { highlighterOf } from '../search/highlight.js';
import { matchAll, matchAny, matchWithout } from '../search/match-expression.js';
import type { SearchQuery } from '../search/query.js';
import { type Hit, pageSize, type QueryEmbedding, type SearchPage } from '../search/repository.js';
import { type QueryTerms, termsOf } from '../search/terms.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { narrowed } from './search-narrowing.js';
import { reranked, type ScoredDoc } from './search-reranking.js';
import { betterSpelling } from './search-spelling.js';
import { byRelevance, filtered, inOrder, ofPaper, reordered, type Statement, shownOf } from './search-statements.js';

/** Nobody pages further. */
const mostResults = 200;
const snippetCharacters = 200;

interface ShownRow {
  readonly doc: number;
  readonly key: string;
  readonly title: string;
  readonly abstract: string;
}

/** Answers one query from the index. Synchronous: it runs where nobody waits for the thread. */
export function answer(connection: SqliteConnection, query: SearchQuery, embedding?: QueryEmbedding): SearchPage {
  const docs = candidates(connection, query, termsOf(query), embedding);
  const first = (query.page - 1) * pageSize;
  const hits = hitsOf(connection, docs.slice(first, Math.min(first + pageSize, mostResults)), query);
  return {
    hits,
    first: first + 1,
    total: Math.min(docs.length, mostResults),
    capped: docs.length > mostResults,
    didYouMean: query.paper === null ? betterSpelling(connection, query, docs.length) : null,
  };
}

const docsOf = (connection: SqliteConnection, { sql, parameters }: Statement): readonly number[] =>
  connection.run<{ readonly doc: number }>(sql, parameters).rows.map(({ doc }) => doc);

const scoredDocs = (connection: SqliteConnection, { sql, parameters }: Statement): readonly ScoredDoc[] =>
  connection.run<ScoredDoc>(sql, parameters).rows;

/** The rows of what was found in their order; one more than is ever shown when there are more. */
function candidates(
  connection: SqliteConnection,
  query: SearchQuery,
  terms: QueryTerms,
  embedding: QueryEmbedding | undefined,
): readonly number[] {
  const limit = mostResults + 1;
  if (query.paper !== null) return docsOf(connection, ofPaper(query.paper));
  const any = matchAny(terms);
  if (any === undefined) return docsOf(connection, filtered(matchWithout(terms), query, limit));
  if (query.sort === 'relevance') return reranked(connection, bestMatches(connection, query, terms, any), embedding);
  const all = docsOf(connection, inOrder(matchAll(terms) ?? any, query, limit));
  // Among papers with only some of the words the newest would be any paper: only the best matches are put in order.
  return all.length > 0
    ? all
    : docsOf(connection, reordered(bestDocs(bestMatches(connection, query, terms, any)), query));
}

const bestDocs = (matches: readonly ScoredDoc[]): readonly number[] =>
  matches.slice(0, mostResults).map(({ doc }) => doc);

/** Scores only papers with a telling word, as long as they are more than anybody pages through. */
function bestMatches(
  connection: SqliteConnection,
  query: SearchQuery,
  terms: QueryTerms,
  any: string,
): readonly ScoredDoc[] {
  const limit = mostResults + 1;
  const narrow = narrowed(connection, terms, limit);
  const matches = narrow === undefined ? [] : scoredDocs(connection, byRelevance(narrow, query, limit));
  return matches.length === limit ? matches : scoredDocs(connection, byRelevance(any, query, limit));
}

function hitsOf(connection: SqliteConnection, docs: readonly number[], query: SearchQuery): readonly Hit[] {
  const { sql, parameters } = shownOf(docs);
  const rows = new Map(connection.run<ShownRow>(sql, parameters).rows.map((row) => [row.doc, row]));
  const highlighter = highlighterOf(query);
  return docs
    .map((doc) => rows.get(doc))
    .filter((row) => row !== undefined)
    .map((row) => ({
      paper: row.key as PaperKey,
      title: highlighter.whole(row.title),
      snippet: highlighter.snippet(row.abstract, snippetCharacters),
    }));
}
