import type { Outbox } from '../delivery/outbox.js';
import type { PostedNow } from '../editions/on-demand.js';
import type { Preview } from '../editions/planner.js';
import type { EditionRepository, SubscriptionRepository } from '../editions/repository.js';
import type { EditionSettings, Subscription } from '../editions/subscription.js';
import type { Clock, Instant } from '../kernel/clock.js';
import type { IsoDate } from '../kernel/dates.js';
import type { NewId } from '../kernel/ids.js';
import type { Log } from '../kernel/log.js';
import type { TimeZone } from '../kernel/schedule.js';
import type { PaperFeed } from '../papers/feed.js';
import type { FeedId } from '../papers/listing.js';
import type { PaperKey } from '../papers/paper.js';
import type { PaperRepository } from '../papers/repository.js';
import type { MessageRef, Profile, Rights, Target, User, Workspace } from '../platform/adapter.js';
import type { PaperSearch } from '../search/repository.js';
import type { Currency } from '../votes/reconcile.js';
import type { VoteRepository } from '../votes/repository.js';

/** What became of one day of one feed. A `failed` one may still be in the store from an earlier read. */
export interface FeedReading {
  readonly feed: FeedId;
  readonly kind: 'stored' | 'empty' | 'failed';
  readonly reason?: string;
}

/** A line of the configuration file. */
export interface Source {
  readonly file: string;
  readonly line: number;
}

export interface SubscriptionUnit {
  readonly subscriptions: SubscriptionRepository;
  readonly editions: EditionRepository;
}

export interface CommandDefaults {
  readonly zone: TimeZone;
  readonly feeds: readonly FeedId[];
  readonly edition: EditionSettings;
}

/** A process that was held back before it connected, because it had been started again and again without a clean stop. */
export interface Restarted {
  readonly times: number;
  readonly waitedMs: number;
}

/** What is wrong with the process itself, beside feeds and posts. */
export interface ProcessTrouble {
  /** When the minute tick last ended, if that is too long ago. */
  readonly stalledSince?: Instant | undefined;
  readonly restarted?: Restarted | undefined;
  /** When a backup was restored, while it is being looked up what was posted since it was made. */
  readonly restoredAt?: Instant | undefined;
  /** Why the database cannot be written, in sentences. */
  readonly storage?: string | undefined;
  /** Why the last backup could not be made, in sentences. */
  readonly backups?: string | undefined;
}

/** What commands work with. */
export interface CommandDeps {
  readonly papers: PaperRepository;
  readonly subscriptions: SubscriptionRepository;
  readonly editions: EditionRepository;
  readonly outbox: Outbox;
  readonly votes: VoteRepository;
  readonly search: PaperSearch;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: NewId;
  readonly feeds: ReadonlyMap<FeedId, Pick<PaperFeed, 'name' | 'publishesOn'>>;
  /** Makes sure that a day's lists are in the store as far as the feeds answer. The day is not after today by UTC. */
  readDay(feeds: readonly FeedId[], day: IsoDate): Promise<readonly FeedReading[]>;
  /** The papers of the channel's latest edition, or the one of that date, by number; empty where there was none. */
  numbers(target: Target, date: IsoDate | null): Promise<readonly PaperKey[]>;
  /** Makes sure that what people voted is counted before the ranking is posted, as far as the platform answers in time. */
  votesForRanking(workspace: Workspace): Promise<Currency>;
  /** What holds in a channel without a subscription, and what one that is switched on there begins with. */
  readonly defaults: CommandDefaults;
  /** Changes subscriptions, as the store's own `transaction`. */
  transaction<T>(body: (tx: SubscriptionUnit) => Promise<T>): Promise<T>;
  /** Where the configuration names the subscription; undefined when it does not. */
  sourceOf(subscription: Subscription): Source | undefined;
  /** What the channel's next edition would hold if it came now. */
  preview(subscription: Subscription): Promise<Preview>;
  /** Makes today's edition, if there is none, and has it posted; does not wait for that. */
  postNow(subscription: Subscription): Promise<PostedNow>;
  /** Who somebody is, as far as the platform says so soon. */
  profile(user: User): Promise<Profile | undefined>;
  /** The address at which a message in the channel opens; undefined when the platform has none or does not answer soon. */
  linkTo(ref: MessageRef, target: Target): Promise<string | undefined>;
  /** What the bot may do in the channel; undefined when the platform knows no such thing or does not answer. */
  rightsIn(target: Target): Promise<Rights | undefined>;
  /** Who may change the channel's settings, in words; undefined when nobody may. */
  whoMayManage(target: Target): string | undefined;
  processTrouble(): ProcessTrouble;
  /** Whether somebody may change the channel's settings. */
  mayManage(user: User, target: Target): Promise<boolean>;
}
