import { atMost } from '../kernel/at-most.js';
import type { Clock } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import { outOfTime } from '../kernel/stop-reason.js';
import type { Embedded, TextEmbedder } from './text-embedder.js';

/** After so many failures in a row the model is left alone for a while. */
const mostFailures = 3;
const restMs = 30_000;
/** Whoever turns the page asks for the same again. */
const mostKept = 200;

interface QueryVectorsOptions {
  readonly embedder: TextEmbedder;
  /** A search waits for its vector no longer than this. */
  readonly patienceMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Vectors of what people search for, as far as they can be had in time. A model that fails again and again is asked once in half a
 * minute, by one search, so that the others do not wait for it. A text that it refuses says nothing against the model.
 */
export class QueryVectors {
  readonly #options: QueryVectorsOptions;
  /** Of a text that the model refuses, that it has no vector. */
  readonly #kept = new Map<string, Float32Array | undefined>();
  #failures = 0;
  #restsUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: QueryVectorsOptions) {
    this.#options = options;
  }

  /** Undefined when it cannot be had, which the log then says. Never rejects. */
  async of(text: string): Promise<Float32Array | undefined> {
    if (this.#kept.has(text)) return this.#kept.get(text);
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs < this.#restsUntilMs) return undefined;
    const isProbe = this.#failures >= mostFailures;
    if (isProbe) this.#restsUntilMs = nowMs + restMs;
    const embedded = await this.#embed(text);
    const vector = embedded.kind === 'embedded' ? embedded.vectors[0] : undefined;
    if (embedded.kind === 'refused') this.#refused(text, embedded.reason, isProbe);
    else if (vector === undefined) this.#failed(embedded);
    else this.#succeeded(text, vector);
    return vector;
  }

  async #embed(text: string): Promise<Embedded> {
    const { embedder, patienceMs, clock } = this.#options;
    const waiting = new AbortController();
    let embedded: Embedded = { kind: 'failed', reason: `it did not answer within ${patienceMs / 1000} s` };
    const work = embedder
      .embed([text], 'query', waiting.signal)
      .catch((thrown: unknown): Embedded => ({ kind: 'failed', reason: reasonOf(thrown) }))
      .then((answer) => {
        if (!waiting.signal.aborted) embedded = answer;
      });
    if (!(await atMost(clock, patienceMs, work))) waiting.abort(outOfTime());
    return embedded;
  }

  #refused(text: string, reason: string, isProbe: boolean): void {
    // It proves nothing: the next search is the probe instead.
    if (isProbe) this.#restsUntilMs = Number.NEGATIVE_INFINITY;
    this.#keep(text, undefined);
    this.#tell(reason);
  }

  #failed(embedded: Exclude<Embedded, { readonly kind: 'refused' }>): void {
    this.#failures += 1;
    if (this.#failures === mostFailures) this.#restsUntilMs = this.#options.clock.monotonicMs() + restMs;
    const reason = embedded.kind === 'embedded' ? 'it answered without a vector' : embedded.reason;
    this.#tell(reason);
  }

  #succeeded(text: string, vector: Float32Array): void {
    this.#failures = 0;
    this.#restsUntilMs = Number.NEGATIVE_INFINITY;
    this.#keep(text, vector);
  }

  #tell(reason: string): void {
    // By its name, the log tells it once an hour as long as it lasts.
    this.#options.log.warn('query-embedding.failed', { reason });
  }

  #keep(text: string, vector: Float32Array | undefined): void {
    const oldest = this.#kept.size < mostKept ? undefined : this.#kept.keys().next().value;
    if (oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(text, vector);
  }
}
