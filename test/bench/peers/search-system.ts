import type { Paper } from '../../../src/papers/paper.js';

/** What is asked of a search. */
export interface Question {
  readonly text: string;
  /** A document that must not be among the results. */
  readonly hidden?: string;
}

/** A search over papers that were handed in when it was opened. */
export interface SearchSystem {
  /** The ids of the best results, the best first; at most so many. Whoever asks leaves the hidden one out; knowing it may help before. */
  ask(text: string, limit: number, hidden?: string): Promise<readonly string[]> | readonly string[];
  /** What could not be taken into the index, for the report; empty when all could. */
  readonly trouble?: readonly string[];
  close?(): void;
}

/**
 * `typed`: short queries as typed into a chat, authors are part of the papers. `plain`: any text, only titles and abstracts, since
 * test sets have nothing else in common.
 */
export type Mode = 'typed' | 'plain';

export type OpenSystem = (papers: readonly Paper[], mode: Mode) => Promise<SearchSystem> | SearchSystem;
