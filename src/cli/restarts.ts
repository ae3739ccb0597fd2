import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Restarted } from '../commands/command-deps.js';
import { restartedWords, secondsIn } from '../commands/process-trouble.js';
import type { Clock } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';

const withinMs = 10 * 60_000;
/** So many starts within that time may come without a wait. */
const free = 5;
const firstWaitMs = 15_000;
const longestWaitMs = 5 * 60_000;
/** The heartbeat goes on during the wait: ending the process would not help it. */
const beatMs = 30_000;

interface RestartsDeps {
  /** The data folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly heartbeat: () => Promise<void>;
}

/** What the file keeps of starts in a row: none ended in a clean stop or ran for long. */
interface Row {
  readonly times: number;
  /** When those of late began to connect, the oldest first. */
  readonly starts: readonly number[];
  /** How long the last one waited for that. */
  readonly waitedMs: number;
}

const noRow: Row = { times: 0, starts: [], waitedMs: 0 };

/**
 * Keeps a process that ends again and again, and is started again each time, from using up what the platforms allow: it waits before it
 * connects, longer each time, until it has run for ten minutes or was stopped cleanly.
 */
export class Restarts {
  readonly #deps: RestartsDeps;
  readonly #path: string;
  #restarted: Restarted | undefined;
  #connectedAtMs: number | undefined;

  constructor(deps: RestartsDeps) {
    this.#deps = deps;
    this.#path = join(deps.folder, 'starts.json');
  }

  /** Notes a start and waits as long as it has to, which it tells before. The signal ends the wait. */
  async holdBack(tell: (sentence: string) => void, signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    const row = rowNow(await this.#read(), clock.now());
    const times = row.times + 1;
    const waitedMs = waitAfter(row);
    if (waitedMs > 0) {
      this.#restarted = { times, waitedMs };
      tell(`Broadsheet was ${restartedWords(this.#restarted)}, so it waits ${secondsIn(waitedMs)} before it connects.`);
      await this.#wait(waitedMs, signal);
    }
    this.#connectedAtMs = clock.monotonicMs();
    await this.#write({ times, starts: [...row.starts, clock.now()], waitedMs });
  }

  /** How this start was held back; undefined when it was not, or has run for long enough since. */
  get restarted(): Restarted | undefined {
    const ranMs = this.#deps.clock.monotonicMs() - (this.#connectedAtMs ?? Number.POSITIVE_INFINITY);
    return ranMs < withinMs ? this.#restarted : undefined;
  }

  /** After a clean stop: the next start is as good as the first. */
  async forget(): Promise<void> {
    await rm(this.#path, { force: true }).catch((thrown: unknown) => this.#tellTrouble(thrown));
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    const { clock, heartbeat } = this.#deps;
    const endMs = clock.monotonicMs() + ms;
    for (let leftMs = ms; leftMs > 0 && !signal.aborted; leftMs = endMs - clock.monotonicMs()) {
      await heartbeat().catch(() => undefined);
      await clock.sleep(Math.min(leftMs, beatMs), signal);
    }
  }

  /** A file that cannot be read is as good as none: it must keep nobody from starting. */
  async #read(): Promise<Row> {
    try {
      const read: unknown = JSON.parse(await readFile(this.#path, 'utf8'));
      return isRow(read) ? read : noRow;
    } catch {
      return noRow;
    }
  }

  async #write(row: Row): Promise<void> {
    try {
      await writeFile(`${this.#path}.new`, JSON.stringify(row));
      await rename(`${this.#path}.new`, this.#path);
    } catch (thrown) {
      this.#tellTrouble(thrown);
    }
  }

  #tellTrouble(thrown: unknown): void {
    this.#deps.log.error('restarts.unwritten', { path: this.#path, reason: reasonOf(thrown) });
  }
}

/** The row as it is at a start: over when the last one ran for long enough, or the clock was set back. */
function rowNow({ times, starts, waitedMs }: Row, now: number): Row {
  const ofLate = starts.filter((at) => at <= now && now - at < withinMs);
  return ofLate.length === 0 ? noRow : { times, starts: ofLate, waitedMs };
}

/** After a wait the next one is longer, though the starts lie further apart by then. */
function waitAfter({ starts, waitedMs }: Row): number {
  if (waitedMs > 0) return Math.min(waitedMs * 2, longestWaitMs);
  return starts.length < free ? 0 : firstWaitMs;
}

function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false;
  const { times, starts, waitedMs } = value as Partial<Row>;
  return Array.isArray(starts) && [times, waitedMs, ...starts].every(Number.isFinite);
}
