import type { Clock } from '../kernel/clock.js';
import type { Backups } from './backups.js';
import type { OpenedStore } from './store.js';

const lookMs = 60_000;

/** What is wrong with the memory, a sentence each. */
export interface StorageTrouble {
  readonly storage?: string | undefined;
  readonly backups?: string | undefined;
}

interface UpkeepOptions {
  readonly store: Pick<OpenedStore, 'trouble' | 'probe'>;
  /** Undefined when they are switched off. */
  readonly backups: Backups | undefined;
  readonly clock: Clock;
}

/** Looks after the memory while the bot runs: whether it can be written again, and its backups. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #stopping = new AbortController();

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  get trouble(): StorageTrouble {
    const { store, backups } = this.#options;
    return { storage: store.trouble(), backups: backups?.state.failure ?? undefined };
  }

  /** Looks now and every minute, until `stop`. */
  begin(): void {
    void this.#run();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.look();
      await this.#options.clock.sleep(lookMs, this.#stopping.signal);
    }
  }

  async look(): Promise<void> {
    const { store, backups } = this.#options;
    // That it cannot be written yet is known, and was told.
    if (store.trouble() !== undefined) await store.probe().catch(() => undefined);
    await backups?.tick();
  }
}
