import { type Instant, instant } from '../kernel/clock.js';
import type { IsoDate } from '../kernel/dates.js';
import { endOfDate, nextRun, type Run, type Timetable } from '../kernel/schedule.js';

/** The next run once the edition of `date` is there: never again on that date, which may have been early, and not in the past. */
export const runAfter = (timetable: Timetable, date: IsoDate, now: Instant): Run =>
  nextRun(timetable, instant(Math.max(now, endOfDate(date, timetable.zone) - 1)));
