import type { Clock } from '../kernel/clock.js';

interface GroupCommitOptions<Item, Result> {
  /** Writes the items of a whole batch in one transaction; resolves, with a result for each item, once that is on disk. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly clock: Clock;
  /** No batch waits longer for more items. */
  readonly mostMs: number;
  /** A batch of so many items waits no longer; the items of one caller stay together. */
  readonly fullAt: number;
}

interface Caller<Item, Result> {
  readonly items: readonly Item[];
  readonly resolve: (results: readonly Result[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** Commits of batches that are not full take up at most one part in so many of the time. */
const restPerCommit = 10;

/**
 * One transaction for many callers, because a transaction costs one wait for the disk whatever it holds. Items are committed
 * in the order in which they came. A batch that fails rejects its own callers; the next ones are not touched by it.
 *
 * A batch waits for company only as long as the disk makes it worth while: ten times what the last commit took. So the first one after
 * a pause is committed at once, and a slow disk gets larger batches.
 */
export class GroupCommit<Item, Result> {
  readonly #options: GroupCommitOptions<Item, Result>;
  #waiting: Caller<Item, Result>[] = [];
  #items = 0;
  #full = new AbortController();
  #restUntilMs = Number.NEGATIVE_INFINITY;
  #running = false;

  constructor(options: GroupCommitOptions<Item, Result>) {
    this.#options = options;
  }

  /** Resolves with a result for each item once the batch that holds them is on disk. */
  add(items: readonly Item[]): Promise<readonly Result[]> {
    if (items.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      this.#items += items.length;
      if (this.#items >= this.#options.fullAt) this.#full.abort('full');
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      await this.#commit(this.#nextBatch());
    }
    this.#running = false;
  }

  /** Lets in at least what arrives in this turn of the event loop, which also gives everybody else theirs between full batches. */
  async #gather(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const { clock } = this.#options;
    const restMs = this.#restUntilMs - clock.monotonicMs();
    if (restMs > 0) await clock.sleep(restMs, this.#full.signal);
  }

  #nextBatch(): readonly Caller<Item, Result>[] {
    const { fullAt } = this.#options;
    let size = 0;
    let callers = 0;
    for (const { items } of this.#waiting) {
      if (size >= fullAt) break;
      size += items.length;
      callers += 1;
    }
    this.#items -= size;
    this.#full = new AbortController();
    if (this.#items >= fullAt) this.#full.abort('full');
    return this.#waiting.splice(0, callers);
  }

  async #commit(batch: readonly Caller<Item, Result>[]): Promise<void> {
    const { clock, commit, mostMs } = this.#options;
    const startedMs = clock.monotonicMs();
    try {
      const results = await commit(batch.flatMap(({ items }) => items));
      let next = 0;
      for (const { items, resolve } of batch) {
        resolve(results.slice(next, next + items.length));
        next += items.length;
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    const endedMs = clock.monotonicMs();
    this.#restUntilMs = endedMs + Math.min(mostMs, restPerCommit * (endedMs - startedMs));
  }
}
