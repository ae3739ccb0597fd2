import type { Brand } from '../kernel/brand.js';
import type { Instant } from '../kernel/clock.js';
import type { Timetable } from '../kernel/schedule.js';
import type { FeedId } from '../papers/listing.js';
import type { AdapterId } from '../platform/adapter.js';

export type SubscriptionId = Brand<string, 'SubscriptionId'>;

/** See `editions/layout.ts`: one message, a thread under it, or a message for each paper. */
export type Layout = 'list' | 'thread' | 'cards';

/** The most papers of an edition, and of a `list`, whose papers are voted for with the emoji of their numbers. */
export const mostPapers = 50;
export const mostInList = 10;

/** Any match lets a paper through; no topics at all let every paper through. Compared without case and accents. */
export interface Topics {
  readonly words: readonly string[];
  readonly authors: readonly string[];
  readonly categories: readonly string[];
}

/** A channel's own settings. */
export interface Subscription {
  readonly id: SubscriptionId;
  readonly adapter: AdapterId;
  readonly workspace: string;
  readonly channel: string;
  /** Who may change it: the configuration file, the people in the chat, or nobody (`program`: the terminal's own). */
  readonly managed: 'file' | 'chat' | 'program';
  readonly enabled: boolean;
  readonly timetable: Timetable;
  readonly count: number;
  readonly layout: Layout;
  readonly feeds: readonly FeedId[];
  readonly topics: Topics;
  readonly minUpvotes: number;
  /** When the clock is to plan the next edition; null while it is off or paused. */
  readonly nextRunAt: Instant | null;
  /** The person who switched it on in the chat, by their id on the platform; null for those of the file and the program. */
  readonly setUpBy: string | null;
  /** Why an enabled one gets nothing for now, in words that follow a colon: the channel takes nothing any more. Null when it is not paused. */
  readonly paused: string | null;
}

/** What an edition holds and when it comes: what people choose for their channel. */
export type EditionSettings = Pick<Subscription, 'timetable' | 'count' | 'layout' | 'feeds' | 'topics' | 'minUpvotes'>;
