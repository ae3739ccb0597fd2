import { addDays, type IsoDate } from '../../../src/kernel/dates.js';
import { type LocalTime, runAt, type TimeZone } from '../../../src/kernel/schedule.js';
import { FakeClock } from '../../fake/clock.js';
import type { Fault, FaultOutcome, FaultRun } from '../fault.js';
import { type Chance, chanceOf } from './chance.js';
import { Morning } from './morning.js';

const minuteMs = 60_000;
const channel = 'papers';
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'Pacific/Pago_Pago'];

/** When the process is back, on the wall of the channel. */
interface Return {
  readonly daysLater: number;
  readonly time: string;
}

interface Seen {
  readonly texts: readonly string[];
  readonly status: string;
  readonly skips: readonly unknown[];
  readonly errors: readonly string[];
  readonly duplicates: number;
  readonly date: IsoDate;
}

const clockTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** A process is down from shortly before 09:00 until that time; what there is half an hour later. */
async function away(run: FaultRun, { daysLater, time }: Return): Promise<Seen> {
  const { whole, one } = chanceOf(run.random);
  const zone = one(zones) as TimeZone;
  const date = `2026-11-${whole(10, 20)}` as IsoDate;
  const instantOf = (day: IsoDate, at: string): string =>
    new Date(runAt(day, at as LocalTime, zone) ?? Number.NaN).toISOString();
  const clock = new FakeClock(instantOf(date, '08:00'));
  const morning = await Morning.open(run, clock);
  await morning.subscribe([channel], { zone });
  const before = await morning.process();
  await before.run();
  await clock.advance(whole(30, 59) * minuteMs);
  await morning.stop(before);
  clock.jumpTo(instantOf(addDays(date, daysLater), time));
  const after = await morning.process();
  await after.run();
  await clock.advance(30 * minuteMs);
  const seen: Seen = {
    texts: morning.texts(channel),
    status: await morning.status(channel),
    skips: morning.log.lines.filter(({ event }) => event === 'edition.skipped').map(({ fields }) => fields.date),
    errors: morning.errors,
    duplicates: morning.duplicates,
    date,
  };
  await morning.stop(after);
  await morning.close();
  return seen;
}

type Check = readonly [isSo: boolean, otherwise: string];

const wrongOf = (seen: Seen, checks: readonly Check[]): readonly string[] => [
  ...checks.filter(([isSo]) => !isSo).map(([, otherwise]) => `${otherwise} (status: ${seen.status})`),
  ...seen.errors,
];

async function backInTime(run: FaultRun, { whole }: Chance): Promise<readonly string[]> {
  const seen = await away(run, { daysLater: 0, time: clockTime(whole(9 * 60 + 17, 23 * 60)) });
  const [list = ''] = seen.texts;
  return wrongOf(seen, [
    [seen.texts.length === 1, `Back on its date it posted ${seen.texts.length} times.`],
    [list.includes('Late: this edition was due at 09:00.'), `The late list does not say that it is: ${list}`],
    [seen.skips.length === 0, 'An edition that could be posted was skipped.'],
    [seen.status.includes('posted at'), '/paper status does not say that it was posted.'],
  ]);
}

/** Back on the next date, before its own edition is due. */
async function backTooLate(run: FaultRun, { whole }: Chance): Promise<readonly string[]> {
  const seen = await away(run, { daysLater: 1, time: clockTime(whole(1, 8 * 60 + 20)) });
  return wrongOf(seen, [
    [seen.texts.length === 0, 'The edition of a date that was over was posted.'],
    [seen.skips.join() === seen.date, `The log says of other dates that they were skipped: ${seen.skips.join()}.`],
    [seen.status.includes('skipped, the date was over'), '/paper status does not say that it was skipped.'],
  ]);
}

/** Back after some dates, when the edition of that date is due: that one comes, and only that one. */
async function backAfterDays(run: FaultRun, { whole }: Chance): Promise<readonly string[]> {
  const daysLater = whole(1, 5);
  const seen = await away(run, { daysLater, time: clockTime(whole(9 * 60 + 1, 22 * 60)) });
  const missed = Array.from({ length: daysLater }, (_, day) => addDays(seen.date, day));
  return wrongOf(seen, [
    [seen.texts.length === 1, `After ${daysLater} dates away it posted ${seen.texts.length} times.`],
    [seen.skips.join() === missed.join(), `Skipped: ${seen.skips.join()} in place of ${missed.join()}.`],
  ]);
}

export const downtime: Fault = {
  id: 'F14',
  title: 'the process is down when the edition is due',
  done: 'away from before 09:00 until later that day, the next morning, some days later',
  isFast: true,
  protections: [
    { file: 'src/editions/clockwork.js', take: 'if (run.date < this.#today(subscription))', put: 'if (false)' },
    { file: 'src/editions/compose.js', take: "now - due.runAt > lateAfterMs ? 'late' : null", put: 'null' },
    { file: 'src/editions/clockwork.js', take: 'await this.#recordSkipped(tx, subscription, run);', put: 'run;' },
  ],
  run: async (run): Promise<FaultOutcome> => {
    const chance = chanceOf(run.random);
    const wrong = [
      ...(await backInTime(run, chance)),
      ...(await backTooLate(run, chance)),
      ...(await backAfterDays(run, chance)),
    ];
    return { kind: 'ran', times: 3, figures: { editions: 2 }, wrong };
  },
};
