import type { EditionRepository, SubscriptionRepository } from '../editions/repository.js';
import type { Subscription } from '../editions/subscription.js';
import type { Clock } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { NewId } from '../kernel/ids.js';
import type { Log } from '../kernel/log.js';
import { nextRun } from '../kernel/schedule.js';
import type { DeliveryId, Target, User, Workspace } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import { sentence } from '../view/view.js';
import type { Outbox } from './outbox.js';

interface Unit {
  readonly subscriptions: SubscriptionRepository;
  readonly editions: EditionRepository;
  readonly outbox: Outbox;
}

interface PausesDeps {
  readonly store: Unit & { transaction<T>(body: (tx: Unit) => Promise<T>): Promise<T> };
  readonly adapters: AdapterMap;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

type Place = Workspace & { readonly channel?: string };

/** Channels that take nothing any more are left alone until somebody brings the bot back, and whoever set them up is told. */
export class Pauses {
  readonly #deps: PausesDeps;

  constructor(deps: PausesDeps) {
    this.#deps = deps;
  }

  /** Pauses the channel, or every channel of the workspace, and gives up what was still to be posted there. */
  async pause({ adapter, workspace, channel }: Place, reason: string): Promise<void> {
    const place = { adapter, workspace, ...(channel === undefined ? {} : { channel }) };
    const paused = await this.#deps.store.transaction(async (tx) => {
      for (const edition of await tx.outbox.endDueIn(place, reason)) await tx.editions.free(edition);
      return tx.subscriptions.pause(place, reason);
    });
    this.tell(paused);
  }

  /** What was paused in the channel goes on with its next run. */
  async resume(target: Target): Promise<void> {
    const { store, clock } = this.#deps;
    await store.transaction(async ({ subscriptions }) => {
      const paused = (await subscriptions.inChannel(target)).filter((one) => one.enabled && one.paused !== null);
      const resumed = paused.map(
        (one): Subscription => ({ ...one, paused: null, nextRunAt: nextRun(one.timetable, clock.now()).at }),
      );
      if (resumed.length > 0) await subscriptions.save(resumed);
    });
  }

  /** Tells the operator's log, and whoever switched the edition on, where the platform lets us write to them. */
  tell(paused: readonly Subscription[]): void {
    for (const subscription of paused) {
      const { adapter, workspace, channel, paused: reason, setUpBy } = subscription;
      this.#deps.log.error('subscription.paused', { adapter, workspace, channel, reason });
      if (setUpBy !== null) void this.#write({ adapter, workspace, id: setUpBy }, subscription);
    }
  }

  async #write(user: User, { adapter: id, channel, paused }: Subscription): Promise<void> {
    const { adapters, log, newId, clock } = this.#deps;
    try {
      const adapter = adapters.get(id);
      const target = await adapter?.direct?.open(user);
      if (adapter === undefined || target === undefined) return;
      const view = sentence(
        `The morning edition in the channel ${channel} is paused: ${paused}. Invite me there again, or type /paper settings on in it, and it goes on.`,
      );
      const signal = new AbortController().signal;
      const outcome = await adapter.post({ id: newId() as DeliveryId, target, view, signal });
      log.info('pause.told', { adapter: id, channel, outcome: outcome.kind, at: clock.now() });
    } catch (thrown) {
      log.warn('pause.untold', { adapter: id, channel, reason: reasonOf(thrown) });
    }
  }
}
