import type { Layout, SubscriptionId } from '../../../src/editions/subscription.js';
import type { Subscribed } from '../../../src/editions/sync-subscriptions.js';
import type { Weekday } from '../../../src/kernel/dates.js';
import type { LocalTime, TimeZone } from '../../../src/kernel/schedule.js';
import type { FeedId } from '../../../src/papers/listing.js';
import type { AdapterId, Target } from '../../../src/platform/adapter.js';

/** The settings of a channel as people know them. */
export interface Wanted {
  enabled: boolean;
  time: string;
  zone: string;
  days: readonly Weekday[];
  count: number;
  layout: Layout;
}

/** A place for a channel. When the channel is deleted another one takes its place. */
export class Slot {
  readonly platform: 'slack' | 'discord';
  readonly workspace: string;
  /** In the configuration file; all others are set in the chat. */
  readonly isFile: boolean;
  readonly #name: string;
  #generation = 0;
  wanted: Wanted | undefined;
  /** On the program's clock: from when on every run of the timetable brings an edition. */
  activeSince = 0;
  /** What somebody wants and was not told that it is so. */
  wishes: readonly string[] = [];
  /** The program was told, and answered, that the channel takes nothing any more. */
  isToldClosed = false;

  constructor(platform: 'slack' | 'discord', workspace: string, name: string, wanted?: Wanted) {
    this.platform = platform;
    this.workspace = workspace;
    this.#name = name;
    this.isFile = wanted !== undefined;
    this.wanted = wanted;
  }

  get channel(): string {
    return this.#generation === 0 ? this.#name : `${this.#name}-${this.#generation}`;
  }

  get target(): Target {
    return { adapter: this.platform as AdapterId, workspace: this.workspace, channel: this.channel };
  }

  get id(): SubscriptionId {
    return `${this.platform}:${this.workspace}/${this.channel}` as SubscriptionId;
  }

  /** The channel was deleted; a new one is made. */
  renew(): void {
    this.#generation += 1;
    this.wanted = undefined;
    this.wishes = [];
    this.isToldClosed = false;
  }
}

export const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5];
export const freshWanted = (): Wanted => ({
  ...{ enabled: false, time: '09:00', zone: 'UTC', days: weekdays, count: 10, layout: 'list' },
});

const fileWanted = (): Wanted => ({
  ...{ enabled: true, time: '08:00', zone: 'Europe/Berlin', days: weekdays, count: 4, layout: 'thread' },
});

export const newSlots = (): readonly Slot[] => [
  new Slot('slack', 'lab', 'papers'),
  new Slot('slack', 'lab', 'random'),
  new Slot('slack', 'other', 'papers'),
  new Slot('discord', 'guild', 'papers'),
  new Slot('discord', 'guild', 'ml'),
  new Slot('slack', 'lab', 'news', fileWanted()),
];

export const subscribedOf = (slot: Slot, { time, zone, days, count, layout }: Wanted, feed: FeedId): Subscribed => ({
  id: slot.id,
  adapter: slot.target.adapter,
  workspace: slot.workspace,
  channel: slot.channel,
  managed: 'file',
  timetable: { time: time as LocalTime, zone: zone as TimeZone, days },
  ...{ count, layout, feeds: [feed], minUpvotes: 0, setUpBy: null },
  topics: { words: [], authors: [], categories: [] },
});
