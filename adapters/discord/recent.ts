import type { Clock } from '../../src/kernel/clock.js';
import { keepLatest } from '../../src/kernel/keep-latest.js';

const mostKept = 5_000;

/** Things that go out of date; the least recently used make room. */
export class Recent<Value> {
  readonly #clock: Clock;
  readonly #freshMs: number;
  readonly #kept = new Map<string, { readonly value: Value; readonly untilMs: number }>();

  constructor(clock: Clock, freshMs: number) {
    this.#clock = clock;
    this.#freshMs = freshMs;
  }

  get(key: string): Value | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    if (kept.untilMs <= this.#clock.monotonicMs()) return undefined;
    this.#kept.set(key, kept);
    return kept.value;
  }

  put(key: string, value: Value): void {
    keepLatest(this.#kept, key, { value, untilMs: this.#clock.monotonicMs() + this.#freshMs }, mostKept);
  }
}
