import { earlierOf, type IsoDate, shortDate, utcDateOf, weekdayOf } from '../kernel/dates.js';
import type { FeedId } from '../papers/listing.js';
import type { CommandContext } from './command.js';
import type { FeedReading } from './command-deps.js';
import { weekdayNames } from './day-name.js';

/** What each feed says of a day. `begun` is false where the channel's day has not begun by UTC, which feeds date by. */
export interface DayState {
  readonly day: IsoDate;
  readonly begun: boolean;
  readonly readings: readonly FeedReading[];
}

/** Asks the feeds for a day; of a day that has not begun by UTC they know nothing, and the day before is read instead. */
export async function readDay({ deps, feeds, now }: CommandContext, day: IsoDate): Promise<DayState> {
  const utcToday = utcDateOf(now);
  const readings = await deps.readDay(feeds, earlierOf(day, utcToday));
  return { day, begun: day <= utcToday, readings };
}

const nameOf = (feed: FeedId, { deps }: CommandContext): string => deps.feeds.get(feed)?.name ?? feed;

const failure = (reading: FeedReading): string => `could not be read (${reading.reason ?? 'no answer'})`;

/** Says why the day has no list, in words that follow a colon. A feed that failed is never called empty. */
export function whyNone({ day, begun, readings }: DayState, context: CommandContext): string {
  if (!begun) return `lists are dated by UTC, where it is still ${shortDate(utcDateOf(context.now))}`;
  const reasons = readings.map((reading) => whyFeedHasNone(reading, day, context));
  return reasons.length === 0 ? 'no feed is set up' : [...new Set(reasons)].join('; ');
}

function whyFeedHasNone(reading: FeedReading, day: IsoDate, context: CommandContext): string {
  const name = nameOf(reading.feed, context);
  if (reading.kind === 'failed') return `${name} ${failure(reading)}`;
  if (context.deps.feeds.get(reading.feed)?.publishesOn(day) === false) {
    return `${name} publishes no list on a ${dayName(day)}`;
  }
  return `${name} answered with an empty list`;
}

const dayName = (day: IsoDate): string => {
  const name = weekdayNames[weekdayOf(day) - 1] ?? 'day';
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
};

/** One sentence for each feed that could not be read now, for a list that is shown all the same. */
export const troubles = ({ readings }: DayState, context: CommandContext): readonly string[] =>
  readings
    .filter(({ kind }) => kind === 'failed')
    .map((reading) => `${nameOf(reading.feed, context)} ${failure(reading)}; this is what was stored before.`);
