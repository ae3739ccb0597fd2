import { addDays, type IsoDate, parseIsoDate } from '../kernel/dates.js';

const shape = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

const isoDate = (year: string, month: string, day: string): IsoDate | undefined =>
  parseIsoDate(`${year}-${month}-${day}`);

/** The first day of a year `2025`, a month `2025-03` or a day; undefined for anything else. */
export function firstDayOf(text: string): IsoDate | undefined {
  const [, year, month = '01', day = '01'] = shape.exec(text) ?? [];
  return year === undefined ? undefined : isoDate(year, month, day);
}

/** The last day of a year, a month or a day. */
export function lastDayOf(text: string): IsoDate | undefined {
  const [, year, month = '12', day] = shape.exec(text) ?? [];
  if (year === undefined) return undefined;
  if (day !== undefined) return isoDate(year, month, day);
  const first = isoDate(year, month, '01');
  return first === undefined ? undefined : addDays(isoDate(...nextMonth(first)) ?? first, -1);
}

function nextMonth(first: IsoDate): [year: string, month: string, day: string] {
  const year = Number(first.slice(0, 4));
  const month = Number(first.slice(5, 7));
  const [nextYear, next] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return [String(nextYear).padStart(4, '0'), String(next).padStart(2, '0'), '01'];
}

/** The shortest text that `read` takes for this day. */
export const shortestDate = (date: IsoDate, read: (text: string) => IsoDate | undefined): string =>
  [date.slice(0, 4), date.slice(0, 7)].find((text) => read(text) === date) ?? date;
