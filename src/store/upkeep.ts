import type { Clock } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import type { Renewal } from '../search/repository.js';
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

/** Between two pieces of work on the index: whatever else wants to write comes first. */
const pauseMs = 20;
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

  /** What is not renewed yet is searched all the same, only slower; likewise what is not compact. */
  async #renewIndex(): Promise<void> {
    const { searchIndex } = this.#options.store;
    let told = 0;
    let texts = 0;
    await this.#inPieces(async () => {
      const renewal = await searchIndex.renew();
      told = this.#tellRenewal(renewal, told);
      texts += renewal.texts;
      // Left to itself, FTS5 merges sixteen pieces at a time in one go, which takes hundreds of milliseconds when they are large.
      if (renewal.texts > 0) await searchIndex.compactPiece('on');
      return renewal.isDone;
    });
    let which: 'anew' | 'on' = texts > 0 ? 'anew' : 'on';
    await this.#inPieces(async () => {
      const { isDone } = await searchIndex.compactPiece(which);
      which = 'on';
      return isDone;
    });
  }

  #tellRenewal({ isDone, papers, of }: Renewal, told: number): number {
    if (papers - told < renewalReport && !(isDone && told > 0)) return told;
    this.#options.log.info('search.renewed', { papers, of });
    return papers;
  }

  /** Until the work says that it is done. */
  async #inPieces(work: () => Promise<boolean>): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        if (await work()) return;
        await clock.sleep(pauseMs, signal);
      } catch (thrown) {
        log.warn('search.renewal.stalled', { reason: reasonOf(thrown) });
        await clock.sleep(lookMs, signal);
      }
    }
  }
}
