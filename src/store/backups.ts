import { type Clock, type Instant, instant } from '../kernel/clock.js';
import { BroadsheetError, reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import { backupPath, backupsIn, keepNewest, type NamedBackup, removeHalfMade } from './dialect/backup-folder.js';

/** After one that failed: a full disk may have room again. */
const againMs = 600_000;

interface BackupsOptions {
  readonly folder: string;
  readonly everyMs: number;
  readonly keep: number;
  /** Writes a checked copy of the database, whole or not at all. */
  readonly copy: (path: string) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the backups go. */
export interface BackupState {
  /** Of the newest one. */
  readonly madeAt: Instant | null;
  /** Why the last attempt made none, as a sentence; null when it did. */
  readonly failure: string | null;
}

/** Copies of the database in a folder, each whole, made time after time. Older ones are removed only once a newer one is there. */
export class Backups {
  readonly #options: BackupsOptions;
  #madeAt: Instant | null = null;
  #failure: string | null = null;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(options: BackupsOptions) {
    this.#options = options;
  }

  get state(): BackupState {
    return { madeAt: this.#madeAt, failure: this.#failure };
  }

  /** Makes one if it is time. Never rejects: what goes wrong is in the log and in `state`. */
  async tick(): Promise<void> {
    const { clock, log, folder } = this.#options;
    try {
      const [newest] = backupsIn(folder);
      this.#madeAt = newest?.at ?? null;
      if (!this.#isTime(newest)) return;
      this.#triedAt = clock.monotonicMs();
      await this.#make();
      this.#failure = null;
    } catch (thrown) {
      this.#triedAt = clock.monotonicMs();
      const failure = this.#failureOf(thrown);
      // A disk stays full for hours: that is told once.
      if (failure !== this.#failure) log.error('backup.failed', { reason: failure, folder });
      this.#failure = failure;
    }
  }

  /** One of the future was made before somebody set the clock back. */
  #isTime(newest: NamedBackup | undefined): boolean {
    const { clock, everyMs } = this.#options;
    if (this.#failure !== null && clock.monotonicMs() - this.#triedAt < againMs) return false;
    const age = newest === undefined ? everyMs : clock.now() - newest.at;
    return age < 0 || age >= everyMs;
  }

  async #make(): Promise<void> {
    const { clock, log, folder, keep, copy } = this.#options;
    removeHalfMade(folder);
    const at = instant(Math.floor(clock.now() / 1_000) * 1_000);
    const path = backupPath(folder, at);
    await copy(path);
    this.#madeAt = at;
    keepNewest(folder, keep);
    log.info('backup.made', { path });
  }

  /** The same words each time, whatever the file was to be called. */
  #failureOf(thrown: unknown): string {
    const says = thrown instanceof BroadsheetError ? `${thrown.message} ${thrown.hint}` : reasonOf(thrown);
    return says.replace(/broadsheet-\d{8}T\d{6}Z\.sqlite/g, 'a backup');
  }
}
