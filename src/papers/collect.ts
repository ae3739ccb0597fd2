import { type Clock, type Instant, instant } from '../kernel/clock.js';
import { addDays, earlierOf, type IsoDate, utcDateOf } from '../kernel/dates.js';
import type { Log } from '../kernel/log.js';
import { isOutOfTime } from '../kernel/stop-reason.js';
import type { FeedResult, ListedPaper, PaperFeed } from './feed.js';
import type { FeedId } from './listing.js';
import type { FeedDay, PaperRepository, Submission } from './repository.js';

/** How far back `window` looks for listing days, in calendar days, and how many days it reads at once. */
const reachDays = 21;
const daysAtOnce = 5;
const mostListingDays = 10;
/** A list that may still change is read again at most this often: one read serves every channel of a morning. */
const freshMs = 60_000;
const backoffMs = [60_000, 120_000, 240_000, 480_000, 900_000] as const;

/** What became of one day of one feed. `stored` of a failure says that an older copy is in the store. */
export type DayReading = { readonly feed: FeedId; readonly day: IsoDate } & (
  | { readonly kind: 'stored' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly reason: string; readonly stored: boolean; readonly retryAt: Instant }
);

export type FailedReading = Extract<DayReading, { kind: 'failed' }>;

export interface Window {
  /** Days with at least one listing on these feeds, newest first, none after the date asked for. */
  readonly listingDays: readonly IsoDate[];
  readonly failures: readonly FailedReading[];
}

export interface CollectDeps {
  readonly feeds: ReadonlyMap<FeedId, PaperFeed>;
  readonly store: {
    readonly papers: PaperRepository;
    transaction<T>(body: (tx: { readonly papers: PaperRepository }) => Promise<T>): Promise<T>;
  };
  readonly clock: Clock;
  readonly log: Log;
}

interface Trouble {
  readonly times: number;
  readonly retryAt: Instant;
  readonly reason: string;
}

/** Reads feeds into the store: one read serves every channel of a morning, and a feed in trouble is asked with back-off. */
export class Collector {
  readonly #deps: CollectDeps;
  readonly #underway = new Map<string, Promise<DayReading>>();
  readonly #troubles = new Map<string, Trouble>();

  constructor(deps: CollectDeps) {
    this.#deps = deps;
  }

  /** Makes sure that a day's lists are in the store, asking the feeds where the stored copy is missing or may have changed. */
  readDay(feeds: readonly FeedId[], day: IsoDate, signal: AbortSignal): Promise<readonly DayReading[]> {
    const known = feeds.map((id) => this.#deps.feeds.get(id)).filter((feed) => feed !== undefined);
    return Promise.all(known.map((feed) => this.#readOnce(feed, day, signal)));
  }

  /**
   * Reads back from `date` (or today by UTC, where that is earlier: feeds refuse the future) until there are three listing days
   * and every day after `previous` was read; at most ten listing days and three weeks.
   */
  async window(
    feeds: readonly FeedId[],
    date: IsoDate,
    previous: IsoDate | null,
    signal: AbortSignal,
  ): Promise<Window> {
    const last = earlierOf(date, utcDateOf(this.#deps.clock.now()));
    const known = feeds.map((id) => this.#deps.feeds.get(id)).filter((feed) => feed !== undefined);
    const dated = known.filter((feed) => feed.days !== undefined);
    const failures = [
      ...(await this.#walkBack(
        known.filter((feed) => feed.days === undefined).map(({ id }) => id),
        last,
        previous,
        signal,
      )),
      ...(await Promise.all(dated.map((feed) => this.#readNewest(feed, last, signal)))).flat(),
    ];
    return { listingDays: await this.#deps.store.papers.listingDays(feeds, date, mostListingDays), failures };
  }

  /** A feed that knows its days is asked for the newest of them, however long ago they are. */
  async #readNewest(feed: PaperFeed, last: IsoDate, signal: AbortSignal): Promise<readonly FailedReading[]> {
    const days = ((await feed.days?.()) ?? []).filter((day) => day <= last).toSorted();
    const asked = days.length === 0 ? [last] : days.slice(-mostListingDays);
    const readings = await Promise.all(asked.map((day) => this.#readOnce(feed, day, signal)));
    return readings.filter((reading) => reading.kind === 'failed');
  }

  async #walkBack(feeds: readonly FeedId[], last: IsoDate, previous: IsoDate | null, signal: AbortSignal) {
    if (feeds.length === 0) return [];
    let listingDays = 0;
    for (let back = 0; back < reachDays; back += daysAtOnce) {
      const days = Array.from({ length: daysAtOnce }, (_, ahead) => addDays(last, -back - ahead));
      const readings = await Promise.all(days.map((day) => this.readDay(feeds, day, signal)));
      const failures = readings.flat().filter((reading) => reading.kind === 'failed');
      if (failures.length > 0) return failures;
      listingDays += readings.filter((ofDay) => ofDay.some((reading) => reading.kind === 'stored')).length;
      const next = addDays(last, -back - daysAtOnce);
      if (reachesFarEnough(listingDays, next, previous)) break;
    }
    return [];
  }

  #readOnce(feed: PaperFeed, day: IsoDate, signal: AbortSignal): Promise<DayReading> {
    const id = `${feed.id} ${day}`;
    const running = this.#underway.get(id);
    if (running !== undefined) return running;
    const reading = this.#read(feed, day, signal).finally(() => this.#underway.delete(id));
    this.#underway.set(id, reading);
    return reading;
  }

  async #read(feed: PaperFeed, day: IsoDate, signal: AbortSignal): Promise<DayReading> {
    const now = this.#deps.clock.now();
    const known = (await this.#deps.store.papers.days(feed.id, day, day))[0];
    if (known !== undefined && !needsReading(feed, known, now)) {
      return { feed: feed.id, day, kind: known.papers === 0 ? 'empty' : 'stored' };
    }
    const trouble = this.#troubles.get(`${feed.id} ${day}`);
    if (trouble === undefined || trouble.retryAt <= now) return this.#ask(feed, day, known !== undefined, signal);
    const { reason, retryAt } = trouble;
    return { feed: feed.id, day, kind: 'failed', reason, stored: known !== undefined, retryAt };
  }

  async #ask(feed: PaperFeed, day: IsoDate, stored: boolean, signal: AbortSignal): Promise<DayReading> {
    const { store, clock, log } = this.#deps;
    const result = await feed.list(day, signal);
    // A read that we ended says nothing about the feed.
    if (result.kind === 'failed' && signal.aborted) {
      const reason = isOutOfTime(signal) ? 'it did not answer in time' : 'the reading was stopped';
      return { feed: feed.id, day, kind: 'failed', reason, stored, retryAt: clock.now() };
    }
    if (result.kind === 'failed') {
      const { retryAt } = this.#noteTrouble(feed.id, day, result);
      await store.papers.markHealth(feed.id, clock.now(), result.reason);
      return { feed: feed.id, day, kind: 'failed', reason: result.reason, stored, retryAt };
    }
    this.#troubles.delete(`${feed.id} ${day}`);
    const papers = result.kind === 'listed' ? result.papers : [];
    if (result.kind === 'listed') {
      for (const { item, reason } of result.skipped)
        log.warn('feed.item-skipped', { feed: feed.id, day, item, reason });
    }
    await this.#keep(feed.id, day, papers);
    log.info('feed.read', { feed: feed.id, day, papers: papers.length });
    return { feed: feed.id, day, kind: papers.length === 0 ? 'empty' : 'stored' };
  }

  #noteTrouble(feed: FeedId, day: IsoDate, failure: Extract<FeedResult, { kind: 'failed' }>): Trouble {
    const { clock, log } = this.#deps;
    const times = (this.#troubles.get(`${feed} ${day}`)?.times ?? 0) + 1;
    const waitMs = backoffMs[Math.min(times, backoffMs.length) - 1] ?? freshMs;
    const retryAt = instant(Math.max(clock.now() + waitMs, failure.retryAt ?? 0));
    this.#troubles.set(`${feed} ${day}`, { times, retryAt, reason: failure.reason });
    log.warn('feed.failed', { feed, day, reason: failure.reason, times, retryInMs: retryAt - clock.now() });
    return { times, retryAt, reason: failure.reason };
  }

  async #keep(feed: FeedId, day: IsoDate, papers: readonly ListedPaper[]): Promise<void> {
    const { store, clock } = this.#deps;
    const submissions = papers.map(
      ({ paper, upvotes }, position): Submission => ({
        paper,
        listings: [{ feed, day, paper: paper.key, upvotes, position }],
      }),
    );
    // By itself, which holds up nobody for long. When it ends here the day counts as unread, and saving it again changes nothing.
    if (submissions.length > 0) await store.papers.save(submissions);
    await store.transaction(async (tx) => {
      await tx.papers.markDay({ feed, day, papers: papers.length, readAt: clock.now() });
      await tx.papers.markHealth(feed, clock.now(), null);
    });
  }
}

const reachesFarEnough = (listingDays: number, next: IsoDate, previous: IsoDate | null): boolean =>
  listingDays >= mostListingDays || (listingDays >= 3 && (previous === null || next <= previous));

/** A list that was read after its upvotes had settled needs no second look, however late it is asked for. */
function needsReading(feed: PaperFeed, known: FeedDay, now: Instant): boolean {
  if (now >= known.readAt && now - known.readAt < freshMs) return false;
  return feed.mayChange(known.day, utcDateOf(known.readAt)) || feed.mayChange(known.day, utcDateOf(now));
}
