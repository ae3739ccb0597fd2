import type { Instant } from '../kernel/clock.js';
import type { IsoDate } from '../kernel/dates.js';
import type { FeedId } from './listing.js';
import type { Paper } from './paper.js';

export interface ListedPaper {
  readonly paper: Paper;
  readonly upvotes: number;
}

/** An item that could not be used. `item` names it as well as the payload allows (`item 3`, `2405.14906`). */
export interface SkippedItem {
  readonly item: string;
  readonly reason: string;
}

/** A feed that fails is never an empty feed: `empty` means that the feed itself answered with no papers for the day. */
export type FeedResult =
  | { readonly kind: 'listed'; readonly papers: readonly ListedPaper[]; readonly skipped: readonly SkippedItem[] }
  | { readonly kind: 'empty'; readonly why: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAt?: Instant };

/** Where papers come from. */
export interface PaperFeed {
  readonly id: FeedId;
  /** How people call it: `Hugging Face`. */
  readonly name: string;
  /** Whether the feed publishes a list on that weekday at all; an empty list on other days is no news. */
  publishesOn(day: IsoDate): boolean;
  /** Every day that it has a list for, where the feed knows (a file); then only these are asked for. */
  days?(): Promise<readonly IsoDate[]>;
  /** Whether upvotes of that day's list can still change as seen on `today`, so that a stored copy is not enough. */
  mayChange(day: IsoDate, today: IsoDate): boolean;
  /** The list of one day in the feed's own order. Never throws: trouble is `failed`. Ends soon after the signal aborts. */
  list(day: IsoDate, signal: AbortSignal): Promise<FeedResult>;
}
