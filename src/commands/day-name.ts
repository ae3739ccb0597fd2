import { addDays, type IsoDate, parseIsoDate, type Weekday, weekdayOf } from '../kernel/dates.js';
import type { DayName } from './command.js';

export const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** The day that a text names: `2026-11-24`, `today`, `yesterday`, `monday`, `mon`. Case does not matter. */
export function parseDayName(text: string): DayName | undefined {
  const name = text.toLowerCase();
  if (name === 'today') return { by: 'daysAgo', days: 0 };
  if (name === 'yesterday') return { by: 'daysAgo', days: 1 };
  const index = weekdayNames.findIndex((weekday) => weekday === name || weekday.slice(0, 3) === name);
  if (index >= 0) return { by: 'weekday', weekday: (index + 1) as Weekday };
  const date = parseIsoDate(name);
  return date === undefined ? undefined : { by: 'date', date };
}

/** The date that is meant on `today`. A weekday is the newest one that is not in the future. */
export function dateOf(day: DayName, today: IsoDate): IsoDate {
  if (day.by === 'date') return day.date;
  if (day.by === 'daysAgo') return addDays(today, -day.days);
  return addDays(today, -((weekdayOf(today) - day.weekday + 7) % 7));
}
