import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Clock, type Instant, instant } from '../../../src/kernel/clock.js';
import { countingIds, seededRandom } from '../../fake/ids.js';
import { Activity } from './gate.js';
import { Lists } from './lists.js';
import { Platform } from './platform.js';
import { Process } from './process.js';
import { createStore } from './sim-store.js';
import { newSlots, type Slot } from './slots.js';
import { Voters } from './voters.js';
import { WorldClock } from './world-clock.js';

/** Begins shortly before the clocks of New York and Berlin change. */
const beginning = '2026-10-19T07:00:00Z';
/** The most that somebody waits for an answer. */
const patienceS = 120;

/** A clock that is further off than this finds other lists. */
const mostWrongMs = 120_000;

export type Done<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly reason: string };

/** Everything that outlives a process: time, platforms and their people, the feed, the file, and what the model knows. */
export class World {
  readonly activity = new Activity();
  readonly clock = new WorldClock(beginning, this.activity.rest);
  readonly path: string;
  readonly slots: readonly Slot[] = newSlots();
  readonly lists = new Lists(this.clock);
  readonly platforms: { readonly slack: Platform; readonly discord: Platform };
  readonly voters: Voters;
  /** What must not be, and what the counts of it are. */
  readonly wrongs: string[] = [];
  readonly figures = {
    editions: 0,
    crashes: 0,
    duplicates: 0,
    losses: 0,
    partsOutOfOrder: 0,
    reactionsSent: 0,
    reactionsLost: 0,
  };
  /** On the program's clock: when something was amiss that explains a missing edition. */
  readonly amiss: number[] = [];
  process: Process | undefined;
  offsetMs = 0;
  isDiskFull = false;
  /** When it was up last, by the time that is. */
  #upMs = this.clock.now();
  /** The latest that the program's clock ever showed. */
  highestMs = 0;
  readonly #newId = countingIds();
  readonly #random = seededRandom(7);
  readonly #hash = createHash('sha256');
  readonly botClock: Clock = { ...timeless(this.clock), now: () => this.botNow() };

  constructor(folder: string) {
    this.path = join(folder, 'simulation.sqlite');
    const platform = (id: 'slack' | 'discord'): Platform =>
      new Platform({ id, clock: this.clock, told: this.told, wrong: this.wrong });
    this.platforms = { slack: platform('slack'), discord: platform('discord') };
    this.voters = new Voters(this.platforms);
    this.clock.everyStride(() => this.#watch());
  }

  static async open(folder: string): Promise<World> {
    const world = new World(folder);
    await createStore(world.path, world.botClock);
    return world;
  }

  /** A line of the trace: the same history has the same lines. */
  readonly told = (line: string): void => {
    this.#hash.update(`${this.clock.now()} ${line}\n`);
    this.onTold?.(line, new Date(this.clock.now()).toISOString());
  };
  onTold: ((line: string, at: string) => void) | undefined;

  readonly wrong = (kind: 'duplicate' | 'loss' | 'order' | 'wrong', sentence: string): void => {
    if (kind === 'duplicate') this.figures.duplicates += 1;
    if (kind === 'loss') this.figures.losses += 1;
    if (kind === 'order') this.figures.partsOutOfOrder += 1;
    this.wrongs.push(sentence);
  };

  get trace(): string {
    return this.#hash.copy().digest('hex');
  }

  botNow(): Instant {
    return instant(this.clock.now() + this.offsetMs);
  }

  get downMs(): number {
    return this.clock.now() - this.#upMs;
  }

  /** What is set while the clock is ahead holds from then on, also once it is right again. */
  get latestMs(): number {
    return Math.max(this.highestMs, this.botNow());
  }

  get running(): Process | undefined {
    return this.process?.isAlive === true ? this.process : undefined;
  }

  crashed(): void {
    this.figures.crashes += 1;
    this.platforms.slack.drop();
    this.platforms.discord.drop();
  }

  /** Does something of which nobody knows whether it comes to an end, and waits as people wait. */
  async perform<T>(work: () => Promise<T>): Promise<Done<T>> {
    let done: Done<T> | undefined;
    const finish = (outcome: Done<T>): void => {
      done ??= outcome;
    };
    void (async () => work())().then(
      (value) => finish({ kind: 'done', value }),
      (thrown: unknown) => finish({ kind: 'failed', reason: String(thrown) }),
    );
    await this.activity.rest();
    const asked = this.process?.gate;
    for (let second = 0; done === undefined && second < patienceS; second += 2) {
      if (asked?.isDead === true) break;
      await this.clock.advance(2_000, 2_000);
    }
    return done ?? { kind: 'failed', reason: 'no answer' };
  }

  /** A new process on the same file. */
  async start(): Promise<void> {
    if (this.running !== undefined) return;
    const process = new Process(this, this.#newId, this.#random);
    this.process = process;
    if (this.isDiskFull) process.store.fillDisk();
    const started = await this.perform(() => process.start());
    this.told(`start ${started.kind}`);
    if (started.kind === 'failed') {
      if (!this.isDiskFull && process.isAlive) this.wrong('wrong', `It did not start: ${started.reason}`);
      process.gate.die();
      return;
    }
    for (const slot of this.slots) if (slot.isFile) [slot.activeSince, slot.isToldClosed] = [this.latestMs, false];
  }

  async stop(): Promise<void> {
    const process = this.running;
    if (process === undefined) return;
    const began = this.clock.now();
    const stopped = await this.perform(() => process.stop(8_000));
    this.told(`stop ${stopped.kind}`);
    const tookMs = this.clock.now() - began;
    if (process.gate.isDead) return;
    if (stopped.kind === 'failed') this.wrong('wrong', `It did not stop: ${stopped.reason}`);
    else if (tookMs > 12_000) this.wrong('wrong', `It took ${tookMs} ms to stop.`);
    process.gate.die();
  }

  #watch(): void {
    const now = this.botNow();
    this.highestMs = Math.max(this.highestMs, now);
    if (this.running !== undefined) this.#upMs = this.clock.now();
    const isRight = Math.abs(this.offsetMs) <= mostWrongMs;
    const isWell = isRight && this.running !== undefined && !this.isDiskFull && this.lists.feed.down === undefined;
    if (!isWell) this.noteAmiss();
  }

  noteAmiss(): void {
    const now = this.botNow();
    if (this.amiss.at(-1) !== now) this.amiss.push(now);
  }
}

const timeless = (clock: WorldClock): Clock => ({
  now: () => clock.now(),
  monotonicMs: () => clock.monotonicMs(),
  sleep: (ms, signal) => clock.sleepLate(ms, signal),
  everyMinute: () => () => undefined,
});
