import { Worker } from 'node:worker_threads';
import { lockstepMemory } from './lockstep.js';
import type { Job, TrainingReport, TrainingWorkerData } from './training-messages.js';

export interface CrewOptions {
  readonly threads: number;
  readonly workerUrl: URL;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does a job on threads of its own, which write into the job's memory. Resolves to whether it was done; it is not when the signal
 * aborts. Rejects when a thread fails. No thread is left behind either way.
 */
export async function workTogether(
  job: Job,
  { threads, workerUrl, signal }: CrewOptions,
  onShare: (share: number) => void,
): Promise<boolean> {
  if (isAborted(signal)) return false;
  const meeting = lockstepMemory();
  const workers = Array.from({ length: threads }, (_, index) => {
    const workerData: TrainingWorkerData = { job, meeting, workers: threads, index };
    return new Worker(workerUrl, { name: `training ${index + 1}`, workerData });
  });
  const stop = (): void => {
    for (const worker of workers) void worker.terminate();
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await Promise.all(workers.map((worker) => ended(worker, signal, onShare)));
    return !isAborted(signal);
  } finally {
    signal?.removeEventListener('abort', stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** The others would wait for ever for a thread that ended before its work did. */
const ended = (worker: Worker, signal: AbortSignal | undefined, onShare: (share: number) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.on('message', ({ share }: TrainingReport) => onShare(share));
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0 || isAborted(signal)) resolve();
      else reject(new Error(`A thread of the training ended with code ${code}.`));
    });
  });
