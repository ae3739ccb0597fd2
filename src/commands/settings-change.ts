import { nextRunOf } from '../editions/run-after.js';
import { mostInList, type Subscription, type SubscriptionId } from '../editions/subscription.js';
import type { Instant } from '../kernel/clock.js';
import type { TimeZone } from '../kernel/schedule.js';
import { formatDays } from '../kernel/schedule-words.js';
import type { CommandAnswer, CommandContext, SettingsChanges } from './command.js';
import type { SubscriptionUnit } from './command-deps.js';
import { noteAnswer } from './note.js';
import { nextText, ownSubscription } from './own-subscription.js';
import { onAnswer } from './settings-on.js';

/** Whose time zone a new subscription takes. */
interface OwnZone {
  readonly zone: TimeZone;
  readonly whose: 'yours' | 'default';
}

async function zoneOf({ deps, user }: CommandContext): Promise<OwnZone> {
  const zone = (await deps.profile(user))?.zone;
  return zone === undefined
    ? { zone: deps.defaults.edition.timetable.zone, whose: 'default' }
    : { zone, whose: 'yours' };
}

/** One that nobody has set yet: what the configuration says, in the zone of the person who asks. */
function fresh({ deps, user, target }: CommandContext, zone: TimeZone): Subscription {
  const { adapter, workspace, channel } = target;
  const { edition } = deps.defaults;
  return {
    ...edition,
    timetable: { ...edition.timetable, zone },
    id: `${adapter}:${workspace}/${channel}` as SubscriptionId,
    ...{ adapter, workspace, channel },
    managed: 'chat',
    enabled: false,
    nextRunAt: null,
    setUpBy: user.id,
    paused: null,
  };
}

function changed(subscription: Subscription, { count, layout, ...when }: SettingsChanges): Subscription {
  return {
    ...subscription,
    managed: 'chat',
    timetable: { ...subscription.timetable, ...when },
    count: count ?? subscription.count,
    layout: layout ?? subscription.layout,
  };
}

/** A list is voted on with the emoji of its numbers, and there are ten. */
function tooMany({ layout, count }: Subscription): string | undefined {
  if (layout !== 'list' || count <= mostInList) return undefined;
  return `A list holds at most ${mostInList} papers, not ${count}: write count ${mostInList}, or layout thread or layout cards.`;
}

/** A run that is due stays due unless something about it changed. */
async function planned(
  wanted: Subscription,
  before: Subscription | undefined,
  tx: SubscriptionUnit,
  now: Instant,
): Promise<Subscription> {
  if (!wanted.enabled || wanted.paused !== null) return { ...wanted, nextRunAt: null };
  const isSame = before?.nextRunAt != null && JSON.stringify(before.timetable) === JSON.stringify(wanted.timetable);
  if (isSame) return { ...wanted, nextRunAt: before.nextRunAt };
  return { ...wanted, nextRunAt: (await nextRunOf(tx.editions, wanted.id, wanted.timetable, now)).at };
}

interface Saved {
  readonly before: Subscription | undefined;
  readonly after: Subscription;
}

/** Reads, changes and saves in one go, so that two people who change something at once lose nothing. A text is why it cannot be. */
async function save(
  context: CommandContext,
  zone: TimeZone,
  change: (known: Subscription) => Subscription,
): Promise<Saved | string> {
  const { deps, target, now } = context;
  return deps.transaction(async (tx) => {
    const before = ownSubscription(await tx.subscriptions.inChannel(target));
    const wanted = change(before ?? fresh(context, zone));
    const problem = tooMany(wanted);
    if (problem !== undefined) return problem;
    const after = await planned(wanted, before, tx, now);
    await tx.subscriptions.save([after]);
    return { before, after };
  });
}

/** Switches the edition on, or goes on with one that is paused, and shows what it would hold. */
export async function switchOn(changes: SettingsChanges, context: CommandContext): Promise<CommandAnswer> {
  const { zone, whose } = await zoneOf(context);
  const saved = await save(context, zone, (known) => ({
    ...changed(known, changes),
    enabled: true,
    paused: null,
    setUpBy: known.enabled ? known.setUpBy : context.user.id,
  }));
  if (typeof saved === 'string') return noteAnswer(saved);
  const isChosen = saved.before !== undefined || changes.zone !== undefined;
  return onAnswer(saved.after, isChosen ? 'chosen' : whose, context);
}

export async function switchOff(context: CommandContext): Promise<CommandAnswer> {
  const own = ownSubscription(context.subscriptions);
  if (own === undefined)
    return noteAnswer('No morning edition comes to this channel, so there is nothing to switch off.');
  if (!own.enabled) return noteAnswer('The morning edition is off here already.');
  await save(context, own.timetable.zone, (known) => ({ ...changed(known, {}), enabled: false, paused: null }));
  return noteAnswer('The morning edition is off here now. Its settings stay; /paper settings on switches it on again.');
}

/** Sets some things anew, all of them or none. A channel without an edition keeps them for when it is switched on. */
export async function changeSettings(changes: SettingsChanges, context: CommandContext): Promise<CommandAnswer> {
  const { zone, whose } = await zoneOf(context);
  const saved = await save(context, zone, (known) => changed(known, changes));
  if (typeof saved === 'string') return noteAnswer(saved);
  const { before, after } = saved;
  const isNew = before === undefined && changes.zone === undefined;
  const zoneSaid = isNew ? ` The time zone is ${after.timetable.zone}${whose === 'yours' ? ', yours' : ''}.` : '';
  return noteAnswer(`Saved: ${changesText(changes)}.${zoneSaid} ${afterText(after)}`);
}

function changesText({ time, zone, days, count, layout }: SettingsChanges): string {
  const said = [
    time === undefined ? undefined : `time ${time}`,
    zone === undefined ? undefined : `time zone ${zone}`,
    days === undefined ? undefined : `days ${formatDays(days)}`,
    count === undefined ? undefined : `count ${count}`,
    layout === undefined ? undefined : `layout ${layout}`,
  ];
  return said.filter((one) => one !== undefined).join(', ');
}

function afterText(after: Subscription): string {
  if (!after.enabled) return 'The morning edition is still off here; /paper settings on switches it on.';
  if (after.paused !== null) return `The edition is paused: ${after.paused}; /paper settings on goes on with it.`;
  const next = nextText(after);
  return next === undefined ? 'No edition is planned.' : `The next edition comes ${next}.`;
}
