import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Weekday } from '../../../src/kernel/dates.js';
import {
  formatDays,
  isOffset,
  meantTime,
  meantZone,
  parseDays,
  writeDays,
} from '../../../src/kernel/schedule-words.js';

const weekdays = fc.subarray<Weekday>([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
const two = (value: number): string => String(value).padStart(2, '0');

describe('days', () => {
  it('that were written are read as the same days', () => {
    fc.assert(
      fc.property(weekdays, (days) => {
        expect(parseDays(writeDays(days))).toEqual(days);
        if (days.length < 7) expect(parseDays(formatDays(days))).toEqual(days);
      }),
    );
  });

  it('come in the forms that people use', () => {
    for (const text of [
      'mon-fri',
      'Mon - Fri',
      'monday to friday',
      'weekdays',
      'working days',
      'mon tue wed thu fri',
    ]) {
      expect(parseDays(text)).toEqual([1, 2, 3, 4, 5]);
    }
    for (const text of ['mon,wed,fri', 'mon, wed and fri', 'fri wed mon', 'mon; wed; fri', 'mon mon wed fri']) {
      expect(parseDays(text)).toEqual([1, 3, 5]);
    }
    expect(parseDays('daily')).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(parseDays('sat-mon')).toEqual([1, 6, 7]);
    expect(parseDays('mon-wed, sat')).toEqual([1, 2, 3, 6]);
  });

  it('are none where any of it is no day', () => {
    for (const text of ['', ' ', 'mon, foo', 'mon-', '-fri', 'mo', '1-5', 'mon-tue-wed']) {
      expect(parseDays(text)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const days = parseDays(text);
        expect(days === undefined || days.length > 0).toBe(true);
      }),
    );
  });
});

describe('a time', () => {
  it('is read the same in every form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
        const time = `${two(hour)}:${two(minute)}`;
        const half = `${hour % 12 === 0 ? 12 : hour % 12}:${two(minute)}${hour < 12 ? 'am' : ' PM'}`;
        const forms = [time, `${hour}:${two(minute)}`, `${hour}.${two(minute)}`, `${two(hour)}${two(minute)}`, half];
        for (const form of forms) expect(meantTime(form)).toBe(time);
      }),
    );
    expect(meantTime('9am')).toBe('09:00');
  });

  it('is none outside the day', () => {
    for (const text of ['24:00', '25:00', '9:60', 'soon', '', '-1', '9:0:0']) expect(meantTime(text)).toBeUndefined();
  });
});

it('knows zones by their city, and offsets as none', () => {
  expect(meantZone('Berlin')).toBe('Europe/Berlin');
  expect(meantZone('europe/berln')).toBe('Europe/Berlin');
  expect(meantZone('New_York')).toBe('America/New_York');
  expect(isOffset('UTC+2')).toBe(true);
  expect(meantZone('+02:00')).toBeUndefined();
});
