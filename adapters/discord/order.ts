import type { Clock } from '../../src/kernel/clock.js';
import type { Order } from '../../src/platform/adapter.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';

/** A read may come from a copy of Discord's data that is so much behind what the gateway has told. */
const staleMs = 5_000;

const namespace = 'order';
const key = 'kept';
/** It is written down so often while something happens, and by so much ahead. */
const aheadMs = 120_000;

/** What came before, and where the last order that may be given out is written down. */
interface Kept {
  readonly before: number;
  readonly keep: (until: number) => void;
}

/**
 * Discord gives a reaction no time, so that an event's order is when it came to us: in microseconds of our clock, each later than the one before,
 * whatever the clock does. The gateway tells the events of a guild in the order in which they happened, but some time after.
 */
export class Arrival {
  readonly #clock: Clock;
  readonly #keep: Kept['keep'] | undefined;
  #last: number;
  #kept: number;

  constructor(clock: Clock, kept?: Kept) {
    this.#clock = clock;
    this.#keep = kept?.keep;
    this.#last = kept?.before ?? 0;
    this.#kept = this.#last;
  }

  /** The order of what happens to us now: later than all that were given out. */
  next(): Order {
    this.#last = Math.max(this.#last + 1, Math.floor(this.#clock.now() * 1_000));
    if (this.#last > this.#kept) {
      this.#kept = this.#last + aheadMs * 1_000;
      this.#keep?.(this.#kept);
    }
    return this.#last as Order;
  }
}

/**
 * Goes on after what was given out before this start. Else, when the clock was set back meanwhile, all that happens would count as older news than
 * what is known, for as long as the clock was ahead.
 */
export async function openArrival(clock: Clock, storage: AdapterStorage): Promise<Arrival> {
  const before = Number((await storage.get(namespace, key)) ?? 0);
  // A full disk takes nothing: it is tried again in two minutes.
  const keep = (until: number): void => void storage.put(namespace, key, String(until)).catch(() => undefined);
  return new Arrival(clock, { before, keep });
}

/**
 * When a set was read, on the line of arrivals; `begun` was taken before its first request, `ended` after its last answer.
 *
 * What came before `begun` had happened before the read and is in the set, unless the read was stale: a small margin makes that one more read. What
 * comes in between may have happened before or after its part of the set was read: one more read too. What comes after `ended` may have
 * happened before the read, and be in the set: it need not be in the window, since events come in their order and all of them come, or the
 * reconnect reads everything back. Told once more over the set, the last event of each reaction is still the newest that happened to it.
 * Discord's own `Date` would be another line: an event from before the read would count as one from after it, or the other way round.
 */
export const windowOf = (begun: Order, ended: Order): { readonly from: Order; readonly until: Order } => ({
  from: (begun - staleMs * 1_000) as Order,
  until: ended,
});
