import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { App } from '../../../src/app.js';
import type { Layout, Subscription, SubscriptionId } from '../../../src/editions/subscription.js';
import type { Clock } from '../../../src/kernel/clock.js';
import type { LocalTime, TimeZone } from '../../../src/kernel/schedule.js';
import type { PaperFeed } from '../../../src/papers/feed.js';
import type { FeedId } from '../../../src/papers/listing.js';
import type { MessageRef, ReactionEvent, Target } from '../../../src/platform/adapter.js';
import type { PaperSearch } from '../../../src/search/repository.js';
import { openStore } from '../../../src/store/open.js';
import type { Store } from '../../../src/store/store.js';
import { thumbs } from '../../../src/votes/ballot.js';
import type { VotingMessage } from '../../../src/votes/repository.js';
import { FakeFeed } from '../../fake/feed.js';
import { countingIds } from '../../fake/ids.js';
import type { FaultRun } from '../fault.js';
import type { Site } from './site.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const nineMs = 9 * hourMs;
const earlyMs = 10_000;
const graceMs = 8_000;
const papers = 3;

const noSearch: PaperSearch = {
  search: async () => ({ hits: [], first: 1, total: 0, capped: false, didYouMean: null }),
  suggest: async () => [],
  similar: async () => [],
  close: async () => undefined,
};

export interface HouseOptions {
  readonly layout?: Layout;
  readonly feed?: PaperFeed;
  /** Where the edition comes, instead of the site's own channel. */
  readonly targets?: readonly Target[];
}

/** The program over a platform's stand-in: the real adapter, the real store, and time in the history's hands. */
export class House {
  readonly site: Site;
  readonly store: Store;
  readonly feed = new FakeFeed();
  /** Reaction events that are on disk, as often as they came. */
  readonly kept: ReactionEvent[] = [];
  /** Makes keeping an event fail. */
  fails: (events: readonly ReactionEvent[]) => boolean = () => false;
  readonly #run: FaultRun;
  readonly #options: HouseOptions;
  readonly #ids = countingIds();
  #app: App | undefined;

  /** With an edition that is due at once. */
  static async open(run: FaultRun, site: Site, options: HouseOptions = {}): Promise<House> {
    const { clock, log } = site;
    const path = join(mkdtempSync(join(run.folder, 'store-')), 'broadsheet.sqlite');
    const store = await openStore({ path, mode: 'write', clock, log, version: 'fault' });
    const house = new House(run, site, options, store);
    const targets = options.targets ?? [site.target];
    await store.subscriptions.save(targets.map((target) => house.#subscription(target)));
    for (const day of daysFrom(clock.now())) house.feed.set(day, ...papersOf(day));
    return house;
  }

  private constructor(run: FaultRun, site: Site, options: HouseOptions, store: Store) {
    this.#run = run;
    this.#options = options;
    this.site = site;
    this.store = { ...store, votes: { ...store.votes, record: (events) => this.#record(events, store) } };
  }

  /** A new process on the same data. */
  async begin(): Promise<void> {
    const { site, store } = this;
    const { clock, log, flow } = site;
    const feeds = [this.#options.feed ?? this.feed];
    const feedIds = feeds.map(({ id }) => id);
    const app = new App({
      ...{ store, search: noSearch, feeds, adapters: [await site.connect()], log },
      clock: unwaited(clock),
      newId: this.#ids,
      random: this.#run.random,
      heartbeat: async () => undefined,
      settings: {
        ...{ subscriptions: [], teams: [], voteEmoji: thumbs, readBackDays: 14, sources: new Map() },
        ...{ lateAfterMs: hourMs / 4, deadlineMs: 3 * hourMs },
        defaults: { zone: 'UTC' as TimeZone, feeds: feedIds, edition: this.#subscription(site.target) },
      },
    });
    this.#app = app;
    await flow.during(app.prepare());
    await flow.during(app.connect());
    await flow.during(site.connected());
    await flow.during(app.run());
    void app.tick();
  }

  /** The process ends. */
  async end(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    if (app !== undefined) await this.site.flow.during(app.stop(graceMs));
  }

  /** Resolves when the edition stands, with the emoji that people press. */
  async posted(): Promise<readonly VotingMessage[]> {
    let found: readonly VotingMessage[] = [];
    const wanted = this.#options.layout === 'cards' ? papers : 1;
    await this.site.flow.until(async () => {
      found = await this.messages();
      return found.length >= wanted;
    }, 'the edition');
    return found;
  }

  /** Our messages that people vote on, as far as they still exist. */
  messages(): Promise<readonly VotingMessage[]> {
    return this.store.votes.messagesSince({ adapter: this.site.target.adapter }, 0 as never);
  }

  /** The clock comes to nine in the next morning, and a little further. */
  async morning(): Promise<void> {
    const { flow, clock } = this.site;
    const next = Math.floor((clock.now() - nineMs + dayMs) / dayMs) * dayMs + nineMs;
    flow.skip(next - earlyMs - clock.now());
    await flow.pass(25_000);
  }

  /** The settings of one channel. */
  async subscriptionOf({ channel }: Target): Promise<Subscription> {
    const found = (await this.store.subscriptions.all()).find((one) => one.channel === channel);
    if (found === undefined) throw new Error(`There is no edition for ${channel}.`);
    return found;
  }

  /** Everything that was told before is taken in, and what it led to is done. */
  async heard(ref: MessageRef): Promise<void> {
    const { flow } = this.site;
    const marker = this.site.mark(ref);
    await flow.until(() => this.kept.some(({ user }) => user === marker), 'the mark');
    await flow.pass(10_000);
  }

  async close(): Promise<void> {
    await this.end();
    await this.store.close();
    await this.site.close();
  }

  async #record(events: readonly ReactionEvent[], { votes }: Store) {
    if (this.fails(events)) throw new Error('the disk is full');
    const recorded = await votes.record(events);
    this.kept.push(...events);
    return recorded;
  }

  #subscription(target: Target): Subscription {
    const { adapter, workspace, channel } = target;
    return {
      ...{ id: `${adapter}:${workspace}/${channel}` as SubscriptionId, adapter, workspace, channel },
      ...{ managed: 'chat', enabled: true, count: papers, minUpvotes: 0, setUpBy: null, paused: null },
      timetable: { time: '09:00' as LocalTime, zone: 'UTC' as TimeZone, days: [1, 2, 3, 4, 5, 6, 7] },
      layout: this.#options.layout ?? 'list',
      feeds: [this.#options.feed?.id ?? ('huggingface' as FeedId)],
      topics: { words: [], authors: [], categories: [] },
      nextRunAt: this.site.clock.now(),
    };
  }
}

/** A tick may wait for time to pass, which the clock would not let pass before the tick ends. */
const unwaited = (clock: Clock): Clock => ({
  now: () => clock.now(),
  monotonicMs: () => clock.monotonicMs(),
  sleep: (ms, signal) => clock.sleep(ms, signal),
  everyMinute: (fire) => clock.everyMinute(async () => void fire()),
});

const daysFrom = (now: number): readonly string[] =>
  [-1, 0, 1, 2, 3].map((days) => new Date(now + days * dayMs).toISOString().slice(0, 10));

const papersOf = (day: string): readonly (readonly [string, number])[] =>
  Array.from({ length: papers }, (_, index) => [`2611.1${day.slice(-2)}${index}0`, 90 - index] as const);
