import type { Pace } from './limits.js';

/** Keeps a pace by the generic cell rate algorithm: one number a key, no window that could be played at its edge. */
export class RateLimiter {
  readonly #intervalMs: number;
  readonly #leewayMs: number;
  readonly #due = new Map<string, number>();

  constructor(pace: Pace, toleranceMs: number) {
    this.#intervalMs = 60_000 / pace.perMinute;
    this.#leewayMs = pace.burst * this.#intervalMs + toleranceMs;
  }

  /** How long until a call may come, in ms; zero when it may now. */
  waitMs(key: string, now: number): number {
    return Math.max(0, (this.#due.get(key) ?? now) - this.#leewayMs - now);
  }

  spend(key: string, now: number): void {
    this.#due.set(key, Math.max(now, this.#due.get(key) ?? now) + this.#intervalMs);
  }
}
