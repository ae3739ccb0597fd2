import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from '../../../src/app.js';
import type { Subscription, SubscriptionId } from '../../../src/editions/subscription.js';
import type { Weekday } from '../../../src/kernel/dates.js';
import { withoutRepeats } from '../../../src/kernel/repeats.js';
import { type LocalTime, nextRun, type TimeZone } from '../../../src/kernel/schedule.js';
import { type OpenOptions, openStore } from '../../../src/store/open.js';
import { restoreStore } from '../../../src/store/restore.js';
import type { OpenedStore } from '../../../src/store/store.js';
import { Upkeep } from '../../../src/store/upkeep.js';
import { FakeChat } from '../../fake/chat.js';
import { viewText } from '../../fake/chat-limits.js';
import { FakeClock, settle } from '../../fake/clock.js';
import { FakeFeed } from '../../fake/feed.js';
import { countingIds, seededRandom } from '../../fake/ids.js';
import { MemoryLog } from '../../fake/log.js';

const minuteMs = 60_000;
const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** The whole application on a database file and a platform in memory, whose process and database come and go. */
export class AppWorld {
  readonly clock: FakeClock;
  readonly chat: FakeChat;
  readonly feed = new FakeFeed();
  readonly log = new MemoryLog();
  readonly database: string;
  readonly #newId: () => string;
  readonly #seed: number;
  #app: App | undefined;
  #store: OpenedStore | undefined;
  #upkeep: Upkeep | undefined;

  constructor(folder: string, { seed = 1, now = '2026-11-24T07:00:00Z' } = {}) {
    this.database = join(folder, 'broadsheet.sqlite');
    this.clock = new FakeClock(now);
    this.chat = new FakeChat({ clock: this.clock });
    this.#seed = seed;
    this.#newId = countingIds(`made${seed}`);
  }

  /** How the database is opened. */
  open: (options: OpenOptions) => Promise<OpenedStore> = openStore;

  get store(): OpenedStore {
    if (this.#store === undefined) throw new Error('It does not run.');
    return this.#store;
  }

  get app(): App {
    if (this.#app === undefined) throw new Error('It does not run.');
    return this.#app;
  }

  async start(): Promise<void> {
    const { clock, chat, feed } = this;
    const log = withoutRepeats(this.log, clock);
    this.#store = await this.open({ path: this.database, mode: 'write', clock, log, version: 'test' });
    await this.#store.recognizeCopy();
    const [zone, feeds] = ['UTC' as TimeZone, [feed.id]];
    const timetable = { time: '09:00' as LocalTime, zone, days: everyDay };
    const topics = { words: [], authors: [], categories: [] };
    const edition = { timetable, count: 10, layout: 'list' as const, feeds, topics, minUpvotes: 0 };
    const upkeep = new Upkeep({ store: this.#store, backups: undefined, clock, log: new MemoryLog() });
    this.#app = new App({
      settings: {
        ...{ subscriptions: [], teams: [], sources: new Map(), readBackDays: 14 },
        voteEmoji: { up: ['👍'], down: ['👎'] },
        ...{ lateAfterMs: 15 * minuteMs, deadlineMs: 180 * minuteMs },
        defaults: { zone, feeds, edition },
      },
      ...{ store: this.#store, feeds: [feed], adapters: [chat], clock, log },
      search: { search: unused, suggest: unused, similar: unused, close: async () => undefined },
      ...{ newId: this.#newId, random: seededRandom(this.#seed), heartbeat: async () => undefined },
      processTrouble: () => upkeep.trouble,
    });
    await this.#app.prepare();
    await this.#app.connect();
    await this.#app.run();
    this.#upkeep = upkeep;
    upkeep.begin();
  }

  /** As `kill -9`: nothing is finished, and what was under way is forgotten. */
  async stop(): Promise<void> {
    this.#upkeep?.stop();
    const stopped = this.app.stop(1_000);
    await this.clock.advance(2_000);
    await stopped;
    await this.store.close();
    this.#app = undefined;
    this.#store = undefined;
  }

  async subscribe(channel: string, more: Partial<Subscription> = {}): Promise<Subscription> {
    const timetable = { time: '09:00' as LocalTime, zone: 'UTC' as TimeZone, days: everyDay };
    const subscription: Subscription = {
      ...{ id: `chat:lab/${channel}` as SubscriptionId, adapter: this.chat.id, workspace: 'lab', channel },
      ...{ managed: 'chat', enabled: true, timetable, count: 10, layout: 'list', feeds: [this.feed.id] },
      ...{ topics: { words: [], authors: [], categories: [] }, minUpvotes: 0, setUpBy: null, paused: null },
      nextRunAt: nextRun(timetable, this.clock.now()).at,
      ...more,
    };
    await this.store.subscriptions.save([subscription]);
    return subscription;
  }

  /** Lets time pass, minute by minute, with all that happens in it. */
  async pass(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      await this.clock.advance(minuteMs);
      await settle();
    }
  }

  async until(time: string): Promise<void> {
    await this.pass(Math.ceil((Date.parse(time) - this.clock.now()) / minuteMs));
  }

  /** Puts the backup in the place of the database, or of what is left of it. */
  async restore(from: string): Promise<void> {
    const { clock, log } = this;
    await restoreStore({ path: this.database, from, clock, log, version: 'test' });
  }

  /** As if the disk were gone. */
  lose(): void {
    for (const end of ['', '-wal', '-shm']) rmSync(`${this.database}${end}`, { force: true });
  }

  /** What people see in a channel, oldest first. */
  texts(channel: string): readonly string[] {
    return this.messages(channel).map(({ ref }) => viewText(this.chat.shown(ref)));
  }

  messages(channel: string) {
    return this.chat.messages.filter(({ target }) => target.channel === channel);
  }

  async status(channel: string): Promise<string> {
    const answers = await this.chat.type('alice', this.chat.channel(channel), 'status');
    return answers.map(({ view }) => viewText(view)).join('\n');
  }
}

const unused = async (): Promise<never> => {
  throw new Error('Nobody searches here.');
};
