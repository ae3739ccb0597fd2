import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { App } from '../../../src/app.js';
import type { Subscription, SubscriptionId } from '../../../src/editions/subscription.js';
import type { Clock } from '../../../src/kernel/clock.js';
import { type LocalTime, nextRun, type TimeZone } from '../../../src/kernel/schedule.js';
import type { ChatAdapter } from '../../../src/platform/adapter.js';
import type { PaperSearch } from '../../../src/search/repository.js';
import { openStore } from '../../../src/store/open.js';
import type { Store } from '../../../src/store/store.js';
import { FakeChat } from '../../fake/chat.js';
import { viewText } from '../../fake/chat-limits.js';
import { countingIds } from '../../fake/ids.js';
import { MemoryLog } from '../../fake/log.js';
import type { FaultRun } from '../fault.js';
import { DailyFeed } from './daily-feed.js';

const hourMs = 3_600_000;
const graceMs = 8_000;

const noSearch: PaperSearch = {
  search: async () => ({ hits: [], first: 1, total: 0, capped: false, didYouMean: null }),
  suggest: async () => [],
  similar: async () => [],
  close: async () => undefined,
};

export interface ChannelOptions {
  readonly time?: string;
  readonly zone?: string;
  readonly workspace?: string;
}

/** The whole core on a real store, on whatever clock a fault brings, over a chat platform in memory. */
export class Morning<Time extends Clock = Clock> {
  readonly clock: Time;
  readonly chat: FakeChat;
  readonly store: Store;
  readonly feed = new DailyFeed();
  readonly log = new MemoryLog();
  readonly #run: FaultRun;
  readonly #ids = countingIds();

  static async open<Time extends Clock>(run: FaultRun, clock: Time): Promise<Morning<Time>> {
    const path = join(mkdtempSync(join(run.folder, 'store-')), 'broadsheet.sqlite');
    const store = await openStore({ path, mode: 'write', clock, log: new MemoryLog(), version: 'fault' });
    return new Morning(run, clock, store);
  }

  private constructor(run: FaultRun, clock: Time, store: Store) {
    this.#run = run;
    this.clock = clock;
    this.store = store;
    this.chat = new FakeChat({ clock });
  }

  /** A process that works: what it is told to do besides is up to the fault. */
  async process(adapter: ChatAdapter = this.chat): Promise<App> {
    const { store, feed, clock, log } = this;
    const app = new App({
      ...{ store, search: noSearch, feeds: [feed], adapters: [adapter], clock, log },
      newId: this.#ids,
      random: this.#run.random,
      heartbeat: async () => undefined,
      settings: {
        subscriptions: [],
        teams: [],
        voteEmoji: { up: ['👍'], down: ['👎'] },
        readBackDays: 14,
        lateAfterMs: hourMs / 4,
        deadlineMs: 3 * hourMs,
        sources: new Map(),
        defaults: { zone: 'UTC' as TimeZone, feeds: [feed.id], edition: editionOf('09:00', 'UTC', feed) },
      },
    });
    await app.prepare();
    await app.connect();
    return app;
  }

  stop = (app: App): Promise<void> => app.stop(graceMs);

  /** Gives channels their edition every day. */
  async subscribe(names: readonly string[], options: ChannelOptions = {}): Promise<readonly Subscription[]> {
    const { time = '09:00', zone = 'UTC', workspace = 'lab' } = options;
    const edition = editionOf(time, zone, this.feed);
    const nextRunAt = nextRun(edition.timetable, this.clock.now()).at;
    const subscriptions = names.map(
      (channel): Subscription => ({
        id: `${workspace}/${channel}` as SubscriptionId,
        adapter: this.chat.id,
        ...{ workspace, channel, managed: 'chat', enabled: true, nextRunAt, setUpBy: null, paused: null, ...edition },
      }),
    );
    for (let from = 0; from < subscriptions.length; from += 500) {
      await this.store.subscriptions.save(subscriptions.slice(from, from + 500));
    }
    return subscriptions;
  }

  /** What `/paper status` says in a channel. */
  async status(channel: string, workspace = 'lab'): Promise<string> {
    const answers = await this.chat.type('ada', this.chat.channel(channel, workspace), 'status');
    return answers.map(({ view }) => viewText(view)).join('\n');
  }

  /** The texts of what stands in a channel, oldest first. */
  texts(channel: string, workspace = 'lab'): readonly string[] {
    return this.chat.messages
      .filter(({ target }) => target.channel === channel && target.workspace === workspace)
      .map(({ ref }) => viewText(this.chat.shown(ref)));
  }

  /** Deliveries of which more than one message was made. */
  get duplicates(): number {
    const ids = this.chat.messages.map(({ id }) => id);
    return ids.length - new Set(ids).size;
  }

  /** What the operator's log calls an error. */
  get errors(): readonly string[] {
    return this.log.lines
      .filter(({ level }) => level === 'error')
      .map(({ event, fields }) => `${event}: ${JSON.stringify(fields)}`);
  }

  close = (): Promise<void> => this.store.close();
}

function editionOf(time: string, zone: string, feed: DailyFeed) {
  return {
    timetable: { time: time as LocalTime, zone: zone as TimeZone, days: [1, 2, 3, 4, 5, 6, 7] },
    count: 10,
    layout: 'list',
    feeds: [feed.id],
    topics: { words: [], authors: [], categories: [] },
    minUpvotes: 0,
  } as const;
}
