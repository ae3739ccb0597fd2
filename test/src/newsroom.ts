import { Deliverer } from '../../src/delivery/deliver.js';
import { TallyRefresh } from '../../src/delivery/refresh.js';
import { Clockwork } from '../../src/editions/clockwork.js';
import type { Due } from '../../src/editions/compose.js';
import { EditionPlanner } from '../../src/editions/planner.js';
import type { Subscription, SubscriptionId } from '../../src/editions/subscription.js';
import type { IsoDate, Weekday } from '../../src/kernel/dates.js';
import { type LocalTime, nextRun, runAt, type TimeZone } from '../../src/kernel/schedule.js';
import { Collector } from '../../src/papers/collect.js';
import type { MessageRef } from '../../src/platform/adapter.js';
import { adapterMap } from '../../src/platform/adapter-map.js';
import type { Store } from '../../src/store/store.js';
import { FakeChat } from '../fake/chat.js';
import { viewText } from '../fake/chat-limits.js';
import { FakeClock } from '../fake/clock.js';
import { FakeFeed } from '../fake/feed.js';
import { countingIds, seededRandom } from '../fake/ids.js';
import { MemoryLog } from '../fake/log.js';
import { openFreshStore } from './store/fresh-store.js';

const hourMs = 3_600_000;

/** Everything between a feed and a chat platform, on a real store, with time in the test's hands. */
export class Newsroom {
  readonly clock: FakeClock;
  readonly chat: FakeChat;
  readonly feed = new FakeFeed();
  readonly log = new MemoryLog();
  readonly adopted: MessageRef[] = [];
  readonly paused: Subscription[] = [];
  readonly store: Store;
  readonly #ids = countingIds();
  readonly #stop = new AbortController();
  clockwork: Clockwork;
  planner: EditionPlanner;
  deliverer: Deliverer;
  refresh: TallyRefresh;

  static async open(now: string): Promise<Newsroom> {
    const clock = new FakeClock(now);
    return new Newsroom(clock, await openFreshStore(clock));
  }

  private constructor(clock: FakeClock, store: Store) {
    this.clock = clock;
    this.store = store;
    this.chat = new FakeChat({ clock });
    ({
      clockwork: this.clockwork,
      planner: this.planner,
      deliverer: this.deliverer,
      refresh: this.refresh,
    } = this.#wire());
  }

  /** As a new process on the same store: what lived in memory is gone. */
  restart(): void {
    Object.assign(this, this.#wire());
  }

  async subscribe(
    more: Partial<Subscription> & {
      readonly time?: string;
      readonly zone?: string;
      readonly days?: readonly Weekday[];
    } = {},
  ) {
    const { time = '09:00', zone = 'UTC', days = [1, 2, 3, 4, 5], ...rest } = more;
    const timetable = { time: time as LocalTime, zone: zone as TimeZone, days };
    const subscription: Subscription = {
      id: 'papers' as SubscriptionId,
      adapter: this.chat.id,
      workspace: 'lab',
      channel: 'papers',
      managed: 'chat',
      enabled: true,
      timetable,
      count: 10,
      layout: 'list',
      feeds: [this.feed.id],
      topics: { words: [], authors: [], categories: [] },
      minUpvotes: 0,
      nextRunAt: nextRun(timetable, this.clock.now()).at,
      setUpBy: null,
      paused: null,
      ...rest,
    };
    await this.store.subscriptions.save([subscription]);
    return subscription;
  }

  /** One minute tick and the posts that follow from it. */
  async tick() {
    const outcomes = await this.clockwork.tick(this.#stop.signal);
    await this.deliverer.pump();
    return outcomes;
  }

  /** Moves to a time and ticks there. */
  async tickAt(time: string) {
    this.clock.jumpTo(time);
    return this.tick();
  }

  /** What the operator asks for. */
  async post(subscription: Subscription, date: string) {
    const { time, zone } = subscription.timetable;
    const at = runAt(date as IsoDate, time, zone);
    if (at === undefined) throw new Error(`${date} does not exist`);
    const due: Due = { subscription, date: date as IsoDate, runAt: at, by: 'operator' };
    const outcomes = await this.planner.plan([due], this.#stop.signal);
    await this.deliverer.pump();
    return outcomes;
  }

  /** The texts of the messages that people see, oldest first. */
  get texts(): readonly string[] {
    return this.chat.messages.map(({ ref }) => viewText(this.chat.shown(ref)));
  }

  close = (): Promise<void> => this.store.close();

  #wire() {
    const { clock, store, log, chat } = this;
    const adapters = adapterMap([chat]);
    const feeds = new Map([[this.feed.id, this.feed]]);
    const collector = new Collector({ feeds, store, clock, log });
    const shared = { store, adapters, clock, log, newId: this.#ids, random: seededRandom(7) };
    const rules = { lateAfterMs: hourMs / 4, deadlineMs: 3 * hourMs };
    const planner = new EditionPlanner({ ...shared, ...rules, collector, feeds });
    return {
      planner,
      clockwork: new Clockwork({ ...shared, planner }),
      deliverer: new Deliverer({
        ...shared,
        voteEmoji: { up: ['👍', '🔥'], down: ['👎'] },
        adopted: (_workspace, ref) => this.adopted.push(ref),
        paused: (subscriptions) => this.paused.push(...subscriptions),
      }),
      refresh: new TallyRefresh(shared),
    };
  }
}
