import { atMost } from '../kernel/at-most.js';
import { type Clock, type Instant, instant } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import { outOfTime } from '../kernel/stop-reason.js';

const minuteMs = 60_000;
/** Ten thousand channels take seconds, and a feed that does not answer is given up after a minute or two. */
const mostMs = 5 * minuteMs;

interface TickWatchDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the process stops. */
  readonly stopping: AbortSignal;
}

/**
 * Watches over the minute tick. One that does not end is told to the operator and left to itself, so that the next one comes: both
 * may plan the same edition, which is kept once.
 */
export class TickWatch {
  readonly #deps: TickWatchDeps;
  /** By the monotonic clock; undefined before the first tick can come. */
  #endedMs: number | undefined;
  #begunMs: number | undefined;

  constructor(deps: TickWatchDeps) {
    this.#deps = deps;
  }

  /** From now on ticks are expected. */
  begin(): void {
    this.#endedMs = this.#deps.clock.monotonicMs();
    this.#begunMs = this.#endedMs;
  }

  /** When a tick last ended, if that is too long ago. */
  get stalledSince(): Instant | undefined {
    if (this.#endedMs === undefined) return undefined;
    const { clock } = this.#deps;
    const sinceMs = clock.monotonicMs() - this.#endedMs;
    return sinceMs < mostMs ? undefined : instant(clock.now() - sinceMs);
  }

  /**
   * Does the work of a tick, which never rejects, and resolves when it has ended or can be waited for no longer: then its signal is
   * out of time.
   */
  async over(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { clock, log, stopping } = this.#deps;
    if (stopping.aborted) return;
    this.#tellGap();
    const ending = new AbortController();
    const stop = (): void => ending.abort(stopping.reason);
    stopping.addEventListener('abort', stop);
    const ended = work(ending.signal)
      .then(() => this.#ended())
      .finally(() => stopping.removeEventListener('abort', stop));
    if (await atMost(clock, mostMs, ended)) return;
    const reason = `the minute tick did not finish within ${mostMs / minuteMs} minutes and is left to itself; the next one comes all the same`;
    log.error('tick.stalled', { reason });
    ending.abort(outOfTime());
  }

  #ended(): void {
    if (this.#endedMs !== undefined) this.#endedMs = this.#deps.clock.monotonicMs();
  }

  /** The machine slept, or something kept the process from everything. */
  #tellGap(): void {
    const { clock, log } = this.#deps;
    const now = clock.monotonicMs();
    const minutes = Math.floor((now - (this.#begunMs ?? now)) / minuteMs);
    if (this.#begunMs !== undefined) this.#begunMs = now;
    if (minutes * minuteMs <= mostMs) return;
    const reason = `no minute tick began for ${minutes} minutes, as if the process had been asleep; what came due meanwhile is planned now`;
    log.error('tick.late', { reason });
  }
}
