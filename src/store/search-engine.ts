import type { PaperKey } from '../papers/paper.js';
import { type Highlighter, highlighterOf } from '../search/highlight.js';
import { matchAll, matchAny, matchWithout } from '../search/match-expression.js';
import type { SearchModel } from '../search/model.js';
import type { SearchQuery } from '../search/query.js';
import { type Hit, pageSize, type QueryEmbedding, type SearchPage } from '../search/repository.js';
import { termsOf } from '../search/terms.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { type Asked, askedOf } from './search-asked.js';
import { candidatesOf } from './search-candidates.js';
import { type RankingOptions, ranked, type Weights } from './search-ranking.js';
import { SearchShelf } from './search-shelf.js';
import { similarTo } from './search-similar.js';
import { betterSpelling } from './search-spelling.js';
import { docsOf, filtered, inOrder, keysOf, newest, ofPaper, reordered, rowsOf, shownOf } from './search-statements.js';
import { SearchWords } from './search-words.js';

/** Nobody pages further. */
const mostResults = 200;
/** Two lines in a chat. */
const snippetCharacters = 170;

interface ShownRow {
  readonly doc: number;
  readonly key: string;
  readonly title: string;
  readonly abstract: string;
}

export interface RankOptions {
  readonly limit: number;
  /** A paper that takes no part. */
  readonly hidden?: string;
  readonly weights?: Weights;
  /** How many papers FTS5 may give a score to. */
  readonly bound?: number;
}

/** Answers searches from the index over one connection. Synchronous: it runs where nobody waits for the thread. */
export class SearchEngine {
  readonly #connection: SqliteConnection;
  readonly #model: SearchModel | undefined;
  readonly #shelf: SearchShelf;
  readonly #words: SearchWords;

  constructor(connection: SqliteConnection, model: SearchModel | undefined) {
    this.#connection = connection;
    this.#model = model;
    this.#shelf = new SearchShelf(connection);
    this.#words = new SearchWords(connection, this.#shelf);
  }

  search(query: SearchQuery, embedding?: QueryEmbedding): SearchPage {
    this.#shelf.renew();
    const asked = askedOf(query, this.#shelf, this.#words);
    const docs = this.#found(asked, embedding);
    const first = (query.page - 1) * pageSize;
    const page = docs.slice(first, Math.min(first + pageSize, mostResults));
    return {
      hits: this.#hits(page, highlighterOf(query, asked.also)),
      first: first + 1,
      total: Math.min(docs.length, mostResults),
      capped: docs.length > mostResults,
      didYouMean: query.paper === null ? this.#otherSpelling(asked) : null,
    };
  }

  /** The keys of the papers that these words find, the best first. */
  rank(query: SearchQuery, { limit, hidden, weights, bound }: RankOptions): readonly string[] {
    this.#shelf.renew();
    const asked = askedOf(query, this.#shelf, this.#words);
    const [self] = hidden === undefined ? [] : docsOf(this.#connection, ofPaper(hidden));
    const docs = candidatesOf(this.#connection, this.#shelf, asked, bound).filter((doc) => doc !== self);
    const best = ranked(this.#connection, this.#shelf, this.#model, asked, docs, { weights }).slice(0, limit);
    return this.#keys(best);
  }

  /** The papers most like this one, the best first; none when it is not in the store. */
  similar(paper: PaperKey, limit: number): readonly PaperKey[] {
    this.#shelf.renew();
    const [doc] = docsOf(this.#connection, ofPaper(paper));
    if (doc === undefined) return [];
    return this.#keys(similarTo(this.#connection, this.#shelf, this.#model, doc, limit));
  }

  #keys(docs: readonly number[]): readonly PaperKey[] {
    const rows = rowsOf<Pick<ShownRow, 'doc' | 'key'>>(this.#connection, keysOf(docs));
    const keys = new Map(rows.map(({ doc, key }) => [doc, key as PaperKey]));
    return docs.flatMap((doc) => keys.get(doc) ?? []);
  }

  #otherSpelling(asked: Asked): string | null {
    return betterSpelling(asked, this.#shelf, this.#words, (corrected) => {
      const any = matchAny(termsOf(corrected));
      return any !== undefined && docsOf(this.#connection, newest(any, corrected, 1)).length > 0;
    });
  }

  /** The rows of what was found in their order; as many as are ever shown when there are more. */
  #found(asked: Asked, embedding: QueryEmbedding | undefined): readonly number[] {
    const { query, terms } = asked;
    if (query.paper !== null) return docsOf(this.#connection, ofPaper(query.paper));
    const any = matchAny(terms);
    if (any === undefined) return docsOf(this.#connection, filtered(matchWithout(terms), query, mostResults + 1));
    if (query.sort === 'relevance') return this.#best(asked, { embedding });
    // What was typed comes before what it may be a slip of.
    for (const words of [termsOf(query), terms]) {
      const all = docsOf(this.#connection, inOrder(matchAll(words) ?? any, query, mostResults + 1));
      if (all.length > 0) return all;
    }
    // Among papers with only some of the words the newest would be any paper: only the best matches are put in order.
    return docsOf(this.#connection, reordered(this.#best(asked), query));
  }

  #best(asked: Asked, options: RankingOptions = {}): readonly number[] {
    const docs = candidatesOf(this.#connection, this.#shelf, asked);
    return ranked(this.#connection, this.#shelf, this.#model, asked, docs, options).slice(0, mostResults + 1);
  }

  #hits(docs: readonly number[], highlighter: Highlighter): readonly Hit[] {
    const rows = new Map(rowsOf<ShownRow>(this.#connection, shownOf(docs)).map((row) => [row.doc, row]));
    return docs
      .map((doc) => rows.get(doc))
      .filter((row) => row !== undefined)
      .map((row) => ({
        paper: row.key as PaperKey,
        title: highlighter.whole(row.title),
        snippet: highlighter.snippet(row.abstract, snippetCharacters),
      }));
  }
}
