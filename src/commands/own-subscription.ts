import type { Subscription } from '../editions/subscription.js';
import { formatRun, localDateAt } from '../kernel/schedule.js';

/** What the program uses for itself, such as the sample's, is never due and nobody's to look after. */
export const isSomebodys = ({ managed, enabled }: Subscription): boolean => managed !== 'program' || enabled;

/** The one that the channel's settings are about: one that is on before one that is off. */
export function ownSubscription(subscriptions: readonly Subscription[]): Subscription | undefined {
  const own = subscriptions.filter(isSomebodys);
  return own.find(({ enabled }) => enabled) ?? own[0];
}

/** When the next edition comes, `Wed 25 Nov, 09:00`, local to the subscription; undefined while none is planned. */
export function nextText({ enabled, paused, nextRunAt, timetable: { zone } }: Subscription): string | undefined {
  if (!enabled || paused !== null || nextRunAt === null) return undefined;
  return formatRun({ date: localDateAt(nextRunAt, zone), at: nextRunAt }, zone);
}
