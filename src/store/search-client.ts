import { Worker } from 'node:worker_threads';
import type { Clock } from '../kernel/clock.js';
import { BroadsheetError } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import type { PaperKey } from '../papers/paper.js';
import type { SearchQuery } from '../search/query.js';
import type { PaperSearch, QueryEmbedding, SearchPage, Suggested, SuggestQuery } from '../search/repository.js';
import type { ModelMessage, SearchAnswers, SearchReply, SearchRequest, SearchWorkerData } from './search-messages.js';
import { tellTrouble } from './search-model.js';
import { mostSearches, SearchQueue } from './search-queue.js';

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

const deadlineMs = 5_000;
/** A query that brought a worker down gets a second one, and no third. */
const mostStarts = 2;

/**
 * Search on a thread of its own, so that a long query holds up nothing else. Queries are answered one at a time in the order of
 * asking, suggestions and searches by turns, and see what was committed before. Rejects with a BroadsheetError: `unavailable` when too many wait, when the
 * answer takes longer than five seconds, or when the thread died twice; the code of the storage when the file cannot be read.
 */
export function openSearch(options: SearchOptions): PaperSearch {
  return new SearchClient(options);
}

/** A request that waits or is being answered. */
interface Job {
  readonly request: SearchRequest;
  readonly resolve: (answer: SearchAnswers[SearchRequest['kind']]) => void;
  readonly reject: (error: BroadsheetError) => void;
  starts: number;
}

const unavailable = (message: string, hint: string): BroadsheetError =>
  new BroadsheetError('unavailable', message, hint);

class SearchClient implements PaperSearch {
  readonly #options: SearchOptions;
  readonly #waiting = new SearchQueue<Job>();
  #current: Job | undefined;
  #worker: Worker | undefined;
  #isClosed = false;
  #toldModel = '';

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  search(query: SearchQuery, embedding?: QueryEmbedding): Promise<SearchPage> {
    return this.#ask<'search'>({ kind: 'search', query, ...(embedding !== undefined && { embedding }) });
  }

  suggest(query: SuggestQuery): Promise<readonly Suggested[]> {
    return this.#ask<'suggest'>({ kind: 'suggest', query });
  }

  similar(paper: PaperKey, limit: number): Promise<readonly PaperKey[]> {
    return this.#ask<'similar'>({ kind: 'similar', paper, limit });
  }

  #ask<K extends SearchRequest['kind']>(request: SearchRequest & { readonly kind: K }): Promise<SearchAnswers[K]> {
    if (this.#isClosed) return Promise.reject(closed());
    const answered = new AbortController();
    const answer = new Promise<SearchAnswers[K]>((resolve, reject) => {
      // The worker answers a request by its kind.
      const job: Job = { request, resolve: resolve as Job['resolve'], reject, starts: 0 };
      if (!this.#waiting.add(job, (dropped) => dropped.resolve([]))) {
        reject(unavailable(`${mostSearches} searches are waiting already.`, 'Try again in a moment.'));
        return;
      }
      void this.#options.clock.sleep(deadlineMs, answered.signal).then(() => this.#expire(job));
    });
    this.#next();
    return answer.finally(() => answered.abort());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const left = [this.#current, ...this.#waiting.clear()];
    for (const job of left) job?.reject(closed());
    await this.#stopWorker();
  }

  #next(): void {
    if (this.#current !== undefined) return;
    const job = this.#waiting.next();
    if (job === undefined) return;
    this.#current = job;
    job.starts += 1;
    this.#worker ??= this.#start();
    // Only a request that is being answered keeps the process alive.
    this.#worker.ref();
    this.#worker.postMessage(job.request);
  }

  #start(): Worker {
    const { path, model, workerUrl = new URL('./search-worker.js', import.meta.url) } = this.#options;
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
    if (job !== undefined && job.starts < mostStarts) this.#waiting.putBack(job);
    else job?.reject(unavailable('The search stopped while it was answering.', 'Try again, or try other words.'));
    this.#next();
  }

  #expire(job: Job): void {
    const says = `The search took longer than ${deadlineMs / 1000} seconds.`;
    job.reject(unavailable(says, 'Try again, or use fewer and rarer words.'));
    this.#waiting.remove(job);
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
    await worker?.terminate();
  }
}

const closed = (): BroadsheetError => unavailable('The search is closed.', 'Start Broadsheet again.');
