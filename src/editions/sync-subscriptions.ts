import type { Instant } from '../kernel/clock.js';
import { nextRun } from '../kernel/schedule.js';
import type { SubscriptionRepository } from './repository.js';
import type { Subscription } from './subscription.js';

/** A subscription as it should be; when it runs next is for the store to know. `program` ones are due at every start. */
export type Subscribed = Omit<Subscription, 'nextRunAt' | 'enabled' | 'paused'>;

interface Unit {
  readonly subscriptions: SubscriptionRepository;
}

/**
 * Brings the store in line with what the configuration file and the program say: adds and changes theirs, switches off those they no
 * longer name, and leaves those that people made in chat alone. A run that is due stays due unless the timetable changed.
 */
export async function syncSubscriptions(
  store: { transaction<T>(body: (tx: Unit) => Promise<T>): Promise<T> },
  wanted: readonly Subscribed[],
  now: Instant,
): Promise<void> {
  await store.transaction(async ({ subscriptions }) => {
    const known = new Map((await subscriptions.all()).map((subscription) => [subscription.id, subscription]));
    const kept = wanted.map((subscription): Subscription => {
      const nextRunAt = nextRunOf(subscription, known.get(subscription.id), now);
      // A start is a reason to try a paused one again.
      return { ...subscription, enabled: true, nextRunAt, paused: null };
    });
    const ids = new Set(wanted.map(({ id }) => id));
    const dropped = [...known.values()].filter(
      ({ id, managed, enabled }) => managed !== 'chat' && enabled && !ids.has(id),
    );
    const off = dropped.map((subscription): Subscription => ({ ...subscription, enabled: false, nextRunAt: null }));
    await subscriptions.save([...kept, ...off]);
  });
}

function nextRunOf(wanted: Subscribed, known: Subscription | undefined, now: Instant): Instant {
  if (wanted.managed === 'program') return now;
  const same = known?.enabled === true && JSON.stringify(known.timetable) === JSON.stringify(wanted.timetable);
  return same && known.nextRunAt !== null ? known.nextRunAt : nextRun(wanted.timetable, now).at;
}
