import type { Clock } from '../kernel/clock.js';

/** How fast requests may follow each other on one lane. */
export interface Rate {
  readonly everyMs: number;
  /** How many may come at once after a pause. */
  readonly burst: number;
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
}

interface Waiting {
  readonly uses: readonly LaneUse[];
  readonly rank: number;
  readonly grant: (turn: Turn | undefined) => void;
}

/** A request that has not been answered may be on its way for so long; nobody waits longer for it. */
const mostOnTheWayMs = 800;
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

interface Lane {
  /** When the next request may go out that is not part of a burst. */
  freeAt: number;
}

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
    this.#forgetFree();
  }

  /** A lane that is free is as good as a new one: there may be one for each channel. */
  #forgetFree(): void {
    const now = this.#clock.monotonicMs();
    for (const [lane, { freeAt }] of this.#lanes) if (freeAt <= now) this.#lanes.delete(lane);
  }

  #nextAt(): number {
    return Math.min(...this.#waiting.map(({ uses }) => this.#readyAt(uses)));
  }

  #readyAt(uses: readonly LaneUse[]): number {
    return Math.max(
      ...uses.map(({ lane, rate }) => (this.#lanes.get(lane)?.freeAt ?? 0) - (rate.burst - 1) * rate.everyMs),
    );
  }

  #grant(waiting: Waiting, now: number): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    const { uses } = waiting;
    for (const { lane, rate } of uses) {
      const before = Math.max(this.#lanes.get(lane)?.freeAt ?? 0, now);
      this.#lanes.set(lane, { freeAt: before + rate.everyMs + (rate.burst === 1 ? this.#allowanceMs(rate) : 0) });
    }
    waiting.grant({
      arrived: () => this.#arrived(uses, now),
      limited: (retryAfterMs) => this.#limited(uses, retryAfterMs),
    });
  }

  /** Where answers come before the next request is due, one that is missing says that its request is late. */
  #allowanceMs({ everyMs }: Rate): number {
    return this.#latency.fastestMs < everyMs ? mostOnTheWayMs : 0;
  }

  /** The next one keeps its distance from when this one may have arrived at the latest. */
  #arrived(uses: readonly LaneUse[], sentAt: number): void {
    const excessMs = this.#latency.excessOf(this.#clock.monotonicMs() - sentAt);
    for (const { lane, rate } of uses) {
      const known = this.#lanes.get(lane);
      const isLatest = known !== undefined && known.freeAt <= sentAt + rate.everyMs + mostOnTheWayMs;
      if (isLatest && rate.burst === 1) known.freeAt = sentAt + rate.everyMs + Math.min(excessMs, mostOnTheWayMs);
    }
    this.#ring();
  }

  #limited(uses: readonly LaneUse[], retryAfterMs: number): void {
    const until = this.#clock.monotonicMs() + retryAfterMs;
    for (const { lane, rate } of uses) {
      const known = this.#lanes.get(lane);
      const freeAt = until + (rate.burst - 1) * rate.everyMs;
      if (known !== undefined) known.freeAt = Math.max(known.freeAt, freeAt);
    }
    this.#ring();
  }
}
