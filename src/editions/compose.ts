import type { Instant } from '../kernel/clock.js';
import { addDays, type IsoDate, longDate } from '../kernel/dates.js';
import { formatRun, localDateAt, localTimeAt } from '../kernel/schedule.js';
import type { FailedReading } from '../papers/collect.js';
import type { PaperFeed } from '../papers/feed.js';
import type { FeedId } from '../papers/listing.js';
import type { EditionContent, Mark } from './content.js';
import type { Material } from './gather.js';
import type { Plan } from './plan.js';
import { runAfter } from './run-after.js';
import type { Subscription } from './subscription.js';

type Feeds = ReadonlyMap<FeedId, PaperFeed>;

/** The edition of one local date that one subscription is to get. */
export interface Due {
  readonly subscription: Subscription;
  readonly date: IsoDate;
  /** When the clock meant it to run. */
  readonly runAt: Instant;
  /** `clock`: at its time, or late on its date. `operator`: somebody asks for it, any date. `sample`: the sample stands in. */
  readonly by: 'clock' | 'operator' | 'sample';
}

export function markOf(due: Due, now: Instant, lateAfterMs: number): Mark {
  if (due.by === 'sample') return 'sample';
  const { zone } = due.subscription.timetable;
  if (due.date < localDateAt(now, zone)) return 'replayed';
  return due.by === 'clock' && now - due.runAt > lateAfterMs ? 'late' : null;
}

/** How people vote on a list: with the emoji on it, or with buttons below it. */
export type VotesBy = 'reactions' | 'buttons';

/** The list that the plan chose. */
export function composePapers(
  due: Due,
  plan: Plan,
  mark: Mark,
  remarks: readonly string[],
  votesBy: VotesBy,
): EditionContent {
  return {
    kind: 'papers',
    date: mark === 'sample' ? (plan.shown[0]?.day ?? due.date) : due.date,
    layout: due.subscription.layout,
    mark,
    time: localTimeAt(due.runAt, due.subscription.timetable.zone),
    entries: plan.shown.map(({ paper, upvotes, matches }, index) => ({ number: index + 1, paper, upvotes, matches })),
    total: plan.total,
    remarks,
    ...(votesBy === 'buttons' ? { votesBy } : {}),
  };
}

/** Why a morning brings no papers, and when the next one is. */
export function composeQuiet(due: Due, material: Material, feeds: Feeds, now: Instant): EditionContent {
  // Of a date that is over the line says which: it may be read on any other.
  const isOver = due.date < localDateAt(now, due.subscription.timetable.zone);
  const day = isOver ? ` for ${longDate(due.date)} ${due.date.slice(0, 4)}` : '';
  return {
    kind: 'line',
    line: `No new papers${day}: ${whyQuiet(due, material, feeds)}. ${nextEdition(due, now)}`.trim(),
  };
}

function whyQuiet(due: Due, material: Material, feeds: Feeds): string {
  const names = feedNames(due.subscription.feeds, feeds);
  if (!material.listedToday) return `${names} published no list for this day`;
  return `everything on the list of ${names} was shown before or does not fit this channel's filters`;
}

/** The feeds did not answer until the deadline: said once, so that silence is never mistaken for an empty list. */
export function composeFailed(
  due: Due,
  failures: readonly FailedReading[],
  feeds: Feeds,
  now: Instant,
): EditionContent {
  return { kind: 'line', line: `No papers: ${failureText(failures, feeds)}. ${nextEdition(due, now)}` };
}

/** `Hugging Face could not be reached (it answered 503)`. */
export function failureText(failures: readonly FailedReading[], feeds: Feeds): string {
  const reasons = new Map(failures.map(({ feed, reason }) => [feeds.get(feed)?.name ?? feed, reason]));
  return [...reasons].map(([name, reason]) => `${name} could not be read: ${reason}`).join('; ');
}

/** What readers of a list are told when it was made without everything. */
export function remarksOf(failures: readonly FailedReading[], feeds: Feeds): readonly string[] {
  if (failures.length === 0) return [];
  return [`${failureText(failures, feeds)}; this edition is made from what was read before.`];
}

/** Whether the channel is told that nothing is new: silent on days that no feed publishes, except to a person who asked. */
export function saysQuiet(due: Due, feeds: Feeds): boolean {
  if (due.subscription.managed === 'program' || due.by !== 'clock') return true;
  return due.subscription.feeds.some((id) => feeds.get(id)?.publishesOn(due.date) === true);
}

const feedNames = (ids: readonly FeedId[], feeds: Feeds): string =>
  ids.map((id) => feeds.get(id)?.name ?? id).join(' and ');

/** `Next edition Wed 25 Nov, 09:00.` */
function nextEdition({ subscription, date }: Due, now: Instant): string {
  const { timetable } = subscription;
  if (addDays(date, 1) < localDateAt(now, timetable.zone)) return '';
  return `Next edition ${formatRun(runAfter(timetable, date, now), timetable.zone)}.`;
}
