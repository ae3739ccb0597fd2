import type { PaperKey } from '../papers/paper.js';

/** What one emoji on one message means. */
export interface BallotEntry {
  readonly emoji: string;
  readonly paper: PaperKey;
  readonly sign: 1 | -1;
}

/** What the emoji on one message mean; an emoji stands in it at most once. */
export type Ballot = readonly BallotEntry[];
