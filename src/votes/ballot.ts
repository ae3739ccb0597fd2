import type { PaperKey } from '../papers/paper.js';
import { baseEmoji, numberEmoji } from './emoji.js';

/** What one emoji on one message means. The emoji is in base form, see `baseEmoji`. */
export interface BallotEntry {
  readonly emoji: string;
  readonly paper: PaperKey;
  readonly sign: 1 | -1;
}

/** What the emoji on one message mean; an emoji stands in it at most once. */
export type Ballot = readonly BallotEntry[];

/** The emoji that vote for or against the one paper of a message, in base form. */
export interface VoteEmoji {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** What the two vote buttons stand for. */
export const thumbs: VoteEmoji = { up: ['👍'], down: ['👎'] };

/** Each paper's number votes for it. Numbers run from 1; those above ten have no emoji and cannot be voted for here. */
export function listBallot(entries: readonly { readonly number: number; readonly paper: PaperKey }[]): Ballot {
  return once(
    entries.flatMap(({ number, paper }): Ballot => {
      const emoji = numberEmoji[number - 1];
      return emoji === undefined ? [] : [{ emoji, paper, sign: 1 }];
    }),
  );
}

/** The ballot of a message with one paper. An emoji named both ways counts as up. */
export function cardBallot(paper: PaperKey, { up, down }: VoteEmoji): Ballot {
  const entries = (emoji: readonly string[], sign: 1 | -1): Ballot =>
    emoji.map((one) => ({ emoji: baseEmoji(one), paper, sign }));
  return once([...entries(up, 1), ...entries(down, -1)]);
}

const once = (entries: Ballot): Ballot =>
  entries.filter((entry, index) => entries.findIndex((other) => other.emoji === entry.emoji) === index);
