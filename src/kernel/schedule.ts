import { Temporal } from 'temporal-polyfill';
import type { Brand } from './brand.js';
import { type Instant, instant } from './clock.js';
import { addDays, type IsoDate, shortDate, utcDateOf, type Weekday, weekdayOf } from './dates.js';
import { BroadsheetError } from './errors.js';

/** A time of day `HH:MM`, 00:00 to 23:59. */
export type LocalTime = Brand<string, 'LocalTime'>;
/** An IANA time zone that this machine knows, such as `Europe/Berlin`. */
export type TimeZone = Brand<string, 'TimeZone'>;

export interface Timetable {
  readonly time: LocalTime;
  readonly zone: TimeZone;
  /** At least one. */
  readonly days: readonly Weekday[];
}

/** One run of a timetable: there is at most one for a local date, so that the date names it. */
export interface Run {
  readonly date: IsoDate;
  readonly at: Instant;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;
const catchUpDays = 14;
/** Seven days find every weekday; a date that does not exist in the zone can cost seven more. */
const searchDays = 16;

/** The time that the text names, `9:00` as `09:00`; undefined when there is no such time of day. */
export function parseLocalTime(text: string): LocalTime | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  const [, hour = '', minute = ''] = match ?? [];
  if (match === null || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return `${hour.padStart(2, '0')}:${minute}` as LocalTime;
}

/**
 * The IANA zone that the text names, its case corrected, links kept as they are. Offsets such as `+02:00` are refused:
 * they know no daylight saving time.
 */
export function parseTimeZone(text: string): TimeZone | undefined {
  if (!/^[A-Za-z][\w+\-/]*$/.test(text)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId as TimeZone;
  } catch {
    return undefined;
  }
}

const zoned = (at: Instant, zone: TimeZone): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

const dateOf = (moment: Temporal.ZonedDateTime): IsoDate => moment.toPlainDate().toString() as IsoDate;

/** Zone arithmetic costs some 20 µs, and ten thousand channels share a few hundred zones and times. */
function memoised<Value>(capacity: number): (key: string, compute: () => Value) => Value {
  const known = new Map<string, { readonly value: Value }>();
  return (key, compute) => {
    const hit = known.get(key);
    if (hit !== undefined) return hit.value;
    if (known.size >= capacity) known.clear();
    const value = compute();
    known.set(key, { value });
    return value;
  };
}

const rememberDate = memoised<IsoDate>(4_096);
const rememberEnd = memoised<Instant>(4_096);
const rememberRun = memoised<Instant | undefined>(32_768);

/** The date on the wall in that zone. */
export const localDateAt = (at: Instant, zone: TimeZone): IsoDate =>
  rememberDate(`${zone} ${at}`, () => dateOf(zoned(at, zone)));

/** The time on the wall in that zone, to the minute. */
export const localTimeAt = (at: Instant, zone: TimeZone): LocalTime =>
  zoned(at, zone).toPlainTime().toString({ smallestUnit: 'minute' }) as LocalTime;

function findRun(date: IsoDate, time: LocalTime, zone: TimeZone): Instant | undefined {
  const wanted = Temporal.PlainDateTime.from(`${date}T${time}`);
  // Of a time that comes twice this is the first pass; of one that is left out, an instant before the gap.
  const earlier = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wanted)) return instant(earlier.epochMilliseconds);
  const gapEnd = earlier.getTimeZoneTransition('next')?.epochMilliseconds;
  if (gapEnd === undefined) return undefined;
  return [gapEnd, gapEnd - minuteMs].map(instant).find((at) => dateOf(zoned(at, zone)) === date);
}

/**
 * The instant at which a daily run of that time takes place on a local date. A time that the clocks leave out runs at the
 * first minute after the gap (02:30 at 03:00) or, when that is already the next date, at the last minute before it; a time
 * that comes twice runs at its first pass. Undefined only when the zone leaves out the whole date (Apia, 2011-12-30).
 */
export const runAt = (date: IsoDate, time: LocalTime, zone: TimeZone): Instant | undefined =>
  rememberRun(`${zone} ${time} ${date}`, () => findRun(date, time, zone));

function runOn(timetable: Timetable, date: IsoDate): Run | undefined {
  if (!timetable.days.includes(weekdayOf(date))) return undefined;
  const at = runAt(date, timetable.time, timetable.zone);
  return at === undefined ? undefined : { date, at };
}

/** The first run strictly after `after`. */
export function nextRun(timetable: Timetable, after: Instant): Run {
  // A local date is at most one day away from the UTC date.
  let date = addDays(utcDateOf(after), -1);
  for (let step = 0; step < searchDays; step += 1) {
    const run = runOn(timetable, date);
    if (run !== undefined && run.at > after) return run;
    date = addDays(date, 1);
  }
  throw new BroadsheetError('software', 'A timetable has no weekday.', 'Give each channel at least one day.');
}

/** The last run at or before `at`, when there was one within fourteen days. */
export function latestRun(timetable: Timetable, at: Instant): Run | undefined {
  let date = addDays(utcDateOf(at), 1);
  for (let step = 0; step < catchUpDays + 2; step += 1) {
    const run = runOn(timetable, date);
    if (run !== undefined && run.at <= at) return at - run.at <= catchUpDays * dayMs ? run : undefined;
    date = addDays(date, -1);
  }
  return undefined;
}

/** When the date is over: the first instant of the next date that exists in the zone. */
export const endOfDate = (date: IsoDate, zone: TimeZone): Instant =>
  rememberEnd(`${zone} ${date}`, () =>
    instant(Temporal.PlainDate.from(addDays(date, 1)).toZonedDateTime(zone).epochMilliseconds),
  );

/** `Wed 25 Nov, 09:00`, with the time that the clocks will show. */
export const formatRun = (run: Run, zone: TimeZone): string => `${shortDate(run.date)}, ${localTimeAt(run.at, zone)}`;
