interface Transactional<Unit> {
  transaction<T>(body: (tx: Unit) => Promise<T>): Promise<T>;
}

interface Waiting<Unit> {
  readonly body: (tx: Unit) => Promise<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** A transaction ends soon, so that others get their turn at writing. */
const mostBodies = 25;

/**
 * Short transactions of many workers, put together: what comes while one is at work shares the next, since each costs a wait for the disk
 * whatever it holds. When a shared one fails, each of its bodies is tried again alone, so that none fails for another's fault.
 */
export class GroupedTransactions<Unit> {
  readonly #store: Transactional<Unit>;
  #waiting: Waiting<Unit>[] = [];
  #isWorking = false;

  constructor(store: Transactional<Unit>) {
    this.#store = store;
  }

  /** As `Store.transaction`; the body may run twice, the first time in vain. */
  run<T>(body: (tx: Unit) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ body, resolve: resolve as (result: unknown) => void, reject });
      if (!this.#isWorking) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    while (this.#waiting.length > 0) {
      // Lets in what arrives in the same moment.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#commit(this.#waiting.splice(0, mostBodies));
    }
    this.#isWorking = false;
  }

  async #commit(batch: readonly Waiting<Unit>[]): Promise<void> {
    try {
      const results = await this.#store.transaction(async (tx) => {
        const all: unknown[] = [];
        for (const { body } of batch) all.push(await body(tx));
        return all;
      });
      for (const [index, { resolve }] of batch.entries()) resolve(results[index]);
    } catch (thrown) {
      if (batch.length === 1) batch[0]?.reject(thrown);
      else for (const one of batch) await this.#commit([one]);
    }
  }
}
