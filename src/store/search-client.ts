import type { Clock } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import type { PaperKey } from '../papers/paper.js';
import type { SearchQuery } from '../search/query.js';
import type { PaperSearch, QueryEmbedding, SearchPage, Suggested, SuggestQuery } from '../search/repository.js';
import { SearchLane } from './search-lane.js';

export interface SearchOptions {
  /** The database file. It is opened at the first search, for reading only. */
  readonly path: string;
  /** The file of the model that ships with the program; without one, only words count. */
  readonly model?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** The built worker; beside this file when left out. */
  readonly workerUrl?: URL;
}

/** Who comes when so many wait is told so, and comes again sooner than the answer would. */
const mostSearches = 64;
/** Suggestions are worth something only while somebody types: of more the oldest are dropped. */
const mostSuggestions = 32;

/**
 * Search on threads of its own, so that a long query holds up nothing else: one for searches, and one for suggestions, which are to be there
 * before the next letter. Both see what was committed before. Rejects as `SearchLane` does.
 */
export function openSearch(options: SearchOptions): PaperSearch {
  return new SearchClient(options);
}

class SearchClient implements PaperSearch {
  readonly #searches: SearchLane;
  readonly #suggestions: SearchLane;

  constructor({ path, model, clock, log, workerUrl = new URL('./search-worker.js', import.meta.url) }: SearchOptions) {
    const shared = { path, model, clock, log, workerUrl };
    this.#searches = new SearchLane({ ...shared, most: mostSearches });
    this.#suggestions = new SearchLane({ ...shared, most: mostSuggestions, oldestGets: [] });
  }

  search(query: SearchQuery, embedding?: QueryEmbedding): Promise<SearchPage> {
    return this.#searches.ask<'search'>({ kind: 'search', query, ...(embedding !== undefined && { embedding }) });
  }

  similar(paper: PaperKey, limit: number): Promise<readonly PaperKey[]> {
    return this.#searches.ask<'similar'>({ kind: 'similar', paper, limit });
  }

  suggest(query: SuggestQuery): Promise<readonly Suggested[]> {
    return this.#suggestions.ask<'suggest'>({ kind: 'suggest', query });
  }

  async close(): Promise<void> {
    await Promise.all([this.#searches.close(), this.#suggestions.close()]);
  }
}
