import type { Clock } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import type { EmbeddingRepository, ReadPaper, UnreadPaper } from '../search/embedding-repository.js';
import { quantized } from '../search/vector.js';
import { beginning, type Embedded, type TextEmbedder } from './text-embedder.js';

/** New papers come with the minute tick. */
const lookMs = 60_000;
/** Between two steps, so that the bot itself always gets its turn. */
const breathMs = 50;
/** Then it begins again with the newest, which may have come meanwhile. */
const walkMs = 120_000;
const firstWaitMs = 5_000;
const longestWaitMs = 600_000;
/** Longer than what any model reads of an abstract. */
const mostCharacters = 8_000;
/** A text that any model takes. */
const probeText = 'paper';

interface BackFillOptions {
  readonly embedder: TextEmbedder;
  readonly embeddings: EmbeddingRepository;
  readonly clock: Clock;
  readonly log: Log;
}

type Setback = Extract<Embedded, { readonly kind: 'failed' }>;

/**
 * Has a model read the papers that it has not read yet, the newest first, while the bot does other things. What was read is kept batch by batch,
 * so that it can stop at any time. Trouble is told once, waited for, and told again when it is over. Where everything is read at the start, it asks
 * the model once all the same: loading one takes longer than a search waits.
 */
export class BackFill {
  readonly #options: BackFillOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #trouble: string | null = null;
  #waits = 0;
  #isReading = false;
  /** Whether the model has answered since the start. */
  #isWarm = false;

  constructor(options: BackFillOptions) {
    this.#options = options;
  }

  /** Why it does not go on at the moment; null when it does. */
  get trouble(): string | null {
    return this.#trouble;
  }

  begin(): void {
    this.#running = this.#run();
  }

  /** Resolves once nothing of it goes on any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const waitMs = await this.#walk().catch((thrown: unknown) => this.#pause({ reason: reasonOf(thrown) }));
      await clock.sleep(waitMs, signal);
    }
  }

  /** Reads from the newest paper on. Hands back after how long to begin again. */
  async #walk(): Promise<number> {
    const { embedder, embeddings, clock } = this.#options;
    if (await this.#isDone()) return this.#isWarm ? lookMs : this.#warm();
    const end = clock.monotonicMs() + walkMs;
    let below: number | null = null;
    do {
      const { papers, next } = await embeddings.unread(embedder.id, below, embedder.batch);
      const setback = papers.length === 0 ? undefined : await this.#read(papers);
      if (setback !== undefined) return this.#pause(setback);
      await clock.sleep(breathMs, this.#stopping.signal);
      below = next;
    } while (below !== null && !this.#stopping.signal.aborted && clock.monotonicMs() < end);
    return 0;
  }

  async #warm(): Promise<number> {
    const { embedder } = this.#options;
    const embedded = await embedder.embed([probeText], 'passage', this.#stopping.signal);
    if (embedded.kind === 'failed') return this.#pause(embedded);
    this.#goesWell();
    return lookMs;
  }

  async #isDone(): Promise<boolean> {
    const { embedder, embeddings, log } = this.#options;
    const { read, papers } = await embeddings.progress(embedder.id);
    const isDone = read >= papers;
    if (isDone === this.#isReading) log.info(isDone ? 'embedding.done' : 'embedding.begun', { read, papers });
    this.#isReading = !isDone;
    return isDone;
  }

  /** Undefined when all went well, or somebody wants it to stop. */
  async #read(papers: readonly UnreadPaper[]): Promise<Omit<Setback, 'kind'> | undefined> {
    const { embedder, embeddings, clock } = this.#options;
    const { signal } = this.#stopping;
    const embedded = await embedder.embed(papers.map(textOf), 'passage', signal);
    if (signal.aborted) return undefined;
    if (embedded.kind === 'failed') return embedded;
    if (embedded.kind === 'refused') return this.#readSingly(papers, embedded.reason);
    // Taking the answer apart and writing it down take some milliseconds each: not both in one go.
    await clock.sleep(breathMs, signal);
    const read = papers.map((paper, place) => ({ ...paper, vector: quantizedOr(embedded.vectors[place]) }));
    await embeddings.save(embedder.id, read);
    this.#goesWell();
    return undefined;
  }

  /** Finds out which of the papers it is, and lets that one be without a vector. */
  async #readSingly(papers: readonly UnreadPaper[], reason: string): Promise<Omit<Setback, 'kind'> | undefined> {
    const [first, ...others] = papers;
    if (first === undefined) return undefined;
    if (others.length === 0) return this.#giveUp({ ...first, vector: new Int8Array(0) }, reason);
    for (const paper of papers) {
      const setback = await this.#read([paper]);
      if (setback !== undefined) return setback;
    }
    return undefined;
  }

  async #giveUp(paper: ReadPaper, reason: string): Promise<Omit<Setback, 'kind'> | undefined> {
    const { embedder, embeddings, log } = this.#options;
    // A model that refuses everything is in trouble, and no paper is to blame.
    const probe = await embedder.embed([probeText], 'passage', this.#stopping.signal);
    if (probe.kind !== 'embedded') return { reason };
    await embeddings.save(embedder.id, [paper]);
    log.warn('embedding.refused', { doc: paper.doc, reason });
    return undefined;
  }

  #goesWell(): void {
    this.#isWarm = true;
    if (this.#trouble !== null) this.#options.log.info('embedding.resumed');
    this.#trouble = null;
    this.#waits = 0;
  }

  #pause({ reason, waitMs = 0 }: Omit<Setback, 'kind'>): number {
    if (this.#stopping.signal.aborted) return 0;
    const backoffMs = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#waits);
    this.#waits += 1;
    if (this.#trouble === null) this.#options.log.warn('embedding.paused', { reason });
    this.#trouble = reason;
    return Math.max(backoffMs, Math.min(waitMs, longestWaitMs));
  }
}

const textOf = ({ title, abstract }: UnreadPaper): string => beginning(`${title}\n${abstract}`.trim(), mostCharacters);

const quantizedOr = (vector: Float32Array | undefined): Int8Array =>
  vector === undefined ? new Int8Array(0) : quantized(vector);
