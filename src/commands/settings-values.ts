import { type Layout, mostPapers } from '../editions/subscription.js';
import type { Weekday } from '../kernel/dates.js';
import { type LocalTime, parseTimeZone, type TimeZone } from '../kernel/schedule.js';
import {
  isOffset,
  meantTime,
  meantWeekday,
  meantZone,
  parseDays,
  writeDays,
  zoneNames,
} from '../kernel/schedule-words.js';
import type { OptionField } from './menu.js';
import { nearest } from './nearest.js';

/** A value as understood, or one sentence that names the mistake and the right form. `meant` is what to write in its place. */
export type Reading<Value> =
  | { readonly value: Value }
  | { readonly message: string; readonly meant?: string | undefined };

/** One thing that can be set. */
export interface Setting<Value> {
  readonly example: string;
  /** What it is, for `help`. */
  readonly about: string;
  /** How a form asks for it. */
  readonly field: OptionField;
  /** How many of these words, which follow the key, are its value; at least one of them is there. */
  takes(words: readonly string[]): number;
  read(text: string): Reading<Value>;
  /** Values to offer. */
  offers(): readonly string[];
}

const quoted = (text: string): string => `"${text.slice(0, 40)}"`;

const oneWord = (): number => 1;

export const time: Setting<LocalTime> = {
  example: '8:30',
  about: "when the edition comes: 9:00, 17:30, 9am, by the channel's time zone",
  field: { suggests: true },
  takes: ([, next = '']) => (/^(?:am|pm|uhr|h|o'clock)$/i.test(next) ? 2 : 1),
  read: (text) => {
    const value = meantTime(text);
    if (value !== undefined) return { value };
    return { message: `${quoted(text)} is no time of day: write it as 9:00, 17:30 or 9am.` };
  },
  offers: () => ['8:00', '8:30', '9:00', '9:30', '10:00'],
};

const mostZoneWords = 3;
const asZone = (words: readonly string[]): string => words.join('_').toLowerCase();
const cities = (): readonly string[] => zoneNames().map((zone) => zone.slice(zone.lastIndexOf('/') + 1).toLowerCase());

export const zone: Setting<TimeZone> = {
  example: 'Europe/Berlin',
  about: 'the time zone that the time is meant in, by the name of a city: Europe/Berlin',
  field: { suggests: true },
  // People write `America/New York` and `New York`.
  takes: (words) => {
    const lengths = Array.from({ length: Math.min(mostZoneWords, words.length) }, (_, less) => words.length - less);
    const isZone = (length: number): boolean => {
      const name = asZone(words.slice(0, length));
      return length > 1 && (parseTimeZone(name) !== undefined || cities().includes(name));
    };
    return lengths.map((length) => Math.min(length, mostZoneWords)).find(isZone) ?? 1;
  },
  read: (text) => {
    const value = isOffset(text) ? undefined : parseTimeZone(text.replace(/\s+/g, '_'));
    if (value !== undefined) return { value };
    if (isOffset(text)) {
      return {
        message: `${quoted(text)} is an offset, which knows no summer time: write the zone of a city, as Europe/Berlin.`,
      };
    }
    const meant = meantZone(text.replace(/\s+/g, '_'));
    if (meant !== undefined) return { message: `There is no time zone ${quoted(text)}.`, meant };
    return {
      message: `There is no time zone ${quoted(text)}: write the zone of a city, as Europe/Berlin, or UTC.`,
    };
  },
  offers: zoneNames,
};

/** Says that more is to come: `mon -`, `mon,`, `mon and`. */
const goesOn = /^(?:to|and)$|[-–,;&]$/i;
const goesBefore = /^(?:to|and)$|^[-–,;&]/i;

/** `mon-fry` as `mon-fri`. */
function meantDays(text: string): string | undefined {
  const days = parseDays(text.replace(/[a-z]+/gi, (word) => meantWeekday(word) ?? word));
  return days === undefined ? undefined : writeDays(days);
}

export const days: Setting<readonly Weekday[]> = {
  example: 'mon-fri',
  about: 'on which days: mon-fri, mon,wed,fri, weekdays, daily',
  field: { suggests: true },
  takes: (words) => {
    let taken = 1;
    const goes = (next: string): boolean =>
      goesOn.test(words[taken - 1] ?? '') ||
      goesBefore.test(next) ||
      meantWeekday(next) !== undefined ||
      parseDays(words.slice(0, taken + 1).join(' ')) !== undefined;
    while (taken < words.length && goes(words[taken] ?? '')) taken += 1;
    return taken;
  },
  read: (text) => {
    const value = parseDays(text);
    if (value !== undefined) return { value };
    return {
      message: `${quoted(text)} is not a list of weekdays: write mon-fri, mon,wed,fri, weekdays or daily.`,
      meant: meantDays(text),
    };
  },
  offers: () => ['mon-fri', 'daily', 'mon,wed,fri'],
};

export const count: Setting<number> = {
  example: '5',
  about: `how many papers at most, 1 to ${mostPapers}; a list holds ten`,
  field: { kind: 'whole', least: 1, most: mostPapers },
  takes: oneWord,
  read: (text) => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= mostPapers) return { value };
    return { message: `${quoted(text)} is no count of papers: write a whole number from 1 to ${mostPapers}.` };
  },
  offers: () => ['5', '10', '15', '20'],
};

const layouts: readonly Layout[] = ['list', 'thread', 'cards'];

export const layout: Setting<Layout> = {
  example: 'thread',
  about: 'list (one message), thread (a list with the abstracts below it) or cards (one message a paper)',
  field: { values: layouts },
  takes: oneWord,
  read: (text) => {
    const value = layouts.find((name) => name === text.toLowerCase());
    if (value !== undefined) return { value };
    return {
      message: `There is no layout ${quoted(text)}: there are list, thread and cards.`,
      meant: nearest(text, layouts),
    };
  },
  offers: () => layouts,
};
