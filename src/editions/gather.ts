import type { Clock } from '../kernel/clock.js';
import { earlierOf, type IsoDate, utcDateOf } from '../kernel/dates.js';
import type { Collector, FailedReading } from '../papers/collect.js';
import type { FeedId, Listing } from '../papers/listing.js';
import type { Paper, PaperKey } from '../papers/paper.js';
import type { PaperRepository } from '../papers/repository.js';

/** What the feeds have for the editions of one date. */
export interface Material {
  readonly listingDays: readonly IsoDate[];
  readonly listings: readonly Listing[];
  readonly papers: ReadonlyMap<PaperKey, Paper>;
  /** Trouble that a later try may mend: the newest list could not be read, or an older one has no stored copy. */
  readonly blocking: readonly FailedReading[];
  /** Every feed is without its newest list, so that there is nothing to plan from. */
  readonly unusable: boolean;
  /** Whether any feed has papers on the very date. */
  readonly listedToday: boolean;
}

export interface GatherDeps {
  readonly collector: Collector;
  readonly papers: PaperRepository;
  readonly clock: Clock;
}

/** Reads the feeds for a date and takes from the store what its editions can choose from. */
export async function gather(
  deps: GatherDeps,
  feeds: readonly FeedId[],
  date: IsoDate,
  previous: IsoDate | null,
  signal: AbortSignal,
): Promise<Material> {
  const { listingDays, failures } = await deps.collector.window(feeds, date, previous, signal);
  const newest = earlierOf(date, utcDateOf(deps.clock.now()));
  const oldest = listingDays.at(-1);
  const listings = oldest === undefined ? [] : await deps.papers.listings(feeds, oldest, date);
  return {
    listingDays,
    listings,
    papers: await deps.papers.find([...new Set(listings.map((listing) => listing.paper))]),
    blocking: failures.filter((failure) => !failure.stored || failure.day === newest),
    unusable: feeds.every((feed) => failures.some((failure) => isMissing(failure, feed, newest))),
    listedToday: listingDays[0] === newest,
  };
}

const isMissing = (failure: FailedReading, feed: FeedId, newest: IsoDate): boolean =>
  failure.feed === feed && failure.day === newest && !failure.stored;
