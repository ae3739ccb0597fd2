import type { Subscription } from '../../../src/editions/subscription.js';
import { instant } from '../../../src/kernel/clock.js';
import { latestRun, nextRun, type Run } from '../../../src/kernel/schedule.js';
import type { Repositories } from '../../../src/store/store.js';
import type { Slot } from './slots.js';
import type { World } from './world.js';

/** Settings are as people set them, and every date of an active channel has its edition, be it a skipped one. */
export async function subscriptionProblems(world: World, store: Repositories): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const slot of world.slots) problems.push(...(await ofSlot(slot, world, store)));
  return problems;
}

async function ofSlot(slot: Slot, world: World, store: Repositories): Promise<readonly string[]> {
  const known = await store.subscriptions.find(slot.id);
  const isOpen = world.platforms[slot.platform].stateOf(slot.target) === 'open';
  if (slot.wishes.length > 0 && isOpen) return [`${slot.id} waits for "${slot.wishes.join('", "')}"`];
  if (slot.wanted === undefined || known === undefined) return thereProblems(slot, known);
  const settings = settingsProblems(slot, known);
  if (settings.length > 0 || !slot.wanted.enabled) return settings;
  const pause = pauseProblems(slot, known, isOpen);
  return pause.length > 0 || !isOpen ? pause : editionProblems(slot, known, world, store);
}

function thereProblems({ id, wanted }: Slot, known: Subscription | undefined): readonly string[] {
  if (wanted !== undefined) return [`${id} is not set up`];
  return known === undefined ? [] : [`${id} is set up although nobody did`];
}

function pauseProblems({ id, isToldClosed }: Slot, { paused }: Subscription, isOpen: boolean): readonly string[] {
  if (isOpen && paused !== null) return [`${id} is paused (${paused}), although its channel is open`];
  return !isOpen && isToldClosed && paused === null ? [`${id} is not paused, although its channel is closed`] : [];
}

function settingsProblems({ id, wanted }: Slot, known: Subscription): readonly string[] {
  const text = (one: object): string => JSON.stringify(one);
  const there = {
    enabled: known.enabled,
    ...{ time: known.timetable.time, zone: known.timetable.zone, days: known.timetable.days },
    ...{ count: known.count, layout: known.layout },
  };
  const { enabled, time, zone, days, count, layout } = wanted ?? there;
  const asked = { enabled, time, zone, days, count, layout };
  return text(there) === text(asked) ? [] : [`${id} is set to ${text(there)}, not ${text(asked)}`];
}

/** The dates whose run lies between the beginning and now, not too many. */
function runsOf({ timetable }: Subscription, since: number, now: number): readonly Run[] {
  const runs: Run[] = [];
  const from = Math.max(since, now - 12 * 86_400_000);
  for (let run = nextRun(timetable, instant(from)); run.at <= now; run = nextRun(timetable, run.at)) runs.push(run);
  return runs;
}

async function editionProblems(
  slot: Slot,
  known: Subscription,
  world: World,
  store: Repositories,
): Promise<readonly string[]> {
  const now = world.botNow();
  const problems: string[] = [];
  for (const { date } of runsOf(known, slot.activeSince, now)) {
    if ((await store.editions.on(known.id, date)) === undefined) problems.push(`${slot.id} has no edition of ${date}`);
  }
  if (known.nextRunAt === null || known.nextRunAt <= now) problems.push(`${slot.id} is still due`);
  else problems.push(...(await nextProblems(known, now, store)));
  return problems;
}

/** The next edition is the first that can be: after now, of a date that has none. */
async function nextProblems(known: Subscription, now: number, store: Repositories): Promise<readonly string[]> {
  const [latest] = await store.editions.latest(known.id, 1);
  const { timetable, nextRunAt } = known;
  const first = nextRun(timetable, instant(now));
  let next = first;
  while (latest !== undefined && next.date <= latest.date) next = nextRun(timetable, next.at);
  const isAny = nextRunAt === next.at || nextRunAt === first.at;
  if (isAny) return [];
  const before = latestRun(timetable, instant(now))?.date ?? 'never';
  const at = new Date(nextRunAt ?? 0).toISOString();
  return [`${known.id} comes next at ${at}, not at ${new Date(next.at).toISOString()} (last run ${before})`];
}
