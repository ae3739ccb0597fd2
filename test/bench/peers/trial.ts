import type { Mode, Question } from './search-system.js';
import type { SystemName } from './systems.js';

/** What a process of its own does with one system. */
export interface TrialOrder {
  readonly system: SystemName;
  /** The papers, a JSON line each. */
  readonly papersFile: string;
  readonly mode: Mode;
  readonly questions: readonly Question[];
  readonly limit: number;
}

export interface Trial {
  readonly kind: 'trial';
  /** For each question the ids found, the best first. */
  readonly results: readonly (readonly string[])[];
  readonly queryMs: readonly number[];
  readonly buildSeconds: number;
  /** Resident memory of the process once everything was asked. */
  readonly megabytes: number;
  /** What went wrong on the way without ending it. */
  readonly trouble: readonly string[];
}

export type TrialEnd = Trial | { readonly kind: 'not run'; readonly why: string };

export type TrialMessage = Trial | { readonly kind: 'failed'; readonly why: string };
