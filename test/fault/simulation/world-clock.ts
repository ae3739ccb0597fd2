import { type Clock, type Instant, instant } from '../../../src/kernel/clock.js';

interface Waiter {
  readonly at: number;
  readonly place: number;
  readonly wake: () => void;
}

/**
 * The time that is, in strides. The platforms do what they do in time. The program, which sleeps by `sleepLate`, wakes at the end of a stride, all
 * of its timers at once, as on a machine that was busy or asleep: so a day takes a few dozen strides and not ten thousand.
 */
export class WorldClock implements Clock {
  readonly #rest: () => Promise<void>;
  readonly #prompt = new Set<Waiter>();
  readonly #late = new Set<Waiter>();
  readonly #ticks = new Set<() => void>();
  #ms: number;
  #place = 0;

  constructor(start: string, rest: () => Promise<void>) {
    this.#ms = Date.parse(start);
    this.#rest = rest;
  }

  now(): Instant {
    return instant(this.#ms);
  }

  monotonicMs(): number {
    return this.#ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#sleep(this.#prompt, ms, signal);
  }

  sleepLate(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#sleep(this.#late, ms, signal);
  }

  /** Called at the end of every stride; the callee knows which minutes are its own. */
  everyStride(fire: () => void): () => void {
    this.#ticks.add(fire);
    return () => void this.#ticks.delete(fire);
  }

  everyMinute(): () => void {
    throw new Error('Only the program has a minute tick.');
  }

  async advance(ms: number, strideMs: number): Promise<void> {
    const end = this.#ms + ms;
    while (this.#ms < end) {
      const until = Math.min(end, this.#ms + strideMs);
      for (let next = this.#firstPrompt(until); next !== undefined; next = this.#firstPrompt(until)) {
        this.#ms = Math.max(this.#ms, next.at);
        next.wake();
        await this.#rest();
      }
      this.#ms = until;
      const due = [...this.#late].filter(({ at }) => at <= until).toSorted(byTime);
      for (const waiter of due) if (this.#late.has(waiter)) waiter.wake();
      for (const tick of [...this.#ticks]) tick();
      await this.#rest();
    }
  }

  #firstPrompt = (until: number): Waiter | undefined =>
    [...this.#prompt].filter(({ at }) => at <= until).toSorted(byTime)[0];

  #sleep(waiters: Set<Waiter>, ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        waiters.delete(waiter);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#place += 1;
      const waiter: Waiter = { at: this.#ms + ms, place: this.#place, wake };
      waiters.add(waiter);
      signal?.addEventListener('abort', wake);
    });
  }
}

const byTime = (one: Waiter, other: Waiter): number => one.at - other.at || one.place - other.place;
