import { parseLocalTime, parseTimeZone } from '../kernel/schedule.js';
import {
  isOffset,
  meantDays,
  meantTime,
  meantWeekday,
  meantZone,
  parseWeekday,
  weekdayWords,
} from '../kernel/schedule-words.js';
import { leaf, list, textLeaf } from './leaf.js';

export { parseWeekday };

export const time = leaf({
  expected: 'a time of day from "00:00" to "23:59"',
  parse: (value) => (typeof value === 'string' ? parseLocalTime(value.trim()) : undefined),
  fix: (value) => {
    const meant = meantTime(String(value));
    return meant === undefined ? 'Write hours and minutes in quotes, such as "09:00".' : `Write "${meant}".`;
  },
});

function zoneFix(text: string): string {
  if (isOffset(text)) {
    return 'An offset knows no summer time: write the zone of a city, such as "Europe/Berlin".';
  }
  const meant = meantZone(text);
  return meant === undefined
    ? 'Write the zone of a city, such as "Europe/Berlin"; UTC works too.'
    : `Did you mean "${meant}"?`;
}

export const zone = textLeaf({
  expected: 'a time zone by its name, such as "Europe/Berlin"',
  parse: parseTimeZone,
  fix: zoneFix,
});

const weekday = textLeaf({
  expected: 'a weekday: mon, tue, wed, thu, fri, sat or sun',
  parse: parseWeekday,
  fix: (text) => {
    const meant = meantWeekday(text);
    return meant === undefined ? 'Write one of mon, tue, wed, thu, fri, sat, sun.' : `Did you mean ${meant}?`;
  },
});

export const days = list(weekday, 'a list of weekdays', (value) => {
  const meant = meantDays(String(value));
  return `Write days: [${(meant.length === 0 ? weekdayWords.slice(0, 5) : meant).join(', ')}].`;
});
