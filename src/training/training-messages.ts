import type { Trial } from './accuracy.js';
import type { LearnerMemory } from './learner.js';
import type { WarmStart } from './warm-start.js';

/** What workers do together. */
export type Job =
  | { readonly kind: 'find directions'; readonly memory: WarmStart }
  | { readonly kind: 'learn'; readonly memory: LearnerMemory }
  | { readonly kind: 'try out'; readonly memory: Trial };

export interface TrainingWorkerData {
  readonly job: Job;
  readonly meeting: SharedArrayBuffer;
  readonly workers: number;
  readonly index: number;
}

/** Which share of the job is done, now and then, from the first worker. */
export interface TrainingReport {
  readonly share: number;
}
