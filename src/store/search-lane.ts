import { Worker } from 'node:worker_threads';
import type { Clock } from '../kernel/clock.js';
import { BroadsheetError } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import type { ModelMessage, SearchAnswers, SearchReply, SearchRequest, SearchWorkerData } from './search-messages.js';
import { tellTrouble } from './search-model.js';

export interface LaneOptions {
  readonly path: string;
  readonly model: string | undefined;
  readonly workerUrl: URL;
  readonly clock: Clock;
  readonly log: Log;
  /** How many requests may wait. */
  readonly most: number;
  /** What the oldest that waits is answered when there is no room for another; without it, the newest is refused. */
  readonly oldestGets?: SearchAnswers[SearchRequest['kind']];
}

const deadlineMs = 5_000;
/** A request that brought a worker down gets a second one, and no third. */
const mostStarts = 2;
/** Who has less left is not begun with: the thread would soon be stopped for it. */
const leastMs = 250;
/** Threads that were stopped and have not ended: SQLite goes on until it has its answer. */
const mostEnding = 2;

/** A request that waits or is being answered. */
interface Job {
  readonly request: SearchRequest;
  readonly resolve: (answer: SearchAnswers[SearchRequest['kind']]) => void;
  readonly reject: (error: BroadsheetError) => void;
  /** By the monotonic clock. */
  readonly dueMs: number;
  starts: number;
}

const unavailable = (message: string, hint: string): BroadsheetError =>
  new BroadsheetError('unavailable', message, hint);

const tooSlow = (): BroadsheetError =>
  unavailable(`The search took longer than ${deadlineMs / 1000} seconds.`, 'Try again, or use fewer and rarer words.');

const heldUp = (): BroadsheetError =>
  unavailable('Searches that take too long hold up all others.', 'Try again in a moment.');

/**
 * A thread that answers requests one at a time in the order of asking, started by the first. Rejects with a BroadsheetError: `unavailable`
 * when too many wait, when an answer takes longer than five seconds or others still do, or when the thread died twice; the code of the
 * storage when the file cannot be read.
 */
export class SearchLane {
  readonly #options: LaneOptions;
  readonly #waiting: Job[] = [];
  #current: Job | undefined;
  #worker: Worker | undefined;
  /** How many threads were stopped and have not ended yet. */
  #ending = 0;
  #isClosed = false;
  #toldModel = '';

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  ask<K extends SearchRequest['kind']>(request: SearchRequest & { readonly kind: K }): Promise<SearchAnswers[K]> {
    if (this.#isClosed) return Promise.reject(closed());
    const { clock } = this.#options;
    const answered = new AbortController();
    const answer = new Promise<SearchAnswers[K]>((resolve, reject) => {
      // The worker answers a request by its kind.
      const dueMs = clock.monotonicMs() + deadlineMs;
      const job: Job = { request, resolve: resolve as Job['resolve'], reject, dueMs, starts: 0 };
      if (!this.#makeRoom()) {
        const says = `${this.#options.most} searches are waiting already.`;
        reject(unavailable(says, 'Try again in a moment.'));
        return;
      }
      this.#waiting.push(job);
      void clock.sleep(deadlineMs, answered.signal).then(() => {
        if (!answered.signal.aborted) this.#expire(job);
      });
    });
    this.#next();
    return answer.finally(() => answered.abort());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const left = [this.#current, ...this.#waiting.splice(0)];
    for (const job of left) job?.reject(closed());
    await this.#stopWorker();
  }

  #makeRoom(): boolean {
    const { most, oldestGets } = this.#options;
    if (this.#waiting.length < most) return true;
    if (oldestGets === undefined) return false;
    this.#waiting.shift()?.resolve(oldestGets);
    return true;
  }

  #next(): void {
    if (this.#current !== undefined) return;
    const job = this.#firstInTime();
    if (job === undefined) return;
    this.#current = job;
    job.starts += 1;
    this.#worker ??= this.#start();
    // Only a request that is being answered keeps the process alive.
    this.#worker.ref();
    this.#worker.postMessage(job.request);
  }

  /** Who cannot be answered in time any more is told so. */
  #firstInTime(): Job | undefined {
    const soonMs = this.#options.clock.monotonicMs() + leastMs;
    const hasThread = this.#worker !== undefined || this.#ending < mostEnding;
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      if (hasThread && job.dueMs >= soonMs) return job;
      job.reject(hasThread ? tooSlow() : heldUp());
    }
    return undefined;
  }

  #start(): Worker {
    const { path, model, workerUrl } = this.#options;
    const worker = new Worker(workerUrl, { name: 'search', workerData: { path, model } satisfies SearchWorkerData });
    worker.on('message', (said: SearchReply | ModelMessage) => {
      if (said.kind === 'model') this.#tellModel(said);
      else this.#settle(worker, said);
    });
    worker.on('error', (error) => this.#died(worker, error.message));
    worker.on('exit', (code) => this.#died(worker, `it ended with code ${code}`));
    return worker;
  }

  /** A thread that takes the place of another says nothing new. */
  #tellModel({ id, isTrained, trouble }: ModelMessage): void {
    const told = JSON.stringify([id, trouble]);
    if (told === this.#toldModel) return;
    this.#toldModel = told;
    const { log } = this.#options;
    tellTrouble(log, { id, isTrained, trouble });
    if (id !== null) log.info('search.model', { model: id, trained: isTrained });
  }

  #settle(worker: Worker, reply: SearchReply): void {
    const job = this.#current;
    if (worker !== this.#worker || job === undefined) return;
    this.#current = undefined;
    worker.unref();
    if (reply.kind === 'answer') job.resolve(reply.answer);
    else job.reject(this.#errorOf(reply));
    this.#next();
  }

  #errorOf(reply: Exclude<SearchReply, { readonly kind: 'answer' }>): BroadsheetError {
    if (reply.kind === 'failed') return new BroadsheetError(reply.code, reply.message, reply.hint);
    this.#options.log.error('search.failed', { reason: reply.reason });
    return new BroadsheetError('software', 'The search failed.', 'Try other words; the log says what went wrong.');
  }

  #died(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    this.#options.log.warn('search.worker_died', { reason });
    const job = this.#current;
    this.#current = undefined;
    if (job !== undefined && job.starts < mostStarts) this.#waiting.unshift(job);
    else job?.reject(unavailable('The search stopped while it was answering.', 'Try again, or try other words.'));
    this.#next();
  }

  #expire(job: Job): void {
    job.reject(tooSlow());
    const place = this.#waiting.indexOf(job);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (job !== this.#current) return;
    // SQLite cannot be interrupted from outside its thread: the next query gets a new one.
    this.#options.log.warn('search.too_slow', { deadlineMs });
    void this.#stopWorker();
    this.#next();
  }

  async #stopWorker(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#current = undefined;
    if (worker === undefined) return;
    this.#ending += 1;
    // Resolves once the thread has ended.
    await worker.terminate();
    this.#ending -= 1;
  }
}

const closed = (): BroadsheetError => unavailable('The search is closed.', 'Start Broadsheet again.');
