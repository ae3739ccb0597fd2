import { type Instant, instant } from '../kernel/clock.js';
import type { IsoDate } from '../kernel/dates.js';
import { endOfDate, localDateAt, nextRun, type Run, type Timetable } from '../kernel/schedule.js';
import type { EditionRepository } from './repository.js';
import type { SubscriptionId } from './subscription.js';

/** The next run once the edition of `date` is there: never again on that date, which may have been early, and not in the past. */
export const runAfter = (timetable: Timetable, date: IsoDate, now: Instant): Run =>
  nextRun(timetable, instant(Math.max(now, endOfDate(date, timetable.zone) - 1)));

/**
 * When the clock is to make the next edition of a channel whose timetable was set anew: a date that has its edition already does not
 * get another, and none is older than the newest there is.
 */
export async function nextRunOf(
  editions: Pick<EditionRepository, 'latest'>,
  id: SubscriptionId,
  timetable: Timetable,
  now: Instant,
): Promise<Run> {
  const [latest] = await editions.latest(id, 1);
  const isThere = latest !== undefined && latest.date >= localDateAt(now, timetable.zone);
  return isThere ? runAfter(timetable, latest.date, now) : nextRun(timetable, now);
}
