import type { Brand } from '../kernel/brand.js';
import type { Instant } from '../kernel/clock.js';
import type { Timetable } from '../kernel/schedule.js';
import type { FeedId } from '../papers/listing.js';
import type { AdapterId } from '../platform/adapter.js';

export type SubscriptionId = Brand<string, 'SubscriptionId'>;

/** See `editions/layout.ts`: one message, a thread under it, or a message for each paper. */
export type Layout = 'list' | 'thread' | 'cards';

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
  /** When the clock is to plan the next edition; null while it is off. */
  readonly nextRunAt: Instant | null;
}
