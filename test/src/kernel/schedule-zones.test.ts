import { expect, it } from 'vitest';
import { type Instant, instant } from '../../../src/kernel/clock.js';
import { addDays, type IsoDate, utcDateOf } from '../../../src/kernel/dates.js';
import { type LocalTime, nextRun, runAt, type TimeZone } from '../../../src/kernel/schedule.js';

/** What Intl says, which knows the zones but nothing of our rules. */
class Wall {
  readonly zone: TimeZone;
  readonly #form: Intl.DateTimeFormat;

  constructor(zone: string) {
    this.zone = zone as TimeZone;
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    this.#form = new Intl.DateTimeFormat('sv-SE', { ...digits, timeZone: zone });
  }

  /** `2026-11-25 09:00` */
  read(at: number): string {
    return this.#form.format(at);
  }

  offset(at: number): number {
    return Date.parse(`${this.read(at).replace(' ', 'T')}:00Z`) - at;
  }

  /** Every instant at which the clocks show that date and time, the earliest first. */
  instantsOf(date: IsoDate, time: string): readonly number[] {
    const asUtc = Date.parse(`${date}T${time}:00Z`);
    const offsets = new Set([-1, 1].map((days) => this.offset(asUtc + days * dayMs)));
    return [...offsets]
      .map((offset) => asUtc - offset)
      .filter((at) => this.read(at) === `${date} ${time}`)
      .toSorted((a, b) => a - b);
  }
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const end = Date.UTC(2029, 0, 1);
const times = ['00:00', '00:30', '02:00', '02:15', '09:00', '23:30'] as LocalTime[];

/** The dates around every change of the clocks within three years, and one ordinary week. */
function datesOfInterest(wall: Wall): readonly IsoDate[] {
  const dates = new Set<IsoDate>();
  const around = (at: number, days: number) => {
    for (let day = -1; day < days; day += 1) dates.add(addDays(utcDateOf(instant(at)), day));
  };
  around(start, 3);
  let offset = wall.offset(start);
  for (let at = start; at < end; at += 7 * dayMs) {
    const later = wall.offset(at + 7 * dayMs);
    let day = at;
    while (later !== offset && wall.offset(day + dayMs) === offset) day += dayMs;
    if (later !== offset) around(day, 3);
    offset = later;
  }
  return [...dates].toSorted();
}

function expectRightPlace(wall: Wall, date: IsoDate, time: LocalTime, at: Instant): void {
  const [first] = wall.instantsOf(date, time);
  if (first === at) return;
  const wanted = `${date} ${time}`;
  expect(first, `${wanted} exists in ${wall.zone}, but it ran at ${wall.read(at)}`).toBeUndefined();
  const onDate = wall.read(at).startsWith(date);
  const endsGap = wall.read(at) > wanted && wall.read(at - minuteMs) < wanted;
  const lastOfDate = wall.read(at) < wanted && wall.read(at + minuteMs) > `${date} 24`;
  expect(onDate && (endsGap || lastOfDate), `${wall.zone} ${wanted} ran at ${wall.read(at)}`).toBe(true);
}

function expectOneRunADate(wall: Wall, dates: readonly IsoDate[], time: LocalTime): void {
  let previous: Instant = instant(0);
  for (const date of dates) {
    const at = runAt(date, time, wall.zone) ?? instant(Number.NaN);
    expectRightPlace(wall, date, time, at);
    const next = nextRun({ time, zone: wall.zone, days: [1, 2, 3, 4, 5, 6, 7] }, instant(at - 1));
    const inOrder = at > previous && next.at === at && next.date === date;
    expect(inOrder, `${wall.zone} ${date} ${time}`).toBe(true);
    previous = at;
  }
}

it('has exactly one run a local date, at the right place and in order, in every zone over three years', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  expect(zones.length).toBeGreaterThan(300);
  for (const zone of zones) {
    const wall = new Wall(zone);
    const dates = datesOfInterest(wall);
    for (const time of times) expectOneRunADate(wall, dates, time);
  }
});
