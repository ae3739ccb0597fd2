import type { Instant } from '../kernel/clock.js';
import type { IsoDate } from '../kernel/dates.js';
import type { FeedId, Listing } from './listing.js';
import type { Paper, PaperKey } from './paper.js';

/** A paper as one source describes it now, with the listings that came with it. */
export interface Submission {
  readonly paper: Paper;
  readonly listings: readonly Listing[];
}

export interface SaveCount {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** What is known of one day of one feed. */
export interface FeedDay {
  readonly feed: FeedId;
  readonly day: IsoDate;
  readonly papers: number;
  readonly readAt: Instant;
}

export interface FeedHealth {
  readonly feed: FeedId;
  readonly okAt: Instant | null;
  readonly failedAt: Instant | null;
  readonly reason: string | null;
}

export interface PaperRepository {
  /**
   * Merges each paper into what is stored (`mergePaper`) and keeps listings (upvotes and position of the newest call win).
   * Papers of one call may repeat. Idempotent. Search finds them once the surrounding transaction is committed. Without one, the call
   * is one of its own, and holds up the process for less long at a time.
   */
  save(batch: readonly Submission[]): Promise<SaveCount>;
  /** After many saves: brings search into the shape in which it is fastest. */
  compact(): Promise<void>;
  find(keys: readonly PaperKey[]): Promise<ReadonlyMap<PaperKey, Paper>>;
  /** All papers piece by piece, by key: the first `limit` after that one (null: from the beginning). */
  page(after: PaperKey | null, limit: number): Promise<readonly Paper[]>;
  /** Listings of these feeds from `from` to `to` inclusive, newest day first, then by feed and position. */
  listings(feeds: readonly FeedId[], from: IsoDate, to: IsoDate): Promise<readonly Listing[]>;
  /** The most upvotes that each paper has on any listing up to and including `until` (all listings when left out). */
  upvotes(keys: readonly PaperKey[], until?: IsoDate): Promise<ReadonlyMap<PaperKey, number>>;
  /** The newest days with a listing on these feeds, up to `until`, newest first. */
  listingDays(feeds: readonly FeedId[], until: IsoDate, limit: number): Promise<readonly IsoDate[]>;
  /**
   * The papers listed on these feeds from `from` (null: since ever) to `until` with the most upvotes on any of these listings; ties by
   * newest listing day, then by key.
   */
  mostUpvoted(
    feeds: readonly FeedId[],
    from: IsoDate | null,
    until: IsoDate,
    limit: number,
  ): Promise<readonly { readonly paper: PaperKey; readonly upvotes: number }[]>;
  days(feed: FeedId, from: IsoDate, to: IsoDate): Promise<readonly FeedDay[]>;
  /** Remembers that a day of a feed was read, with how many papers it had. */
  markDay(day: FeedDay): Promise<void>;
  health(): Promise<readonly FeedHealth[]>;
  markHealth(feed: FeedId, at: Instant, failure: string | null): Promise<void>;
  count(): Promise<number>;
  /** Whether there is no paper at all; unlike counting it takes no longer the more there are. */
  isEmpty(): Promise<boolean>;
}
