import type { Clock } from '../kernel/clock.js';

/** How fast requests may follow each other on one lane. */
export interface Rate {
  readonly everyMs: number;
  /** How many may come at once after a pause. */
  readonly burst: number;
  /**
   * So many lanes side by side, 1 unless told otherwise; a request takes the one that is free first. With a burst of 1 no span of `everyMs` ever
   * sees more requests than this, on the platform's side too.
   */
  readonly abreast?: number;
}

/** Who goes first where several wait for the same lane. */
export type Urgency = 'post' | 'answer' | 'seed' | 'edit' | 'read';

const urgencies: readonly Urgency[] = ['post', 'answer', 'seed', 'edit', 'read'];

export interface LaneUse {
  readonly lane: string;
  readonly rate: Rate;
}

/** One request that may go out now. */
export interface Turn {
  /** Its answer came: it had arrived by now. */
  arrived(): void;
  /** The platform asked to wait: nothing goes out on its lanes for so long. */
  limited(retryAfterMs: number): void;
  /** Nothing went out after all. */
  unused(): void;
}

interface Waiting {
  readonly uses: readonly LaneUse[];
  readonly rank: number;
  readonly grant: (turn: Turn | undefined) => void;
}

/** A request that has not been answered may be on its way for so long; nobody waits longer for it. */
const mostOnTheWayMs = 800;
/** Longer where others go on side by side with it. */
const mostAbreastMs = 5_000;
/** What an answer takes longer than the fastest is never all on the way there. */
const wayBackMs = 2;

/** So many answers show how fast the platform is; before that it counts as infinitely fast. */
const fewestAnswers = 64;
const rememberedAnswers = 256;

/**
 * How long the platform takes at least from a request to its answer, of late. What a request took longer than that it may have been on its way, so
 * that the next one has to keep its distance from there.
 */
export class Latency {
  readonly #answersMs: number[] = [];

  get fastestMs(): number {
    return this.#answersMs.length < fewestAnswers ? 0 : Math.min(...this.#answersMs);
  }

  /** What an answer took longer than the fastest. */
  excessOf(tookMs: number): number {
    const excessMs = Math.max(0, tookMs - this.fastestMs - wayBackMs);
    this.#answersMs.push(tookMs);
    if (this.#answersMs.length > rememberedAnswers) this.#answersMs.shift();
    return excessMs;
  }
}

interface Slot {
  /** When the next request may go out that is not part of a burst. */
  freeAt: number;
  /** When the latest one went out. */
  sentAt: number;
}

/** What requests share that follow each other at one rate. */
class Lane {
  readonly #rate: Rate;
  readonly #slots: readonly Slot[];
  #first: Slot;
  #heldUntil = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#first = { freeAt: 0, sentAt: 0 };
    const others = Array.from({ length: (rate.abreast ?? 1) - 1 }, (): Slot => ({ freeAt: 0, sentAt: 0 }));
    this.#slots = [this.#first, ...others];
  }

  get readyAt(): number {
    return this.#first.freeAt - this.#creditMs;
  }

  /** Whether nothing that went out still counts: the lane is as good as a new one. */
  isIdle(now: number): boolean {
    return this.#slots.every(({ freeAt }) => freeAt <= now);
  }

  /** A request goes out. What is returned takes in when it had arrived at the latest; undefined when it never left. */
  take(now: number, latency: Latency): (arrivedAt: number | undefined) => void {
    const slot = this.#first;
    const before = slot.freeAt;
    slot.sentAt = now;
    const freeAt = Math.max(before, now) + this.#rate.everyMs;
    this.#change(slot, freeAt + (this.#isBursty ? 0 : allowanceMs(this.#rate, latency)));
    return (arrivedAt) => {
      if (slot.sentAt !== now || this.#isBursty) return;
      const free =
        arrivedAt === undefined ? before : Math.min(arrivedAt, now + patienceMs(this.#rate)) + this.#rate.everyMs;
      this.#change(slot, Math.max(free, this.#heldUntil));
    };
  }

  hold(until: number): void {
    this.#heldUntil = until + this.#creditMs;
    for (const slot of this.#slots) this.#change(slot, Math.max(slot.freeAt, this.#heldUntil));
  }

  get #isBursty(): boolean {
    return this.#rate.burst > 1;
  }

  get #creditMs(): number {
    return (this.#rate.burst - 1) * this.#rate.everyMs;
  }

  #change(slot: Slot, freeAt: number): void {
    slot.freeAt = freeAt;
    this.#first = this.#slots.reduce((first, one) => (one.freeAt < first.freeAt ? one : first), slot);
  }
}

/** Where answers come before the next request is due, one that is missing says that its request is late. */
const allowanceMs = (rate: Rate, { fastestMs }: Latency): number => (fastestMs < rate.everyMs ? patienceMs(rate) : 0);

const patienceMs = ({ abreast = 1 }: Rate): number => (abreast > 1 ? mostAbreastMs : mostOnTheWayMs);

/**
 * Lets the requests go out no faster than their lanes allow, the most urgent first. A request takes a turn on all of its
 * lanes at once. Times are the monotonic clock's.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #latency: Latency;
  readonly #lanes = new Map<string, Lane>();
  #waiting: Waiting[] = [];
  #bell = new AbortController();
  #isRunning = false;

  constructor(clock: Clock, latency = new Latency()) {
    this.#clock = clock;
    this.#latency = latency;
  }

  /** Waits for a turn; undefined when the signal aborts first. */
  turn(uses: readonly LaneUse[], urgency: Urgency, signal?: AbortSignal): Promise<Turn | undefined> {
    if (signal?.aborted === true) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const leave = (): void => this.#leave(waiting);
      const grant = (turn: Turn | undefined): void => {
        signal?.removeEventListener('abort', leave);
        resolve(turn);
      };
      const waiting: Waiting = { uses, rank: urgencies.indexOf(urgency), grant };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      this.#ring();
      if (!this.#isRunning) void this.#run();
    });
  }

  /** Whether a request would go out at once. */
  isFree(uses: readonly LaneUse[]): boolean {
    return this.#waiting.length === 0 && this.#readyAt(uses) <= this.#clock.monotonicMs();
  }

  #leave(waiting: Waiting): void {
    if (!this.#waiting.includes(waiting)) return;
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.grant(undefined);
    this.#ring();
  }

  #ring(): void {
    // Without a reason each would cost an error with its stack.
    this.#bell.abort('rung');
    this.#bell = new AbortController();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const rung = this.#bell.signal;
      const now = this.#clock.monotonicMs();
      const ready = this.#waiting.filter(({ uses }) => this.#readyAt(uses) <= now);
      const next = ready.reduce<Waiting | undefined>(
        (best, one) => (best === undefined || one.rank < best.rank ? one : best),
        undefined,
      );
      if (next === undefined) await this.#clock.sleep(this.#nextAt() - now, rung);
      else this.#grant(next, now);
    }
    this.#isRunning = false;
    this.#forgetIdle();
  }

  /** There may be a lane for each channel. */
  #forgetIdle(): void {
    const now = this.#clock.monotonicMs();
    for (const [name, lane] of this.#lanes) if (lane.isIdle(now)) this.#lanes.delete(name);
  }

  #nextAt(): number {
    return Math.min(...this.#waiting.map(({ uses }) => this.#readyAt(uses)));
  }

  #readyAt(uses: readonly LaneUse[]): number {
    return Math.max(...uses.map(({ lane }) => this.#lanes.get(lane)?.readyAt ?? 0));
  }

  #grant(waiting: Waiting, now: number): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    const lanes = waiting.uses.map((use) => this.#laneOf(use));
    const taken = lanes.map((lane) => lane.take(now, this.#latency));
    const end = (arrivedAt: number | undefined): void => {
      for (const arrived of taken) arrived(arrivedAt);
      this.#ring();
    };
    waiting.grant({
      arrived: () => end(now + this.#latency.excessOf(this.#clock.monotonicMs() - now)),
      unused: () => end(undefined),
      limited: (retryAfterMs) => {
        for (const lane of lanes) lane.hold(this.#clock.monotonicMs() + retryAfterMs);
        this.#ring();
      },
    });
  }

  #laneOf({ lane: name, rate }: LaneUse): Lane {
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const lane = new Lane(rate);
    this.#lanes.set(name, lane);
    return lane;
  }
}
