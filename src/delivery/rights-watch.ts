import type { SubscriptionRepository } from '../editions/repository.js';
import type { Subscription } from '../editions/subscription.js';
import { type Clock, instant } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { NewId } from '../kernel/ids.js';
import { inWords } from '../kernel/in-words.js';
import type { Log } from '../kernel/log.js';
import type { DeliveryId, Rights } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';

import { sentence } from '../view/view.js';

/** Late enough that most mornings are looked at on the evening before, early enough that somebody can still mend it. */
const aheadMs = 12 * 3_600_000;
/** Each channel that is due within that time is looked at so often. */
const everyMs = 30 * 60_000;
const mostAtOnce = 10_000;

/** What is remembered over restarts: of which missing rights somebody was told. */
interface Told {
  get(subscription: Subscription): Promise<string | undefined>;
  put(subscription: Subscription, missing: string): Promise<void>;
  delete(subscription: Subscription): Promise<void>;
}

interface RightsWatchDeps {
  readonly subscriptions: Pick<SubscriptionRepository, 'due'>;
  readonly adapters: AdapterMap;
  readonly told: Told;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

/**
 * Looks whether the bot may post where it is going to, before the morning. Whoever set the channel up is told once of what is missing, and the
 * operator's log.
 */
export class RightsWatch {
  readonly #deps: RightsWatchDeps;
  #looking: Promise<void> | undefined;
  #nextAt = 0;

  constructor(deps: RightsWatchDeps) {
    this.#deps = deps;
  }

  /** Looks when it is time. Does not wait for the platforms. */
  wake(signal: AbortSignal): void {
    const { clock, log } = this.#deps;
    if (this.#looking !== undefined || clock.monotonicMs() < this.#nextAt) return;
    this.#nextAt = clock.monotonicMs() + everyMs;
    this.#looking = this.look(signal)
      .catch((thrown: unknown) => log.error('rights.not-looked-at', { reason: reasonOf(thrown) }))
      .finally(() => {
        this.#looking = undefined;
      });
  }

  /** Resolves when every channel that is due soon was looked at. */
  async look(signal: AbortSignal): Promise<void> {
    const { subscriptions, clock } = this.#deps;
    for (const subscription of await subscriptions.due(instant(clock.now() + aheadMs), mostAtOnce)) {
      if (signal.aborted) return;
      await this.#inspect(subscription, signal);
    }
  }

  async #inspect(subscription: Subscription, signal: AbortSignal): Promise<void> {
    const { adapters, told } = this.#deps;
    const { adapter, workspace, channel } = subscription;
    const rights = await adapters.get(adapter)?.rights?.inspect({ adapter, workspace, channel });
    // The platform took its time, in which the store may have been closed.
    if (rights === undefined || signal.aborted) return;
    const missing = rights.missing.join(', ');
    const before = await told.get(subscription);
    if (missing === (before ?? '')) return;
    if (missing === '') return told.delete(subscription);
    this.#deps.log.error('rights.missing', { adapter, workspace, channel, place: rights.place, missing });
    // Remembered first: rather once not told than every half hour.
    await told.put(subscription, missing);
    await this.#tell(subscription, rights);
  }

  async #tell(subscription: Subscription, { place, missing }: Rights): Promise<void> {
    const { adapters, newId, log } = this.#deps;
    const { adapter: id, workspace, channel, setUpBy } = subscription;
    const adapter = adapters.get(id);
    if (adapter === undefined || setUpBy === null) return;
    try {
      const target = await adapter.direct?.open({ adapter: id, workspace, id: setUpBy });
      if (target === undefined) return;
      const view = sentence(
        `The next morning edition in ${place} cannot come as it should: I lack ${inWords(missing)} there. Give me that in the channel's settings, under Permissions, and all is well.`,
      );
      const signal = new AbortController().signal;
      const outcome = await adapter.post({ id: newId() as DeliveryId, target, view, signal });
      log.info('rights.told', { adapter: id, channel, outcome: outcome.kind });
    } catch (thrown) {
      log.warn('rights.untold', { adapter: id, channel, reason: reasonOf(thrown) });
    }
  }
}
