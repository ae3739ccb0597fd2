import type { Brand } from '../kernel/brand.js';
import type { Instant } from '../kernel/clock.js';
import type { IsoDate } from '../kernel/dates.js';
import type { PaperKey } from '../papers/paper.js';
import type { MessageRef, Target, Workspace } from '../platform/adapter.js';
import type { Subscription, SubscriptionId } from './subscription.js';

export type EditionId = Brand<string, 'EditionId'>;

/**
 * `papers`: a list was planned. `quiet`: the feeds answered and nothing was new. `failed`: the feeds did not answer until the
 * deadline. `skipped`: the date was over before it could be planned.
 */
export type EditionKind = 'papers' | 'quiet' | 'failed' | 'skipped';

/** The list that one channel gets for one local date. */
export interface Edition {
  readonly id: EditionId;
  readonly subscription: SubscriptionId;
  readonly date: IsoDate;
  readonly kind: EditionKind;
  /** The frozen content (`EditionRepository.content`), null when nothing is posted. */
  readonly content: string | null;
  readonly plannedAt: Instant;
  /** Its posts all ended dead, so that its papers count as never considered. */
  readonly freed: boolean;
}

/** A candidate that passed the filters: shown, or cut by the count. */
export interface Considered {
  readonly paper: PaperKey;
  readonly shown: boolean;
}

/** What earlier editions of one subscription mean for the one of a date. */
export interface History {
  /** The date of the newest earlier edition that read its feeds (`papers` or `quiet`, not freed). */
  readonly previous: IsoDate | null;
  /** Of the candidates: considered by an earlier-dated edition, or shown by any edition; freed ones left out. */
  readonly taken: ReadonlySet<PaperKey>;
}

/** A paper stood in the edition of a date. `post` shows it there; null when it was not sent, or is not known to be. */
export interface Standing {
  readonly date: IsoDate;
  readonly post: MessageRef | null;
}

export interface SubscriptionRepository {
  /** Adds, or replaces the one with the same id. */
  save(subscriptions: readonly Subscription[]): Promise<void>;
  find(id: SubscriptionId): Promise<Subscription | undefined>;
  inChannel(target: Target): Promise<readonly Subscription[]>;
  all(): Promise<readonly Subscription[]>;
  /** Enabled ones whose `nextRunAt` is at or before `now`, the longest due first. */
  due(now: Instant, limit: number): Promise<readonly Subscription[]>;
  schedule(next: readonly { readonly id: SubscriptionId; readonly nextRunAt: Instant | null }[]): Promise<void>;
  remove(ids: readonly SubscriptionId[]): Promise<void>;
  /**
   * Pauses the enabled ones of a channel, or of a whole workspace when no channel is named: they have no next run until they are saved
   * anew. Says which were not paused before.
   */
  pause(place: Workspace & { readonly channel?: string }, reason: string): Promise<readonly Subscription[]>;
  /** Workspaces in which more than `most` are enabled. */
  crowded(most: number): Promise<readonly Workspace[]>;
}

export interface EditionRepository {
  /**
   * Keeps the edition with what it considered. False, and nothing is kept, when the subscription has one for that date.
   * Sets that many editions have in common are stored once, under their hash.
   */
  add(edition: Edition, considered: readonly Considered[]): Promise<boolean>;
  /** Stores frozen content under its hash; the same text again is one row. */
  freeze(content: string): Promise<string>;
  content(hash: string): Promise<string | undefined>;
  find(id: EditionId): Promise<Edition | undefined>;
  on(subscription: SubscriptionId, date: IsoDate): Promise<Edition | undefined>;
  /** The newest editions, by date. */
  latest(subscription: SubscriptionId, limit: number): Promise<readonly Edition[]>;
  /** The history of each subscription for the edition of `date`, over these candidates. One query for the batch. */
  history(
    subscriptions: readonly SubscriptionId[],
    date: IsoDate,
    candidates: readonly PaperKey[],
  ): Promise<ReadonlyMap<SubscriptionId, History>>;
  /**
   * Where these subscriptions showed each of the papers, newest first; freed editions left out, and papers that none of them showed. Two
   * queries, however many papers.
   */
  stood(
    subscriptions: readonly SubscriptionId[],
    papers: readonly PaperKey[],
  ): Promise<ReadonlyMap<PaperKey, readonly Standing[]>>;
  free(id: EditionId): Promise<void>;
  /** Forgets an edition that showed nothing (no papers, or freed), with its posts, so that its date can be planned again. */
  withdraw(id: EditionId): Promise<void>;
}
