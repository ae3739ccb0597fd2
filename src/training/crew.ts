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
  if (signal?.aborted === true) return false;
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
    const codes = await Promise.all(workers.map((worker) => ended(worker, onShare)));
    return codes.every((code) => code === 0);
  } finally {
    signal?.removeEventListener('abort', stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

const ended = (worker: Worker, onShare: (share: number) => void): Promise<number> =>
  new Promise((resolve, reject) => {
    worker.on('message', ({ share }: TrainingReport) => onShare(share));
    worker.on('error', reject);
    worker.on('exit', resolve);
  });
