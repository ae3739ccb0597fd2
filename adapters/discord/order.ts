import type { Clock } from '../../src/kernel/clock.js';
import type { Order } from '../../src/platform/adapter.js';

/** A read may come from a copy of Discord's data that is so much behind what the gateway has told. */
const staleMs = 5_000;

/**
 * Discord gives a reaction no time, so that an event's order is when it came to us: in microseconds of our clock, each later than the one before,
 * whatever the clock does. The gateway tells the events of a guild in the order in which they happened, but some time after.
 */
export class Arrival {
  readonly #clock: Clock;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The order of what happens to us now: later than all that were given out. */
  next(): Order {
    this.#last = Math.max(this.#last + 1, Math.floor(this.#clock.now() * 1_000));
    return this.#last as Order;
  }
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
