import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import Sqlite from 'better-sqlite3';
import type { Delivery } from '../../../src/delivery/outbox.js';
import type { Layout, Subscription, SubscriptionId } from '../../../src/editions/subscription.js';
import { instant } from '../../../src/kernel/clock.js';
import { type IsoDate, utcDateOf } from '../../../src/kernel/dates.js';
import { exitCodes } from '../../../src/kernel/errors.js';
import type { LocalTime, TimeZone } from '../../../src/kernel/schedule.js';
import type { FeedId } from '../../../src/papers/listing.js';
import type { AdapterId } from '../../../src/platform/adapter.js';
import { openStore } from '../../../src/store/open.js';
import type { Store } from '../../../src/store/store.js';
import { MemoryLog } from '../../fake/log.js';
import type { FastClock } from './fast-clock.js';
import { paperLines, type Words } from './papers.js';
import type { Room } from './place.js';

/** Relative to this file, so that a copy of the built program runs itself. */
const entryFile = resolve(import.meta.dirname, 'entry.js');
const feed = 'lab' as FeedId;
/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:4';
const stopMs = 20_000;
const glanceMs = 20;

/** A line of the operator's log. */
export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly reason?: string;
}

/** Waits for it in real time; what did not come to pass is said in words. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`In ${timeoutMs / 1_000} s it did not come to pass: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, glanceMs));
  }
}

interface Setting {
  readonly folder: string;
  readonly clock: FastClock;
  readonly seed: number;
  readonly papers: number;
}

export interface Channel extends Room {
  readonly adapter: AdapterId;
  readonly layout: Layout;
  /** How long from now its edition is due; it is at once unless told otherwise. */
  readonly inMs?: number;
}

/** The program as a process, on one folder of data, which outlives it. */
export class Bot {
  /** What all of its processes said, each line as it came. */
  readonly said: string[] = [];
  readonly #setting: Setting;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #day: IsoDate;
  #child: ChildProcess | undefined;

  constructor(setting: Setting, environment: Readonly<Record<string, string>>) {
    const { folder, clock } = setting;
    this.#setting = setting;
    this.#environment = environment;
    this.#day = utcDateOf(clock.now());
    const feeds = `feeds:\n- id: ${feed}\n  kind: file\n  path: papers.jsonl\n`;
    writeFileSync(
      join(folder, 'broadsheet.yaml'),
      `defaults:\n  feeds: [${feed}]\n  zone: UTC\n${feeds}terminal: false\n`,
    );
    this.publish('spring');
  }

  /** The feed says this from now on. */
  publish(words: Words): void {
    writeFileSync(join(this.#setting.folder, 'papers.jsonl'), paperLines(this.#setting.papers, words, this.#day));
  }

  /** Gives channels their edition. */
  async subscribe(channels: readonly Channel[]): Promise<void> {
    await this.#store('write', (store) => store.subscriptions.save(channels.map((one) => this.#subscription(one))));
  }

  /** Moves editions of channels to that time from now, behind the back of a program that may be running. */
  comesDue(channels: readonly Room[], inMs = 0): void {
    const database = new Sqlite(join(this.#setting.folder, 'broadsheet.sqlite'));
    const statement = database.prepare('update subscription set next_run_at = ? where workspace = ? and channel = ?');
    for (const { workspace, channel } of channels) statement.run(this.#setting.clock.now() + inMs, workspace, channel);
    database.close();
  }

  /** What became of a channel's edition of today. */
  deliveries(room: Room & Pick<Channel, 'adapter'>): Promise<readonly Delivery[]> {
    return this.#store('read', async ({ editions, outbox }) => {
      const edition = await editions.on(idOf(room), this.#day);
      return edition === undefined ? [] : outbox.ofEdition(edition.id);
    });
  }

  /** The log of all processes; what is no line of it is a complaint too. */
  get log(): readonly LogLine[] {
    return this.said.map((line) => {
      try {
        return JSON.parse(line) as LogLine;
      } catch {
        return { level: 'error', event: line };
      }
    });
  }

  count(event: string): number {
    return this.log.filter((line) => line.event === event).length;
  }

  /**
   * `exit`: `before 2` dies before the first byte of the second post, `after 2` when the answer to it is there. It is started again by
   * itself when it finds its platform too slow to connect to, as a supervisor does: it goes by a fast clock, and the platform does not.
   */
  start(exit = ''): void {
    const { folder, clock, seed } = this.#setting;
    const { PATH = '', HOME = '' } = process.env;
    const home = { BROADSHEET_HOME: folder, BROADSHEET_CONFIG: join(folder, 'broadsheet.yaml'), HF_API_URL: nowhere };
    const fault = { FAULT_CLOCK: JSON.stringify(clock.settings), FAULT_EXIT: exit, FAULT_SEED: String(seed) };
    const env = { PATH, HOME, TZ: 'UTC', LOG_LEVEL: 'info', ...home, ...fault, ...this.#environment };
    const child = spawn(process.execPath, [entryFile], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    createInterface(child.stderr).on('line', (line) => this.said.push(line));
    child.once('exit', (code) => {
      if (code === exitCodes.unavailable) this.start(exit);
    });
  }

  /** Resolves when the process is gone, by itself or not. */
  async gone(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    if (child !== this.#child) await this.gone();
  }

  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.gone();
  }

  /** Asks it to end; one that does not is killed. What is wrong with its end is said in words. */
  async stop(): Promise<readonly string[]> {
    const child = this.#child;
    if (child === undefined) return [];
    const deadline = setTimeout(() => child.kill('SIGKILL'), stopMs);
    child.kill('SIGTERM');
    await this.gone();
    clearTimeout(deadline);
    return child.exitCode === 0 ? [] : [`it ended with ${child.exitCode ?? child.signalCode} when asked to stop`];
  }

  #subscription({ adapter, workspace, channel, layout, inMs = -1_000 }: Channel): Subscription {
    const { clock, papers } = this.#setting;
    return {
      id: idOf({ adapter, workspace, channel }),
      ...{ adapter, workspace, channel, layout, managed: 'chat', enabled: true, count: papers, feeds: [feed] },
      timetable: { time: '00:00' as LocalTime, zone: 'UTC' as TimeZone, days: [1, 2, 3, 4, 5, 6, 7] },
      topics: { words: [], authors: [], categories: [] },
      ...{ minUpvotes: 0, nextRunAt: instant(clock.now() + inMs), setUpBy: null, paused: null },
    };
  }

  async #store<T>(mode: 'read' | 'write', work: (store: Store) => Promise<T>): Promise<T> {
    const { clock, folder } = this.#setting;
    const path = join(folder, 'broadsheet.sqlite');
    const store = await openStore({ path, mode, clock, log: new MemoryLog(), version: 'fault' });
    return work(store).finally(() => store.close());
  }
}

const idOf = ({ adapter, workspace, channel }: Room & Pick<Channel, 'adapter'>): SubscriptionId =>
  `${adapter}:${workspace}/${channel}` as SubscriptionId;
