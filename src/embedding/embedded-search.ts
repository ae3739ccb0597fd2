import type { Clock } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import { withoutRepeats } from '../kernel/repeats.js';
import type { PaperKey } from '../papers/paper.js';
import type { EmbeddingRepository } from '../search/embedding-repository.js';
import type { SearchQuery } from '../search/query.js';
import type { ModelState, PaperSearch, SearchPage, Suggested, SuggestQuery } from '../search/repository.js';
import { QueryVectors } from './query-vectors.js';
import type { TextEmbedder } from './text-embedder.js';

interface EmbeddedSearchOptions {
  readonly search: PaperSearch;
  readonly embedder: TextEmbedder;
  readonly embeddings: Pick<EmbeddingRepository, 'progress'>;
  readonly weight: number;
  readonly patienceMs: number;
  /** What keeps the model from reading papers. */
  readonly trouble: () => string | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** A search that asks a model about the words of a query first, and goes on without it when it does not answer soon. */
export class EmbeddedSearch implements PaperSearch {
  readonly model = { state: (): Promise<ModelState> => this.#state() };
  readonly #options: EmbeddedSearchOptions;
  readonly #vectors: QueryVectors;

  constructor(options: EmbeddedSearchOptions) {
    this.#options = options;
    this.#vectors = new QueryVectors({ ...options, log: withoutRepeats(options.log, options.clock) });
  }

  async search(query: SearchQuery): Promise<SearchPage> {
    const { search, embedder, weight } = this.#options;
    const vector = isRanked(query) ? await this.#vectors.of(textOf(query)) : undefined;
    return search.search(query, vector === undefined ? undefined : { embedder: embedder.id, vector, weight });
  }

  suggest(query: SuggestQuery): Promise<readonly Suggested[]> {
    return this.#options.search.suggest(query);
  }

  similar(paper: PaperKey, limit: number): Promise<readonly PaperKey[]> {
    return this.#options.search.similar(paper, limit);
  }

  async close(): Promise<void> {
    await Promise.all([this.#options.search.close(), this.#options.embedder.close()]);
  }

  async #state(): Promise<ModelState> {
    const { embedder, embeddings, trouble } = this.#options;
    return { ...(await embeddings.progress(embedder.id)), trouble: trouble() };
  }
}

/** Only an order by relevance has a place for what a model says. */
const isRanked = ({ paper, words, phrases, sort }: SearchQuery): boolean =>
  paper === null && sort === 'relevance' && words.length + phrases.length > 0;

const textOf = ({ words, phrases }: SearchQuery): string => [...words, ...phrases].join(' ');
