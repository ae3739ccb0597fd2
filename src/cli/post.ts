import type { Due } from '../editions/compose.js';
import { failureText } from '../editions/compose.js';
import type { PlanOutcome } from '../editions/planner.js';
import type { Subscription } from '../editions/subscription.js';
import { type IsoDate, longDate, weekdayOf } from '../kernel/dates.js';
import { BroadsheetError, exitCodes } from '../kernel/errors.js';
import { localDateAt, runAt } from '../kernel/schedule.js';
import { type Runtime, say } from './runtime.js';
import { openSession, type Session } from './session.js';
import { channelName, isTerminal } from './settings.js';

const graceMs = 10_000;

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
    await session.app.prepare();
    const due = await dueOn(session, runtime, options);
    const outcomes = await session.app.runEditions(due, runtime.interrupted);
    const codes = [];
    for (const outcome of outcomes) codes.push(await report(session, runtime, outcome));
    return Math.max(0, ...codes);
  } finally {
    await session.close(graceMs);
  }
}

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

async function report(session: Session, runtime: Runtime, outcome: PlanOutcome): Promise<number> {
  const { subscription, date } = outcome.due;
  const channel = `${channelName(subscription)}, ${longDate(date)} ${date.slice(0, 4)}`;
  switch (outcome.kind) {
    case 'already':
      say(runtime, `${channel}: its edition was posted before; nothing was posted now.`);
      return 0;
    case 'silent':
      say(runtime, `${channel}: nothing is new and no list was due; nothing was posted.`);
      return 0;
    case 'waiting':
      say(runtime, `${channel}: nothing was posted, ${failureText(outcome.failures, session.feeds)}.`);
      return exitCodes.unavailable;
    case 'planned':
      return reportPosts(session, runtime, channel, outcome);
  }
}

async function reportPosts(
  session: Session,
  runtime: Runtime,
  channel: string,
  { edition, content }: Extract<PlanOutcome, { kind: 'planned' }>,
): Promise<number> {
  const posts = await session.store.outbox.ofEdition(edition);
  const open = posts.filter(({ state }) => state.kind !== 'sent');
  const what =
    content.kind === 'line' ? 'one line, no papers' : `${content.entries.length} of ${content.total} new papers`;
  if (open.length === 0) {
    say(runtime, `${channel}: ${session.isDryRun ? 'would be posted' : 'posted'}, ${what}.`);
    return 0;
  }
  const reasons = [...new Set(open.map(({ state }) => ('reason' in state ? state.reason : 'not sent yet')))].join('; ');
  say(runtime, `${channel}: ${posts.length - open.length} of ${posts.length} messages posted (${reasons}).`);
  return exitCodes.unavailable;
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
