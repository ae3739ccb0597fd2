import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/kernel/clock.js';
import type { IsoDate, Weekday } from '../../../src/kernel/dates.js';
import {
  endOfDate,
  formatRun,
  type LocalTime,
  latestRun,
  localDateAt,
  localTimeAt,
  nextRun,
  parseLocalTime,
  parseTimeZone,
  runAt,
  type TimeZone,
} from '../../../src/kernel/schedule.js';

const at = (text: string) => instant(Date.parse(text));
const iso = (ms: number | undefined) =>
  ms === undefined ? undefined : new Date(ms).toISOString().replace(':00.000', '');
const workdays: readonly Weekday[] = [1, 2, 3, 4, 5];
const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

const timetable = (time: string, zone: string, days: readonly Weekday[] = workdays) => ({
  time: time as LocalTime,
  zone: zone as TimeZone,
  days,
});

const run = (date: string, time: string, zone: string) =>
  iso(runAt(date as IsoDate, time as LocalTime, zone as TimeZone));

describe('parseLocalTime', () => {
  it.each([
    ['09:00', '09:00'],
    ['9:00', '09:00'],
    ['0:05', '00:05'],
    ['23:59', '23:59'],
  ])('reads %s as %s', (text, time) => {
    expect(parseLocalTime(text)).toBe(time);
  });

  it.each(['24:00', '09:60', '9am', '9', '9:0', '09:00:00', ' 09:00', '-1:00', '', '٩:٠٠'])('refuses %j', (text) => {
    expect(parseLocalTime(text)).toBeUndefined();
  });
});

describe('parseTimeZone', () => {
  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['UTC', 'UTC'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['america/argentina/buenos_aires', 'America/Argentina/Buenos_Aires'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ])('reads %s as %s', (text, zone) => {
    expect(parseTimeZone(text)).toBe(zone);
  });

  it.each(['+02:00', '-05', 'Z', 'CET+1', 'Berlin', '', 'Europe / Berlin', '2024-01-01T00:00[Europe/Berlin]'])(
    'refuses %j',
    (text) => {
      expect(parseTimeZone(text)).toBeUndefined();
    },
  );

  it('knows every zone of this machine', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) expect(parseTimeZone(zone.toLowerCase())).toBe(zone);
  });
});

describe('the time on the wall', () => {
  it('is told for the zone', () => {
    const moment = at('2026-11-24T23:30:00Z');
    expect(localDateAt(moment, 'Asia/Tokyo' as TimeZone)).toBe('2026-11-25');
    expect(localTimeAt(moment, 'Asia/Tokyo' as TimeZone)).toBe('08:30');
    expect(localDateAt(moment, 'America/New_York' as TimeZone)).toBe('2026-11-24');
    expect(localTimeAt(at('2026-11-24T23:30:59.999Z'), 'America/New_York' as TimeZone)).toBe('18:30');
  });
});

describe('runAt', () => {
  it.each([
    ['an ordinary morning', '2026-11-25', '09:00', 'Europe/Berlin', '2026-11-25T08:00Z'],
    ['the same time in summer', '2026-07-01', '09:00', 'Europe/Berlin', '2026-07-01T07:00Z'],
    ['a time left out runs when the gap is over', '2027-03-14', '02:30', 'America/New_York', '2027-03-14T07:00Z'],
    ['the first minute of a gap', '2027-03-28', '02:00', 'Europe/Berlin', '2027-03-28T01:00Z'],
    ['a gap of half an hour', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30Z'],
    ['a gap at midnight', '2027-03-14', '00:30', 'America/Havana', '2027-03-14T05:00Z'],
    ['a gap that ends with the date', '2024-03-30', '23:30', 'America/Nuuk', '2024-03-31T00:59Z'],
    ['a time that comes twice runs at its first pass', '2027-11-07', '01:30', 'America/New_York', '2027-11-07T05:30Z'],
    ['the hour before midnight that comes twice', '2024-10-26', '23:30', 'America/Nuuk', '2024-10-27T00:30Z'],
    ['the day after', '2027-11-08', '01:30', 'America/New_York', '2027-11-08T06:30Z'],
  ])('%s: %s %s %s', (_what, date, time, zone, expected) => {
    expect(run(date, time, zone)).toBe(expected);
  });

  it('is undefined on a date that a zone leaves out, and only there', () => {
    expect(run('2011-12-30', '09:00', 'Pacific/Apia')).toBeUndefined();
    expect(run('2011-12-29', '23:59', 'Pacific/Apia')).toBe('2011-12-30T09:59Z');
    expect(run('2011-12-31', '00:00', 'Pacific/Apia')).toBe('2011-12-30T10:00Z');
  });
});

describe('nextRun', () => {
  it('is strictly after the instant, on an allowed weekday of the local date', () => {
    const berlin = timetable('09:00', 'Europe/Berlin');
    expect(nextRun(berlin, at('2026-11-25T07:59:59.999Z'))).toEqual({
      date: '2026-11-25',
      at: at('2026-11-25T08:00Z'),
    });
    expect(nextRun(berlin, at('2026-11-25T08:00:00Z')).date).toBe('2026-11-26');
    expect(nextRun(berlin, at('2026-11-27T08:00:00Z')).date).toBe('2026-11-30');
  });

  it('goes by the weekday of the zone, not of UTC', () => {
    const mondays = timetable('07:00', 'Pacific/Auckland', [1]);
    expect(nextRun(mondays, at('2026-11-25T00:00Z'))).toEqual({ date: '2026-11-30', at: at('2026-11-29T18:00Z') });
  });

  it('goes on to the next week when the only weekday falls on a date that is left out', () => {
    const fridays = timetable('09:00', 'Pacific/Apia', [5]);
    expect(nextRun(fridays, at('2011-12-28T00:00Z')).date).toBe('2012-01-06');
  });

  it('refuses a timetable without a weekday instead of searching for ever', () => {
    expect(() => nextRun(timetable('09:00', 'UTC', []), at('2026-11-25T00:00Z'))).toThrow('weekday');
  });

  it('is quick for ten thousand channels over a few hundred zones and times', () => {
    const zones = Intl.supportedValuesOf('timeZone').slice(0, 150);
    const now = at('2031-05-06T08:00Z');
    const started = performance.now();
    for (let channel = 0; channel < 10_000; channel += 1) {
      nextRun(timetable(channel % 2 === 0 ? '09:00' : '08:30', zones[channel % 150] ?? 'UTC'), now);
    }
    // Some 100 ms; the bound leaves room for a machine that does other things as well.
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('latestRun', () => {
  const berlin = timetable('09:00', 'Europe/Berlin');

  it('is the last one at or before the instant', () => {
    expect(latestRun(berlin, at('2026-11-25T08:00Z'))?.date).toBe('2026-11-25');
    expect(latestRun(berlin, at('2026-11-25T07:59Z'))?.date).toBe('2026-11-24');
    expect(latestRun(berlin, at('2026-11-30T07:59Z'))?.date).toBe('2026-11-27');
  });

  it('looks back fourteen days and no further', () => {
    const fridays = timetable('09:00', 'Pacific/Apia', [5]);
    expect(latestRun(fridays, at('2012-01-05T12:00Z'))?.date).toBe('2011-12-23');
    expect(latestRun(timetable('09:00', 'UTC', []), at('2026-11-25T00:00Z'))).toBeUndefined();
  });
});

describe('endOfDate', () => {
  it.each([
    ['2026-11-24', 'Europe/Berlin', '2026-11-24T23:00Z'],
    ['2027-03-28', 'Europe/Berlin', '2027-03-28T22:00Z'],
    ['2027-03-13', 'America/Havana', '2027-03-14T05:00Z'],
    ['2011-12-29', 'Pacific/Apia', '2011-12-30T10:00Z'],
  ])('of %s in %s is %s', (date, zone, expected) => {
    expect(iso(endOfDate(date as IsoDate, zone as TimeZone))).toBe(expected);
  });
});

describe('formatRun', () => {
  it('names the day and the time that the clocks will show', () => {
    const berlin = 'Europe/Berlin' as TimeZone;
    expect(formatRun(nextRun(timetable('09:00', berlin), at('2026-11-24T12:00Z')), berlin)).toBe('Wed 25 Nov, 09:00');
    const gap = nextRun(timetable('02:30', berlin, everyDay), at('2027-03-27T12:00Z'));
    expect(formatRun(gap, berlin)).toBe('Sun 28 Mar, 03:00');
  });
});

describe('any timetable at any instant', () => {
  const timetables = fc
    .record({
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
      zone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
      days: fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 }),
    })
    .map(({ hour, minute, zone, days }) =>
      timetable(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`, zone, days),
    );
  const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2032, 0, 1) }).map(instant);

  it('has its next run ahead, its latest run behind, and none in between', () => {
    fc.assert(
      fc.property(timetables, instants, (table, now) => {
        const next = nextRun(table, now);
        const latest = latestRun(table, now);
        expect(next.at).toBeGreaterThan(now);
        expect(latest?.at).toBeLessThanOrEqual(now);
        expect(nextRun(table, instant((latest?.at ?? 0) + 1))).toEqual(nextRun(table, now));
        expect(latestRun(table, next.at)).toEqual(next);
        expect(localDateAt(next.at, table.zone)).toBe(next.date);
        expect(endOfDate(next.date, table.zone)).toBeGreaterThan(next.at);
      }),
      { numRuns: 300 },
    );
  });
});
