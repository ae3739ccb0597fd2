import type { Due } from '../editions/compose.js';
import type { Subscription } from '../editions/subscription.js';
import { type IsoDate, weekdayOf } from '../kernel/dates.js';
import { BroadsheetError } from '../kernel/errors.js';
import { localDateAt, runAt } from '../kernel/schedule.js';
import { reportEdition, reportMissing } from './post-report.js';
import { interruptedCode, type Runtime, say } from './runtime.js';
import { openSession, type Session } from './session.js';
import { channelName, isTerminal } from './settings.js';

const graceMs = 8_000;
/** Posts that a platform puts off for longer are left to the running bot. */
const deliveryMs = 120_000;

export interface PostOptions {
  /** The edition's local date; each channel's own today when null. */
  readonly date: IsoDate | null;
  /** Only this channel, by its name; all that were due when null. */
  readonly channel: string | null;
  readonly dryRun: boolean;
}

/** Posts the edition of a date, as the clock would have done, and says for each channel what became of it. */
export async function post(runtime: Runtime, options: PostOptions): Promise<number> {
  const session = await openSession(runtime, { dryRun: options.dryRun });
  try {
    await session.open();
    await session.app.prepare();
    const asked = await dueOn(session, runtime, options);
    const due = asked.filter(({ subscription }) => session.runs(subscription.adapter));
    const began = runtime.clock.now();
    const outcomes = await session.app.runEditions(due, runtime.interrupted, patienceFor(due));
    const codes = asked.filter((one) => !due.includes(one)).map((one) => reportMissing(runtime, one));
    for (const outcome of outcomes) {
      if (outcome.kind === 'waiting' && runtime.interrupted.aborted) continue;
      codes.push(await reportEdition({ session, runtime, began }, outcome));
    }
    if (!runtime.interrupted.aborted) return Math.max(0, ...codes);
    say(runtime, 'Interrupted; what was not posted yet stays as it was.');
    return interruptedCode;
  } finally {
    await session.close(graceMs);
  }
}

/** What the terminal does not take now it does not take in two minutes either. */
const patienceFor = (due: readonly Due[]): number =>
  due.every(({ subscription }) => isTerminal(subscription)) ? 0 : deliveryMs;

async function dueOn(session: Session, runtime: Runtime, { date, channel }: PostOptions): Promise<readonly Due[]> {
  const subscriptions = (await session.store.subscriptions.all()).filter(({ enabled }) => enabled);
  const named = subscriptions.filter((subscription) => channel === null || channelName(subscription) === channel);
  if (named.length === 0) throw noChannel(channel, subscriptions);
  const due = named.map((subscription) => dueOf(subscription, date, runtime)).filter((one) => one !== undefined);
  const onItsDay = due.filter(
    ({ subscription, date: day }) => channel !== null || isTerminal(subscription) || isDay(subscription, day),
  );
  if (onItsDay.length > 0) return onItsDay;
  throw new BroadsheetError(
    'usage',
    `No channel has an edition on ${date ?? 'this weekday'}.`,
    'Name one with --channel to post its edition anyway.',
  );
}

const isDay = ({ timetable }: Subscription, date: IsoDate): boolean => timetable.days.includes(weekdayOf(date));

function dueOf(subscription: Subscription, asked: IsoDate | null, { clock }: Runtime): Due | undefined {
  const { zone, time } = subscription.timetable;
  const today = localDateAt(clock.now(), zone);
  const date = asked ?? today;
  if (date > today) {
    throw new BroadsheetError(
      'usage',
      `${date} has not begun in ${zone}, so it has no edition yet.`,
      `Use today's date (${today}) or an earlier one.`,
    );
  }
  const at = runAt(date, time, zone);
  return at === undefined ? undefined : { subscription, date, runAt: at, by: 'operator' };
}

function noChannel(channel: string | null, known: readonly Subscription[]): BroadsheetError {
  const names = known.map(channelName).join(', ');
  return new BroadsheetError(
    'usage',
    channel === null
      ? 'No channel has the morning edition on.'
      : `There is no channel ${channel} with a morning edition.`,
    names === '' ? 'Add one under channels: in the configuration.' : `Use one of: ${names}.`,
  );
}
