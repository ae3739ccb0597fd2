const arrived = 0;
const round = 1;
const next = 2;

/** The memory in which workers meet. */
export const lockstepMemory = (): SharedArrayBuffer => new SharedArrayBuffer(12);

/**
 * Workers that all go through the same program and share the work of each step. Who does which part is a matter of timing; since
 * every part is computed by one worker alone, in one order, and written to a place of its own, the result is not.
 */
export class Lockstep {
  readonly #state: Int32Array;
  readonly #workers: number;
  readonly isFirst: boolean;

  constructor(memory: SharedArrayBuffer, workers: number, index: number) {
    this.#state = new Int32Array(memory);
    this.#workers = workers;
    this.isFirst = index === 0;
  }

  /** Does `count` pieces of work, up to `size` of them at once, and ends when the other workers have ended theirs too. */
  share(count: number, size: number, work: (from: number, to: number) => void): void {
    for (;;) {
      const from = Atomics.add(this.#state, next, size);
      if (from >= count) break;
      work(from, Math.min(from + size, count));
    }
    this.#meet();
  }

  #meet(): void {
    const current = Atomics.load(this.#state, round);
    if (Atomics.add(this.#state, arrived, 1) < this.#workers - 1) {
      while (Atomics.load(this.#state, round) === current) Atomics.wait(this.#state, round, current);
      return;
    }
    Atomics.store(this.#state, arrived, 0);
    Atomics.store(this.#state, next, 0);
    Atomics.add(this.#state, round, 1);
    Atomics.notify(this.#state, round);
  }
}
