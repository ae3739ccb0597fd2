import { parentPort, workerData } from 'node:worker_threads';
import { tryOut } from './accuracy.js';
import { Learner, type LearnerMemory } from './learner.js';
import { Lockstep } from './lockstep.js';
import type { TrainingReport, TrainingWorkerData } from './training-messages.js';
import { findDirections } from './warm-start.js';

const stepsPerReport = 5;

const { job, meeting, workers, index } = workerData as TrainingWorkerData;
const lockstep = new Lockstep(meeting, workers, index);

function report(share: number): void {
  if (lockstep.isFirst) parentPort?.postMessage({ share } satisfies TrainingReport);
}

function learn(memory: LearnerMemory): void {
  const { steps } = memory.lessons;
  new Learner(memory, lockstep).learn((step) => {
    if ((step + 1) % stepsPerReport === 0) report((step + 1) / steps);
  });
}

switch (job.kind) {
  case 'find directions':
    findDirections(job.memory, lockstep, report);
    break;
  case 'learn':
    learn(job.memory);
    break;
  case 'try out':
    tryOut(job.memory, lockstep);
}
