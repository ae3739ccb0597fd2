import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../kernel/clock.js';
import { BroadsheetError } from '../../kernel/errors.js';
import type { Embedded, Prefixes, Reading, TextEmbedder } from '../text-embedder.js';
import { fileMark } from './model-file.js';
import type { OnnxReply, OnnxWorkerData } from './onnx-messages.js';

export interface OnnxOptions extends OnnxWorkerData {
  readonly prefixes: Prefixes;
  readonly clock: Clock;
  /** The built thread; beside this file when left out. */
  readonly workerUrl?: URL;
}

/** Not installed with the program: few want a model of their own, and the runtime is larger than everything else. */
const packages = ['onnxruntime-web@1.30.0', '@huggingface/tokenizers@0.2.0'];
const batch = 8;
/** Loading a large model from a slow disk included. */
const deadlineMs = 120_000;

/**
 * A model in a file on this machine, run on a thread of its own. Throws a BroadsheetError `config` when a file or the packages that run it are not
 * there; what else is wrong with the model is told when it is used.
 */
export async function openOnnxEmbedder(options: OnnxOptions): Promise<TextEmbedder> {
  refuseMissingPackages();
  const { model, tokenizer, pooling, maxTokens, prefixes } = options;
  const marks = [await markOf(model, 'model'), await markOf(tokenizer, 'tokenizer')];
  const facts = JSON.stringify([...marks, pooling, maxTokens, prefixes.passage]);
  const id = `onnx:${createHash('sha256').update(facts).digest('hex').slice(0, 16)}`;
  return new OnnxEmbedder(id, options);
}

async function markOf(path: string, key: string): Promise<string> {
  const mark = await fileMark(path);
  if (mark !== undefined) return mark;
  throw new BroadsheetError(
    'config',
    `The ${key} of search.embeddings.onnx is to be read from ${path}, but there is no file that can be read.`,
    'Correct its path in the configuration; a relative one starts at the folder of that file.',
  );
}

function refuseMissingPackages(): void {
  const { resolve } = createRequire(import.meta.url);
  try {
    for (const name of packages) resolve(name.replace(/@[^@]*$/, ''));
  } catch {
    throw new BroadsheetError(
      'config',
      'A model in ONNX is configured, but the packages that run it are not installed.',
      `Run in Broadsheet's folder: npm install --no-save --save-prod ${packages.join(' ')}`,
    );
  }
}

interface Job {
  readonly text: string;
  readonly resolve: (reply: OnnxReply) => void;
  /** Ends its deadline, which outlives whoever gave it up: a thread that hangs on it must not hang for ever. */
  readonly over: AbortController;
}

const failed = (reason: string): OnnxReply => ({ kind: 'failed', reason });

/** One text at a time, so that a query waits for one passage at most. */
class OnnxEmbedder implements TextEmbedder {
  readonly id: string;
  readonly batch = batch;
  readonly #options: OnnxOptions;
  readonly #waiting: Readonly<Record<Reading, Job[]>> = { query: [], passage: [] };
  #current: Job | undefined;
  #worker: Worker | undefined;
  #isClosed = false;

  constructor(id: string, options: OnnxOptions) {
    this.id = id;
    this.#options = options;
  }

  async embed(texts: readonly string[], as: Reading, signal: AbortSignal): Promise<Embedded> {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      const reply = await this.#read(this.#options.prefixes[as] + text, as, signal);
      if (reply.kind !== 'read') return reply;
      vectors.push(reply.vector);
    }
    return { kind: 'embedded', vectors };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const left = [this.#current, ...this.#waiting.query.splice(0), ...this.#waiting.passage.splice(0)];
    for (const job of left) {
      job?.resolve(failed('the model is closed'));
      job?.over.abort();
    }
    await this.#stopWorker();
  }

  #read(text: string, as: Reading, signal: AbortSignal): Promise<OnnxReply> {
    if (this.#isClosed || signal.aborted) return Promise.resolve(failed('the model was stopped'));
    const answered = new AbortController();
    const reply = new Promise<OnnxReply>((resolve) => {
      const over = new AbortController();
      const job: Job = { text, resolve, over };
      this.#waiting[as].push(job);
      signal.addEventListener('abort', () => this.#drop(job), { signal: answered.signal });
      void this.#options.clock.sleep(deadlineMs, over.signal).then(() => {
        if (!over.signal.aborted) this.#expire(job);
      });
    });
    this.#next();
    return reply.finally(() => answered.abort());
  }

  #next(): void {
    if (this.#current !== undefined) return;
    const job = this.#waiting.query.shift() ?? this.#waiting.passage.shift();
    if (job === undefined) return;
    this.#current = job;
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(job.text);
  }

  #start(): Worker {
    const { model, tokenizer, pooling, maxTokens, workerUrl } = this.#options;
    const worker = new Worker(workerUrl ?? new URL('./onnx-worker.js', import.meta.url), {
      name: 'embedding',
      workerData: { model, tokenizer, pooling, maxTokens } satisfies OnnxWorkerData,
    });
    worker.on('message', (reply: OnnxReply) => this.#settle(worker, reply));
    worker.on('error', (error) => this.#died(worker, error.message));
    worker.on('exit', (code) => this.#died(worker, `it ended with code ${code}`));
    return worker;
  }

  #settle(worker: Worker, reply: OnnxReply): void {
    if (worker !== this.#worker) return;
    const job = this.#current;
    this.#current = undefined;
    worker.unref();
    job?.resolve(reply);
    job?.over.abort();
    this.#next();
  }

  #died(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    const job = this.#current;
    this.#current = undefined;
    job?.resolve(failed(`the model stopped: ${reason}`));
    job?.over.abort();
    this.#next();
  }

  /** What the model is at cannot be taken back; its answer then is nobody's. */
  #drop(job: Job): void {
    job.resolve(failed('the model was stopped'));
    for (const jobs of Object.values(this.#waiting)) {
      const place = jobs.indexOf(job);
      if (place < 0) continue;
      jobs.splice(place, 1);
      job.over.abort();
    }
  }

  #expire(job: Job): void {
    job.resolve(failed(`the model took longer than ${deadlineMs / 1000} s`));
    this.#drop(job);
    if (job !== this.#current) return;
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
