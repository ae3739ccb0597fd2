import type { SubscriptionId } from '../../../src/editions/subscription.js';
import { type Clock, type Instant, instant } from '../../../src/kernel/clock.js';
import { addDays, type IsoDate, longDate, utcDateOf } from '../../../src/kernel/dates.js';
import { FakeClock } from '../../fake/clock.js';
import type { Fault, FaultOutcome, FaultRun } from '../fault.js';
import { passed } from '../play.js';
import { chanceOf } from './chance.js';
import { Morning } from './morning.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const jumps = 12;
const channel = 'papers';
const id = `lab/${channel}` as SubscriptionId;
/** Those of the list come first. */
const named = [dayMs, -hourMs];
/** Then somebody sets the clock, or sets it right again. */
const kinds = [dayMs, -hourMs, hourMs, -dayMs, -hourMs / 2, 2 * hourMs];

/** A wall clock that somebody sets; what waits goes by the other clock. */
class SetClock implements Clock {
  readonly #steady: FakeClock;
  #aheadMs = 0;

  constructor(start: string) {
    this.#steady = new FakeClock(start);
  }

  now = (): Instant => instant(this.#steady.now() + this.#aheadMs);
  monotonicMs = (): number => this.#steady.monotonicMs();
  sleep: Clock['sleep'] = (ms, signal) => this.#steady.sleep(ms, signal);
  everyMinute: Clock['everyMinute'] = (fire) => this.#steady.everyMinute(fire);

  set(byMs: number): void {
    this.#aheadMs += byMs;
  }

  advance = (ms: number): Promise<void> => this.#steady.advance(ms);
}

/** Dates that were on the wall, and those whose 09:00 is over, though the clock may have been set over it. */
class Dates {
  readonly #first: IsoDate;
  readonly seen = new Set<IsoDate>();
  readonly due = new Set<IsoDate>();

  constructor(now: Instant) {
    this.#first = utcDateOf(now);
  }

  look(now: Instant): void {
    const today = utcDateOf(now);
    this.seen.add(today);
    for (let date = this.#first; date < today; date = addDays(date, 1)) this.due.add(date);
    if (today >= this.#first && now % dayMs >= 9 * hourMs) this.due.add(today);
  }
}

/** What there is for each date that was due, and what it was told of. */
async function judged(morning: Morning<SetClock>, dates: Dates): Promise<FaultOutcome & { kind: 'ran' }> {
  const texts = morning.texts(channel);
  const skipped = linesOf(morning, 'edition.skipped').map(({ fields }) => fields.date);
  const wrong = [...morning.errors];
  const sum = { editions: texts.length, duplicates: 0, losses: 0 };
  for (const date of dates.due) {
    const lists = texts.filter((text) => text.includes(longDate(date))).length;
    const edition = await morning.store.editions.on(id, date);
    const isTold = edition?.kind === 'skipped' && skipped.includes(date);
    if (lists === 0 && !isTold) sum.losses += 1;
    sum.duplicates += Math.max(0, lists - 1);
  }
  const posts = morning.chat.count('post');
  if (posts > dates.seen.size) wrong.push(`It posted ${posts} times on ${dates.seen.size} dates.`);
  const plans = linesOf(morning, 'tick.planned').length;
  if (plans > dates.seen.size) wrong.push(`It planned ${plans} times on ${dates.seen.size} dates.`);
  return { kind: 'ran', times: jumps, figures: sum, wrong };
}

const linesOf = ({ log }: Morning<SetClock>, event: string) => log.lines.filter((line) => line.event === event);

async function play(run: FaultRun): Promise<FaultOutcome> {
  const { whole, one } = chanceOf(run.random);
  const clock = new SetClock('2026-11-24T08:50:00Z');
  const morning = await Morning.open(run, clock);
  await morning.subscribe([channel]);
  const app = await morning.process();
  await app.run();
  const dates = new Dates(clock.now());
  const moves: string[] = [];
  const live = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await clock.advance(minuteMs);
      dates.look(clock.now());
    }
  };
  await live(whole(1, 9));
  for (let jump = 0; jump < jumps; jump += 1) {
    const setMs = named[jump] ?? one(kinds);
    moves.push(`${setMs / hourMs} h at ${new Date(clock.now()).toISOString()}`);
    clock.set(setMs);
    await live(whole(11, 40));
  }
  const outcome = await judged(morning, dates);
  await morning.stop(app);
  await morning.close();
  return passed(outcome)
    ? outcome
    : { ...outcome, wrong: [...outcome.wrong, `The clock was set by ${moves.join(', ')}.`] };
}

export const clockJumps: Fault = {
  id: 'F16',
  title: 'the clock jumps',
  done: 'a day ahead, an hour back and others, around the time of the edition',
  isFast: true,
  protections: [
    { file: 'src/editions/clockwork.js', take: 'await this.#schedule(done);', put: '' },
    { file: 'src/editions/clockwork.js', take: 'if (run.date < this.#today(subscription))', put: 'if (false)' },
  ],
  run: play,
};
