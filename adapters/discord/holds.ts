import type { Clock } from '../../src/kernel/clock.js';

/** Beyond so many, those that have ended are forgotten. */
const remembered = 1_000;

/** Routes on which Discord asked to wait, or on which it would the next time. */
export class Holds {
  readonly #clock: Clock;
  readonly #until = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Nothing goes out on the route before that time of the monotonic clock. */
  hold(route: string, until: number): void {
    this.#until.set(route, Math.max(until, this.#until.get(route) ?? until));
    if (this.#until.size <= remembered) return;
    const now = this.#clock.monotonicMs();
    for (const [other, end] of this.#until) if (end <= now) this.#until.delete(other);
  }

  /** For how long any of the routes is still to be left alone; 0 when they are free. */
  leftMs(routes: readonly string[]): number {
    const until = Math.max(...routes.map((route) => this.#until.get(route) ?? 0));
    return Math.max(0, until - this.#clock.monotonicMs());
  }
}
