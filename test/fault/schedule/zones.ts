import { type Instant, instant } from '../../../src/kernel/clock.js';
import { addDays, type IsoDate } from '../../../src/kernel/dates.js';
import { type LocalTime, nextRun, type TimeZone } from '../../../src/kernel/schedule.js';
import { FakeClock } from '../../fake/clock.js';
import type { Fault, FaultOutcome, FaultRun } from '../fault.js';
import { type Chance, chanceOf } from './chance.js';
import { Morning } from './morning.js';
import { Wall } from './wall.js';

/** Twenty seeds in a row, as the nightly run has them, take every zone. */
const shares = 20;
/** Those whose clocks change in an uncommon way are in every share: over midnight, at midnight, by half an hour; and a common one. */
const uncommon = ['America/Nuuk', 'America/Godthab', 'Asia/Beirut', 'Australia/Lord_Howe', 'Europe/Berlin'];
const start = Date.UTC(2026, 0, 1);
const end = Date.UTC(2029, 0, 1);
const minuteMs = 60_000;
const dayMs = 86_400_000;
const everyDay = [1, 2, 3, 4, 5, 6, 7] as const;
/** Changes of the clocks that are lived through with the whole program; the timetables alone go through all of them. */
const livedThrough = 2;

interface Span {
  readonly from: number;
  readonly until: number;
}

const years: Span = { from: start, until: end };
const around = (at: number): Span => ({ from: at - 2 * dayMs, until: at + 2 * dayMs });

interface Change {
  readonly wall: Wall;
  readonly at: number;
  readonly time: string;
}

const timeText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** The time on the wall, moved by some minutes within its day. */
function timeNear(wall: Wall, at: number, byMinutes: number): string {
  const shown = wall.read(at).slice(11);
  const minutes = Number(shown.slice(0, 2)) * 60 + Number(shown.slice(3)) + byMinutes;
  return timeText(((minutes % 1_440) + 1_440) % 1_440);
}

/** Times of day that may be left out or come twice at that change, and midnight. */
const timesNear = (wall: Wall, at: number, { whole }: Chance): readonly string[] => [
  timeNear(wall, at - minuteMs, -whole(0, 59)),
  timeNear(wall, at, -whole(0, 59)),
  timeNear(wall, at, whole(0, 59)),
  timeText(whole(0, 59)),
];

/** Follows a timetable over some time: every local date once, in order, each at its place. */
function trouble(wall: Wall, time: string, { from, until }: Span): string | undefined {
  const timetable = { time: time as LocalTime, zone: wall.zone as TimeZone, days: everyDay };
  let at: Instant = instant(from);
  let expected = addDays(wall.dateAt(from) as IsoDate, wall.read(from).slice(11) < time ? 0 : 1);
  while (at < until) {
    const run = nextRun(timetable, at);
    if (run.date !== expected || wall.dateAt(run.at) !== expected || run.at <= at)
      return `${wall.zone} ${time}: after ${wall.read(at)} comes ${wall.read(run.at)} for ${run.date}, not ${expected}.`;
    if (!wall.isPlaceOf(time, run.at)) return `${wall.zone}: the run of ${time} is at ${wall.read(run.at)}.`;
    at = run.at;
    expected = addDays(expected, 1);
  }
  return undefined;
}

/** The whole program, minute by minute, through the day of a change: one post a date. */
async function live(run: FaultRun, { wall, at, time }: Change): Promise<FaultOutcome & { kind: 'ran' }> {
  const clock = new FakeClock(new Date(at - dayMs / 2).toISOString());
  const morning = await Morning.open(run, clock);
  await morning.subscribe(['papers'], { time, zone: wall.zone });
  const app = await morning.process();
  await app.run();
  const first = nextRun({ time: time as LocalTime, zone: wall.zone as TimeZone, days: everyDay }, clock.now()).date;
  await clock.advance(1.5 * dayMs);
  const today = wall.dateAt(clock.now());
  const last = wall.read(clock.now()).slice(11) > time ? today : addDays(today as IsoDate, -1);
  const seen = morning.chat.messages.map(({ postedAt }) => wall.dateAt(postedAt));
  await morning.stop(app);
  await morning.close();
  const dates = new Set(seen);
  const expected = datesFrom(first, last as IsoDate);
  const missed = expected.filter((date) => !dates.has(date));
  const wrong =
    missed.length === 0 ? [] : [`${wall.zone} ${time}: no post on ${missed.join()}; there were ${seen.join()}.`];
  const figures = { editions: dates.size, duplicates: seen.length - dates.size, losses: missed.length };
  return { kind: 'ran', times: 1, figures, wrong: [...wrong, ...morning.errors] };
}

function datesFrom(first: IsoDate, last: IsoDate): readonly IsoDate[] {
  const dates: IsoDate[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
}

interface Share {
  readonly wrong: readonly string[];
  readonly times: number;
  readonly changes: readonly Change[];
}

/** What the timetables of a zone make of times near one of its changes. */
function timetablesOf(wall: Wall, chance: Chance): Share {
  const all = wall.changes(start, end);
  const at = all.length === 0 ? start : chance.one(all);
  const change = { wall, at, time: chance.one(timesNear(wall, at, chance).slice(0, 3)) };
  const near = all.flatMap((one) => timesNear(wall, one, chance).map((time) => trouble(wall, time, around(one))));
  const wrong = [trouble(wall, change.time, years), ...near].filter((one) => one !== undefined);
  return { wrong, times: 1 + near.length, changes: all.length === 0 ? [] : [change] };
}

async function run(fault: FaultRun): Promise<FaultOutcome> {
  const chance = chanceOf(fault.random);
  const shared = Intl.supportedValuesOf('timeZone')
    .filter((zone, place) => place % shares === fault.seed % shares || uncommon.includes(zone))
    .map((zone) => timetablesOf(new Wall(zone), chance));
  const changes = shared.flatMap((share) => share.changes);
  const lived: (FaultOutcome & { kind: 'ran' })[] = [];
  for (let count = 0; count < livedThrough && changes.length > 0; count += 1) {
    lived.push(await live(fault, chance.one(changes)));
  }
  const sum = (name: 'editions' | 'duplicates' | 'losses'): number =>
    lived.reduce((total, { figures }) => total + (figures[name] ?? 0), 0);
  return {
    kind: 'ran',
    times: shared.reduce((total, { times }) => total + times, lived.length),
    figures: { editions: sum('editions'), duplicates: sum('duplicates'), losses: sum('losses') },
    wrong: [...shared, ...lived].flatMap(({ wrong }) => wrong),
  };
}

export const zones: Fault = {
  id: 'F15',
  title: 'clocks that change',
  done: 'a twentieth of all zones over three years, some changes lived through by the minute',
  isFast: false,
  protections: [
    { file: 'src/kernel/schedule.js', take: "disambiguation: 'earlier'", put: "disambiguation: 'later'" },
    { file: 'src/kernel/schedule.js', take: '[gapEnd, gapEnd - minuteMs].map(instant)', put: '[gapEnd].map(instant)' },
  ],
  run,
};
