import type { Clock } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import type { Backups } from './backups.js';
import type { OpenedStore } from './store.js';

const lookMs = 60_000;

/** What is wrong with the memory, a sentence each. */
export interface StorageTrouble {
  readonly storage?: string | undefined;
  readonly backups?: string | undefined;
}

interface UpkeepOptions {
  readonly store: Pick<OpenedStore, 'trouble' | 'probe' | 'searchIndex'>;
  /** Undefined when they are switched off. */
  readonly backups: Backups | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Between two pieces of a renewed index: whatever else wants to write comes first. */
const renewalPauseMs = 20;
/** How many papers are looked at between two lines of the log. */
const renewalReport = 20_000;

/** Looks after the memory while the bot runs: whether it can be written again, its backups, and an index that an older program left. */
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
    void this.#renewIndex();
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

  /** What is not renewed yet is searched all the same, only slower. */
  async #renewIndex(): Promise<void> {
    const { store, clock, log } = this.#options;
    const { signal } = this.#stopping;
    let told = 0;
    while (!signal.aborted) {
      try {
        const { isDone, papers, of } = await store.searchIndex.renew();
        if (papers - told >= renewalReport || (isDone && told > 0)) {
          log.info('search.renewed', { papers, of });
          told = papers;
        }
        if (isDone) return;
        await clock.sleep(renewalPauseMs, signal);
      } catch (thrown) {
        log.warn('search.renewal.stalled', { reason: reasonOf(thrown) });
        await clock.sleep(lookMs, signal);
      }
    }
  }
}
