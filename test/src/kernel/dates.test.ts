import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/kernel/clock.js';
import {
  addDays,
  daysBetween,
  earlierOf,
  type IsoDate,
  longDate,
  parseIsoDate,
  shortDate,
  utcDateOf,
  weekdayOf,
} from '../../../src/kernel/dates.js';

const date = (text: string) => text as IsoDate;

const anyDate = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((day) => utcDateOf(instant(day.getTime())));

describe('parseIsoDate', () => {
  it.each(['2026-11-25', '2024-02-29'])('reads %s', (text) => {
    expect(parseIsoDate(text)).toBe(text);
  });

  it.each(['2026-02-30', '2023-02-29', '2026-13-01', '2026-1-5', '25.11.2026', '2026-11-25T00:00', 'today', ''])(
    'refuses %j, which is no date',
    (text) => {
      expect(parseIsoDate(text)).toBeUndefined();
    },
  );
});

describe('counting days', () => {
  it('crosses months, years and leap days', () => {
    expect(addDays(date('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addDays(date('2026-12-31'), 1)).toBe('2027-01-01');
    expect(addDays(date('2026-03-01'), -1)).toBe('2026-02-28');
    expect(daysBetween(date('2024-02-28'), date('2024-03-01'))).toBe(2);
  });

  it('comes back to where it started', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -4_000, max: 4_000 }), (day, days) => {
        const other = addDays(day, days);
        expect(daysBetween(day, other)).toBe(days);
        expect(weekdayOf(addDays(day, 7 * days))).toBe(weekdayOf(day));
        expect(earlierOf(day, other)).toBe(days < 0 ? other : day);
      }),
    );
  });

  it('begins the week on Monday', () => {
    expect(weekdayOf(date('2026-11-23'))).toBe(1);
    expect(weekdayOf(date('2026-11-29'))).toBe(7);
  });
});

describe('the way a date is written', () => {
  it('has the year only when it is not the current one', () => {
    expect(longDate(date('2026-11-24'))).toBe('Tuesday, 24 November');
    expect(longDate(date('2026-11-24'), date('2026-12-01'))).toBe('Tuesday, 24 November');
    expect(longDate(date('2025-03-04'), date('2026-12-01'))).toBe('Tuesday, 4 March 2025');
  });

  it('is short with three letters a month, September too', () => {
    expect(shortDate(date('2026-11-24'))).toBe('Tue 24 Nov');
    expect(shortDate(date('2026-09-01'))).toBe('Tue 1 Sep');
  });
});
