import type { Clock } from '../kernel/clock.js';
import { BroadsheetError } from '../kernel/errors.js';
import type { SearchQuery } from '../search/query.js';
import type { PaperSearch, SearchPage } from '../search/repository.js';

/** They wait in the same queue as everybody's searches. */
const mostTries = 3;
/** A search that took longer waited for others. */
const slowMs = 250;

interface TriesDeps {
  readonly search: Pick<PaperSearch, 'search'>;
  readonly clock: Clock;
}

/** The further searches of one answer, one after the other: few, and no more once one was refused or slow. */
export class Tries {
  readonly #deps: TriesDeps;
  #left = mostTries;

  constructor({ search, clock }: TriesDeps) {
    this.#deps = { search, clock };
  }

  /** How many more may be made. */
  get left(): number {
    return this.#left;
  }

  /** Undefined when the search was not made or cannot tell. */
  async search(query: SearchQuery): Promise<SearchPage | undefined> {
    if (this.#left === 0) return undefined;
    this.#left -= 1;
    const { search, clock } = this.#deps;
    const start = clock.monotonicMs();
    try {
      const page = await search.search(query);
      if (clock.monotonicMs() - start > slowMs) this.#left = 0;
      return page;
    } catch (thrown) {
      this.#left = 0;
      if (thrown instanceof BroadsheetError) return undefined;
      throw thrown;
    }
  }
}
