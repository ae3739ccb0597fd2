import type { Brand } from './brand.js';
import type { Instant } from './clock.js';

/** A calendar date `YYYY-MM-DD` that exists. Listing days are UTC dates, edition dates are local dates; both compare as text. */
export type IsoDate = Brand<string, 'IsoDate'>;

/** Monday is 1, Sunday is 7, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const dayMs = 86_400_000;
const shape = /^\d{4}-\d{2}-\d{2}$/;

/** The date that the text names, or undefined when no such day exists. */
export function parseIsoDate(text: string): IsoDate | undefined {
  if (!shape.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time)) return undefined;
  return new Date(time).toISOString().slice(0, 10) === text ? (text as IsoDate) : undefined;
}

export const utcDateOf = (at: Instant): IsoDate => new Date(at).toISOString().slice(0, 10) as IsoDate;

const utcMidnight = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`);

export const addDays = (date: IsoDate, days: number): IsoDate =>
  utcDateOf((utcMidnight(date) + days * dayMs) as Instant);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => (utcMidnight(to) - utcMidnight(from)) / dayMs;

export const weekdayOf = (date: IsoDate): Weekday => (new Date(utcMidnight(date)).getUTCDay() || 7) as Weekday;

export const earlierOf = (a: IsoDate, b: IsoDate): IsoDate => (a < b ? a : b);

const names = { timeZone: 'UTC', day: 'numeric' } as const;
const longForm = new Intl.DateTimeFormat('en-GB', { ...names, weekday: 'long', month: 'long' });
const longWithYear = new Intl.DateTimeFormat('en-GB', { ...names, weekday: 'long', month: 'long', year: 'numeric' });
const shortForm = new Intl.DateTimeFormat('en-GB', { ...names, weekday: 'short', month: 'short' });

const parts = (form: Intl.DateTimeFormat, date: IsoDate): Record<string, string> =>
  Object.fromEntries(form.formatToParts(utcMidnight(date)).map((part) => [part.type, part.value]));

/** `Tuesday, 24 November`; with the year when it is not the year of `today`. */
export function longDate(date: IsoDate, today: IsoDate = date): string {
  const sameYear = date.slice(0, 4) === today.slice(0, 4);
  const { weekday, day, month, year } = parts(sameYear ? longForm : longWithYear, date);
  return `${weekday}, ${day} ${month}${sameYear ? '' : ` ${year}`}`;
}

/** `24 Nov`; with the year when it is not the year of `today`. */
export function dayAndMonth(date: IsoDate, today: IsoDate): string {
  const short = shortDate(date).replace(/^\S+ /, '');
  return date.slice(0, 4) === today.slice(0, 4) ? short : `${short} ${date.slice(0, 4)}`;
}

/** `Tue 24 Nov`. */
export function shortDate(date: IsoDate): string {
  const { weekday, day, month } = parts(shortForm, date);
  return `${weekday} ${day} ${month === 'Sept' ? 'Sep' : month}`;
}
