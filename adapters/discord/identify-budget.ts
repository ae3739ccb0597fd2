import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';

const namespace = 'gateway';
const key = 'identifies';
/**
 * Discord takes 1,000 identifies a day and then resets the token (https://docs.discord.com/developers/events/gateway#session-start-limit-object).
 * One in two minutes, and so many at once after a pause, are at most 740 a day, however often the process starts again.
 */
const everyMs = 120_000;
const burst = 20;

/** So many shards may identify within this time (https://docs.discord.com/developers/events/gateway#sharding-max-concurrency). */
const concurrencyMs = 5_000;

/** Discord's own account of what is left, as it answers with the gateway's address. */
export interface SessionStarts {
  readonly total: number;
  readonly remaining: number;
  readonly resetAfterMs: number;
  /** How many shards may identify at once. */
  readonly maxConcurrency: number;
}

interface BudgetDeps {
  readonly clock: Clock;
  readonly storage: AdapterStorage;
  readonly log: Log;
}

/** How often we may begin a new session with the gateway. It is remembered over restarts, so that a crash loop cannot use it up. */
export class IdentifyBudget {
  readonly #deps: BudgetDeps;
  /** All by the clock that never goes back. When the budget would be full again: each identify moves it by `everyMs`. */
  #fullAt: number | undefined;
  #closedUntil = Number.NEGATIVE_INFINITY;
  #maxConcurrency = 1;
  /** When the latest ones went out. */
  #latest: readonly number[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(deps: BudgetDeps) {
    this.#deps = deps;
  }

  /** Somebody waits for a turn, so that silence says nothing about the connection. */
  get isWaiting(): boolean {
    return this.#waiting > 0;
  }

  /** What Discord said is left. The last ones are kept for a person who has to mend something. */
  learn({ total, remaining, resetAfterMs, maxConcurrency }: SessionStarts): void {
    this.#maxConcurrency = maxConcurrency;
    if (remaining > reserveOf(total)) return;
    this.#closedUntil = this.#deps.clock.monotonicMs() + resetAfterMs;
    this.#deps.log.warn('discord.identifies-used-up', { remaining, waitMs: resetAfterMs });
  }

  /** Resolves when one more identify may go out, which is then counted. Rejects when the signal aborts first. */
  turn(signal: AbortSignal): Promise<void> {
    this.#waiting += 1;
    const turn = this.#queue.then(() => this.#take(signal)).finally(() => (this.#waiting -= 1));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #take(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#deps;
    const fullAt = await this.#read();
    const now = clock.monotonicMs();
    // A clock that was set back between two processes must not keep us out for longer than an empty budget would.
    const owed = Math.min(Math.max(fullAt, now), now + burst * everyMs);
    const crowdedUntil = (this.#latest.at(-this.#maxConcurrency) ?? Number.NEGATIVE_INFINITY) + concurrencyMs;
    const from = Math.max(owed - (burst - 1) * everyMs, this.#closedUntil, crowdedUntil);
    if (from > now) {
      if (from - now > concurrencyMs) log.warn('discord.identify-waits', { waitMs: from - now });
      await clock.sleep(from - now, signal);
    }
    if (signal.aborted) throw new Error('the connection was closed before its turn');
    const goesAt = clock.monotonicMs();
    this.#latest = [...this.#latest, goesAt].slice(-this.#maxConcurrency);
    await this.#write(Math.max(owed, goesAt) + everyMs);
  }

  async #read(): Promise<number> {
    const { storage, clock } = this.#deps;
    this.#fullAt ??= (Number(await storage.get(namespace, key)) || 0) - clock.now() + clock.monotonicMs();
    return this.#fullAt;
  }

  /** A disk that takes nothing must not keep us from listening: then the budget is this process's own. */
  async #write(fullAt: number): Promise<void> {
    this.#fullAt = fullAt;
    const { storage, clock, log } = this.#deps;
    await storage
      .put(namespace, key, String(fullAt - clock.monotonicMs() + clock.now()))
      .catch((thrown: unknown) => log.warn('discord.identify-unrecorded', { reason: reasonOf(thrown) }));
  }
}

/** So many are left for a person: of the few that another server may give, none. */
const reserveOf = (total: number): number => Math.min(20, Math.floor(total / 50));
