import type { Brand } from './brand.js';
import type { Instant } from './clock.js';
import type { IsoDate, Weekday } from './dates.js';

/** A time of day `HH:MM`, 00:00 to 23:59. */
export type LocalTime = Brand<string, 'LocalTime'>;
/** An IANA time zone that this machine knows, such as `Europe/Berlin`. */
export type TimeZone = Brand<string, 'TimeZone'>;

export interface Timetable {
  readonly time: LocalTime;
  readonly zone: TimeZone;
  readonly days: readonly Weekday[];
}

export interface Run {
  readonly date: IsoDate;
  readonly at: Instant;
}

/** Written by the schedule module: see the functions' contracts in the task. */
export declare function placeholder(): Run;
