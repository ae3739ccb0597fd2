import { App, type AppSettings } from '../../../src/app.js';
import type { Clock } from '../../../src/kernel/clock.js';
import type { NewId } from '../../../src/kernel/ids.js';
import type { Log, LogFields } from '../../../src/kernel/log.js';
import type { LocalTime, TimeZone } from '../../../src/kernel/schedule.js';
import type { ChatAdapter } from '../../../src/platform/adapter.js';
import type { PaperSearch } from '../../../src/search/repository.js';
import { teamAssignments } from '../../../src/votes/team.js';
import { Gate } from './gate.js';
import { SimStore } from './sim-store.js';
import { subscribedOf, weekdays } from './slots.js';
import type { World } from './world.js';

const noSearch: PaperSearch = {
  search: async () => ({ hits: [], first: 1, total: 0, capped: false, didYouMean: null }),
  suggest: async () => [],
  similar: async () => [],
  close: async () => undefined,
};

const minuteMs = 60_000;
/** As the program's own clock: it looks whether a minute was missed. */
const watchMs = 75_000;

/** One life of the program: its app, its connection to the file, and the gate through which both see the world. */
export class Process {
  readonly gate: Gate;
  readonly store: SimStore;
  readonly app: App;
  isStopped = false;

  constructor(world: World, newId: NewId, random: () => number) {
    this.gate = new Gate(world.activity, world.told, () => {
      world.crashed();
      this.store.cut();
    });
    const clock = clockOf(world, this.gate);
    this.store = new SimStore(world.path, world.botClock, this.gate);
    const { slack, discord } = world.platforms;
    const adapters: readonly ChatAdapter[] = [slack.port(this.gate, clock), discord.port(this.gate, clock)];
    this.app = new App({
      ...{ settings: settingsOf(world), store: this.store.store, search: noSearch, adapters, clock, newId, random },
      feeds: [world.lists.port(this.gate)],
      log: logOf(world, this.gate, {}),
      heartbeat: () => this.gate.pass('heartbeat', () => undefined),
    });
  }

  get isAlive(): boolean {
    return !this.gate.isDead && !this.isStopped;
  }

  /** As `broadsheet start` does it. */
  async start(): Promise<void> {
    await this.app.prepare();
    await this.app.connect();
    await this.app.run();
    void this.app.tick();
  }

  async stop(graceMs: number): Promise<void> {
    await this.app.stop(graceMs);
    await this.store.close();
    this.isStopped = true;
  }
}

/** The program's wall clock may be wrong; what it measures is right. */
const clockOf = (world: World, gate: Gate): Clock => ({
  now: () => world.botNow(),
  monotonicMs: () => world.clock.monotonicMs(),
  sleep: (ms, signal) => gate.pass('sleep', () => world.clock.sleepLate(ms, signal)),
  everyMinute: (fire) => {
    const minuteOf = (): number => Math.floor(world.botNow() / minuteMs);
    let minute = minuteOf();
    let lastMs = world.clock.monotonicMs();
    let isRunning = false;
    const end = world.clock.everyStride(() => {
      if (gate.isDead) return end();
      const isDue = minuteOf() !== minute || world.clock.monotonicMs() - lastMs >= watchMs;
      if (isRunning || !isDue) return;
      [minute, lastMs, isRunning] = [minuteOf(), world.clock.monotonicMs(), true];
      void gate.pass('tick', fire).finally(() => {
        isRunning = false;
      });
    });
    return end;
  },
});

/** The operator's log is part of the trace. */
function logOf(world: World, gate: Gate, known: LogFields): Log {
  const line =
    (level: string) =>
    (event: string, fields: LogFields = {}): void => {
      if (!gate.isDead) world.told(`${level} ${event} ${JSON.stringify({ ...known, ...fields })}`);
    };
  return {
    ...{ debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    child: (fields) => logOf(world, gate, { ...known, ...fields }),
  };
}

function settingsOf({ slots, lists }: World): AppSettings {
  const feed = lists.feed.id;
  const file = slots.filter(({ isFile }) => isFile);
  const workspaces = [
    { adapter: 'slack', workspace: 'lab' },
    { adapter: 'discord', workspace: 'guild' },
  ];
  const edition = {
    timetable: { time: '09:00' as LocalTime, zone: 'UTC' as TimeZone, days: weekdays },
    ...{ count: 10, layout: 'list' as const, feeds: [feed], minUpvotes: 0 },
    topics: { words: [], authors: [], categories: [] },
  };
  return {
    subscriptions: file.flatMap((slot) => (slot.wanted === undefined ? [] : [subscribedOf(slot, slot.wanted, feed)])),
    teams: teamAssignments([{ name: 'both', workspaces }]),
    voteEmoji: { up: ['👍', '🔥'], down: ['👎'] },
    readBackDays: 10,
    lateAfterMs: 15 * minuteMs,
    deadlineMs: 180 * minuteMs,
    defaults: { zone: 'UTC' as TimeZone, feeds: [feed], edition },
    sources: new Map(file.map(({ id }) => [id, { file: 'broadsheet.yaml', line: 1 }])),
  };
}
