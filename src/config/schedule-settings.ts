import type { Weekday } from '../kernel/dates.js';
import { type LocalTime, parseLocalTime, parseTimeZone } from '../kernel/schedule.js';
import { leaf, list, textLeaf } from './leaf.js';
import { nearest } from './nearest.js';

/** What people write for a time of day: `9am`, `9.30`, `0900`, `21 Uhr`. */
function meantTime(text: string): LocalTime | undefined {
  const match = /^(\d{1,2}?)\s*(?:[:.h-]?\s*(\d{2}))?\s*(am|pm|uhr|h|o'clock)?$/i.exec(text.trim());
  const [, hours = '', minutes = '00', half = ''] = match ?? [];
  if (match === null) return undefined;
  const morning = /[ap]m/i.test(half) ? Number(hours) % 12 : Number(hours);
  return parseLocalTime(`${/pm/i.test(half) ? morning + 12 : morning}:${minutes}`);
}

export const time = leaf({
  expected: 'a time of day from "00:00" to "23:59"',
  parse: (value) => (typeof value === 'string' ? parseLocalTime(value.trim()) : undefined),
  fix: (value) => {
    const meant = meantTime(String(value));
    return meant === undefined ? 'Write hours and minutes in quotes, such as "09:00".' : `Write "${meant}".`;
  },
});

const zoneNames = (): readonly string[] => Intl.supportedValuesOf('timeZone');
const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1);

function zoneFix(text: string): string {
  if (/^[a-z]{0,5}\s*[+-]\s*\d/i.test(text)) {
    return 'An offset knows no summer time: write the zone of a city, such as "Europe/Berlin".';
  }
  const city = nearest(cityOf(text), zoneNames().map(cityOf));
  const meant = zoneNames().find((zone) => cityOf(zone) === city) ?? nearest(text, zoneNames());
  return meant === undefined
    ? 'Write the zone of a city, such as "Europe/Berlin"; UTC works too.'
    : `Did you mean "${meant}"?`;
}

export const zone = textLeaf({
  expected: 'a time zone by its name, such as "Europe/Berlin"',
  parse: parseTimeZone,
  fix: zoneFix,
});

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const fullNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** `Mon`, `monday` and `tues` as the number of the day. */
export function parseWeekday(text: string): Weekday | undefined {
  const wanted = text.toLowerCase();
  const index = fullNames.findIndex((name) => wanted.length >= 3 && name.startsWith(wanted));
  return index < 0 ? undefined : ((index + 1) as Weekday);
}

/** `tues`, `tus` and `tusday` as `tue`. */
function meantWeekday(text: string): string | undefined {
  const meant = parseWeekday(text);
  return meant === undefined ? nearest(text, [...fullNames, ...weekdays])?.slice(0, 3) : weekdays[meant - 1];
}

const weekday = textLeaf({
  expected: 'a weekday: mon, tue, wed, thu, fri, sat or sun',
  parse: parseWeekday,
  fix: (text) => {
    const meant = meantWeekday(text);
    return meant === undefined ? 'Write one of mon, tue, wed, thu, fri, sat, sun.' : `Did you mean ${meant}?`;
  },
});

/** The days that somebody meant who wrote no list: `mon-fri`, `daily`, `sat, sun`. */
function meantDays(text: string): readonly string[] {
  if (/^(daily|all|always|every\s?day)$/i.test(text)) return weekdays;
  if (/^(weekdays|workdays|working days)$/i.test(text)) return weekdays.slice(0, 5);
  const [first = '', last = '', ...more] = text.split(/\s*(?:-|–|to)\s*/);
  const [from, to] = [parseWeekday(first), parseWeekday(last)];
  if (from !== undefined && to !== undefined && more.length === 0 && from <= to) return weekdays.slice(from - 1, to);
  return [...new Set(text.split(/[\s,;]+/).flatMap((word) => meantWeekday(word) ?? []))];
}

export const days = list(weekday, 'a list of weekdays', (value) => {
  const meant = meantDays(String(value));
  return `Write days: [${(meant.length === 0 ? weekdays.slice(0, 5) : meant).join(', ')}].`;
});
