import type { Instant } from '../kernel/clock.js';
import type { IsoDate } from '../kernel/dates.js';
import type { FeedId } from '../papers/listing.js';
import type { FeedDay, FeedHealth, PaperRepository } from '../papers/repository.js';
import type { Executor } from './executor.js';

/** Which days of a feed were read. */
export function feedDays({ db }: Executor): Pick<PaperRepository, 'days' | 'markDay'> {
  return {
    async days(feed, from, to) {
      const rows = await db
        .selectFrom('feed_day')
        .selectAll()
        .where('feed', '=', feed)
        .where('day', '>=', from)
        .where('day', '<=', to)
        .orderBy('day')
        .execute();
      return rows.map(
        (row): FeedDay => ({
          feed: row.feed as FeedId,
          day: row.day as IsoDate,
          papers: row.papers,
          readAt: row.read_at as Instant,
        }),
      );
    },

    async markDay({ feed, day, papers, readAt }) {
      await db
        .insertInto('feed_day')
        .values({ feed, day, papers, read_at: readAt })
        .onConflict((conflict) => conflict.columns(['feed', 'day']).doUpdateSet({ papers, read_at: readAt }))
        .execute();
    },
  };
}

/** When each feed answered last, and when and why it last did not. */
export function feedHealth({ db }: Executor): Pick<PaperRepository, 'health' | 'markHealth'> {
  return {
    async health() {
      const rows = await db.selectFrom('feed_health').selectAll().orderBy('feed').execute();
      return rows.map(
        (row): FeedHealth => ({
          feed: row.feed as FeedId,
          okAt: row.ok_at as Instant | null,
          failedAt: row.failed_at as Instant | null,
          reason: row.reason,
        }),
      );
    },

    async markHealth(feed, at, failure) {
      const change = failure === null ? { ok_at: at } : { failed_at: at, reason: failure };
      await db
        .insertInto('feed_health')
        .values({ feed, ok_at: null, failed_at: null, reason: null, ...change })
        .onConflict((conflict) => conflict.column('feed').doUpdateSet(change))
        .execute();
    },
  };
}
