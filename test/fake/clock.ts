import { type Clock, type Instant, instant } from '../../src/kernel/clock.js';

interface Waiter {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. Sleepers wake in order of their time; ticks are awaited. */
export class FakeClock implements Clock {
  #now: number;
  #waiters: Waiter[] = [];
  #tick: (() => Promise<void>) | undefined;

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): Instant {
    return instant(this.#now);
  }

  monotonicMs(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        resolve();
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const waiter = { at: this.#now + ms, wake };
      this.#waiters.push(waiter);
      signal?.addEventListener('abort', leave);
    });
  }

  everyMinute(fire: () => Promise<void>): () => void {
    this.#tick = fire;
    return () => {
      this.#tick = undefined;
    };
  }

  /** How many sleepers wait: a test moves time only when the code under test has gone to sleep. */
  get sleepers(): number {
    return this.#waiters.length;
  }

  /** Moves time on by `ms`, waking sleepers and firing the minute tick on the way, each at its own time. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#nextEvent(end);
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next);
      await this.#fireDue();
    }
    this.#now = end;
    await settle();
  }

  /** Sets the wall clock, as when somebody corrects it: nobody wakes. */
  jumpTo(time: string): void {
    this.#now = Date.parse(time);
  }

  #nextEvent(end: number): number | undefined {
    const minute = (Math.floor(this.#now / 60_000) + 1) * 60_000;
    const times = this.#waiters.map((waiter) => waiter.at);
    if (this.#tick !== undefined) times.push(minute);
    const next = Math.min(...times);
    return next <= end ? next : undefined;
  }

  async #fireDue(): Promise<void> {
    const woken = this.#waiters.filter((waiter) => waiter.at <= this.#now);
    this.#waiters = this.#waiters.filter((waiter) => waiter.at > this.#now);
    for (const waiter of woken) waiter.wake();
    if (this.#now % 60_000 === 0) await this.#tick?.();
  }
}

/** Lets promises that are already resolved run on, I/O callbacks included. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
