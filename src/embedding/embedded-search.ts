import type { Clock } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import { withoutRepeats } from '../kernel/repeats.js';
import type { PaperKey } from '../papers/paper.js';
import type { EmbeddingProgress, EmbeddingRepository } from '../search/embedding-repository.js';
import type { SearchQuery } from '../search/query.js';
import type { ModelState, PaperSearch, SearchPage, Suggested, SuggestQuery } from '../search/repository.js';
import { QueryVectors } from './query-vectors.js';
import type { TextEmbedder } from './text-embedder.js';

/** Counting takes longer the more papers there are: a count serves so many times as long as it took. */
const timesAsLong = 100;

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
  #counting: Promise<EmbeddingProgress> | undefined;
  #counted: { readonly untilMs: number; readonly progress: EmbeddingProgress } | undefined;

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
    return { ...(await this.#progress()), trouble: this.#options.trouble() };
  }

  async #progress(): Promise<EmbeddingProgress> {
    const { clock } = this.#options;
    if (this.#counted !== undefined && clock.monotonicMs() < this.#counted.untilMs) return this.#counted.progress;
    this.#counting ??= this.#count().finally(() => {
      this.#counting = undefined;
    });
    return this.#counting;
  }

  async #count(): Promise<EmbeddingProgress> {
    const { embedder, embeddings, clock } = this.#options;
    const begunMs = clock.monotonicMs();
    const progress = await embeddings.progress(embedder.id);
    const endedMs = clock.monotonicMs();
    this.#counted = { untilMs: endedMs + timesAsLong * (endedMs - begunMs), progress };
    return progress;
  }
}

/** Only an order by relevance has a place for what a model says. */
const isRanked = ({ paper, words, phrases, sort }: SearchQuery): boolean =>
  paper === null && sort === 'relevance' && words.length + phrases.length > 0;

const textOf = ({ words, phrases }: SearchQuery): string => [...words, ...phrases].join(' ');
