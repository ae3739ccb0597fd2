import type { Weekday } from './dates.js';
import { nearest } from './nearest.js';
import { type LocalTime, parseLocalTime, parseTimeZone, type TimeZone } from './schedule.js';

/** What people write for a time of day: `9am`, `9.30`, `0900`, `21 Uhr`. Undefined when it is none. */
export function meantTime(text: string): LocalTime | undefined {
  const match = /^(\d{1,2}?)\s*(?:[:.h-]?\s*(\d{2}))?\s*(am|pm|uhr|h|o'clock)?$/i.exec(text.trim());
  const [, hours = '', minutes = '00', half = ''] = match ?? [];
  if (match === null) return undefined;
  const morning = /[ap]m/i.test(half) ? Number(hours) % 12 : Number(hours);
  return parseLocalTime(`${/pm/i.test(half) ? morning + 12 : morning}:${minutes}`);
}

/** The zones that this machine knows by a canonical name. */
export const zoneNames = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];

const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1);

/** `+02:00`, `UTC+2`, `GMT -3`: people mean them as zones, but an offset knows no summer time. */
export const isOffset = (text: string): boolean => /^[a-z]{0,5}\s*[+-]\s*\d/i.test(text);

/** The zone that was probably meant by a name that is none: `Berlin` and `europe/berln` as `Europe/Berlin`. */
export function meantZone(text: string): TimeZone | undefined {
  if (isOffset(text)) return undefined;
  const city = nearest(cityOf(text), zoneNames().map(cityOf));
  const meant = zoneNames().find((zone) => cityOf(zone) === city) ?? nearest(text, zoneNames());
  return meant === undefined ? undefined : parseTimeZone(meant);
}

/** The days as they are written, Monday first. */
export const weekdayWords = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const fullNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** `Mon`, `monday` and `tues` as the number of the day. */
export function parseWeekday(text: string): Weekday | undefined {
  const wanted = text.toLowerCase();
  const index = fullNames.findIndex((name) => wanted.length >= 3 && name.startsWith(wanted));
  return index < 0 ? undefined : ((index + 1) as Weekday);
}

/** `tues`, `tus` and `tusday` as `tue`. */
export function meantWeekday(text: string): string | undefined {
  const meant = parseWeekday(text);
  return meant === undefined ? nearest(text, [...fullNames, ...weekdayWords])?.slice(0, 3) : weekdayWords[meant - 1];
}

const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const workdays: readonly Weekday[] = [1, 2, 3, 4, 5];

/** `daily` and `weekdays`, in some of their forms. */
function daysByName(text: string): readonly Weekday[] | undefined {
  if (/^(daily|all|always|every\s?day)$/i.test(text)) return everyDay;
  return /^(weekdays|workdays|working\s?days)$/i.test(text) ? workdays : undefined;
}

/** `mon-fri`, `sat to mon`: from one day to the other, over the end of the week where need be. */
function dayRange(text: string): readonly Weekday[] | undefined {
  const [first = '', last = '', ...more] = text.split(/\s*(?:-|–|\bto\b)\s*/i);
  const [from, to] = [parseWeekday(first), parseWeekday(last)];
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, ahead) => (((from - 1 + ahead) % 7) + 1) as Weekday);
}

/**
 * The weekdays that a text names, Monday first, none twice: `mon-fri`, `mon,wed,fri`, `mon wed fri`, `sat-mon, thu`, `daily`,
 * `weekdays`. Undefined when any of it is no day.
 */
export function parseDays(text: string): readonly Weekday[] | undefined {
  const named = daysByName(text.trim());
  if (named !== undefined) return named;
  const words = text
    .replace(/\s*(-|–|\bto\b)\s*/gi, '-')
    .split(/[\s,;&+]+|\band\b/i)
    .filter((word) => word !== '');
  const days = words.map((word) => {
    const day = parseWeekday(word);
    return day === undefined ? (dayRange(word) ?? daysByName(word)) : [day];
  });
  if (days.length === 0 || days.includes(undefined)) return undefined;
  return [...new Set(days.flatMap((some) => some ?? []))].toSorted((a, b) => a - b);
}

/** The days that somebody meant who wrote them otherwise, each as `mon`; empty when none can be made out. */
export function meantDays(text: string): readonly string[] {
  const days = daysByName(text) ?? forwardRange(text);
  if (days !== undefined) return days.flatMap((day) => weekdayWords[day - 1] ?? []);
  return [...new Set(text.split(/[\s,;]+/).flatMap((word) => meantWeekday(word) ?? []))];
}

function forwardRange(text: string): readonly Weekday[] | undefined {
  const days = dayRange(text);
  return days !== undefined && (days[0] ?? 0) <= (days.at(-1) ?? 0) ? days : undefined;
}

const dayWord = (day: Weekday): string => weekdayWords[day - 1] ?? '';
const dayLabel = (day: Weekday): string => `${dayWord(day).slice(0, 1).toUpperCase()}${dayWord(day).slice(1)}`;

/** Runs of at least three days in a row are one range, others stand for themselves. */
function daysText(days: readonly Weekday[], name: (day: Weekday) => string, comma: string): string {
  const runs: Weekday[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs
    .flatMap((run) => {
      const [first, last] = [run[0], run.at(-1)];
      if (first === undefined || last === undefined || run.length < 3) return run.map(name);
      return [`${name(first)}-${name(last)}`];
    })
    .join(comma);
}

/** For people: `Mon-Fri`, `Mon, Wed, Fri`, `every day`. Days are sorted and at least one. */
export const formatDays = (days: readonly Weekday[]): string =>
  days.length === 7 ? 'every day' : daysText(days, dayLabel, ', ');

/** As `parseDays` reads it: `mon-fri`, `mon,wed,fri`, `daily`. */
export const writeDays = (days: readonly Weekday[]): string =>
  days.length === 7 ? 'daily' : daysText(days, dayWord, ',');
