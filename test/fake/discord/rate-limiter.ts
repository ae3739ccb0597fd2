import type { Pace } from './limits.js';

interface Window {
  readonly end: number;
  used: number;
}

/** Where a key stands after a request. */
export interface Standing {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
  /** Zero when the request was in time. */
  readonly waitMs: number;
}

/** Counts requests in windows, as Discord does: a key's window begins with its first request. */
export class RateLimiter {
  readonly #pace: Pace;
  readonly #toleranceMs: number;
  readonly #windows = new Map<string, Window>();

  constructor(pace: Pace, toleranceMs: number) {
    this.#pace = pace;
    this.#toleranceMs = toleranceMs;
  }

  /** Where the key stands, without spending anything. */
  look(key: string, now: number): Standing {
    return this.#standing(this.#window(key, now), now);
  }

  /** Spends one request when it is in time. */
  spend(key: string, now: number): Standing {
    const window = this.#window(key, now);
    this.#windows.set(key, window);
    const before = this.#standing(window, now);
    if (before.waitMs === 0) window.used += 1;
    return { ...this.#standing(window, now), waitMs: before.waitMs };
  }

  #window(key: string, now: number): Window {
    const old = this.#windows.get(key);
    if (old !== undefined && now < old.end - this.#toleranceMs) return old;
    return { end: Math.max(now, old?.end ?? now) + this.#pace.perMs, used: 0 };
  }

  #standing(window: Window, now: number): Standing {
    const remaining = this.#pace.requests - window.used;
    return {
      limit: this.#pace.requests,
      remaining,
      resetAt: window.end,
      waitMs: remaining > 0 ? 0 : Math.max(1, window.end - now),
    };
  }
}
