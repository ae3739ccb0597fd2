import { sql } from 'kysely';
import type { IsoDate } from '../kernel/dates.js';
import type { FeedId } from '../papers/listing.js';
import type { PaperKey } from '../papers/paper.js';
import type { PaperRepository } from '../papers/repository.js';
import { compactIndex } from './compaction.js';
import { isOneOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { feedDays, feedHealth } from './feed-memory.js';
import { mostUpvoted } from './most-upvoted.js';
import { listingOfRow, paperOfRow } from './paper-rows.js';
import { preparePapers, savePapers } from './save-papers.js';
import { SearchModels } from './search-model.js';

export function createPapers(executor: Executor, models = new SearchModels()): PaperRepository {
  return {
    async save(batch) {
      // Whoever has a transaction already keeps everybody waiting until it ends.
      const prepared = executor.db.isTransaction ? undefined : await preparePapers(executor, batch, models);
      return executor.atomically((tx) => savePapers(tx, batch, models, prepared));
    },
    compact: () => executor.atomically((tx) => compactIndex(tx.db)),
    ...paperReads(executor),
    ...listingReads(executor),
    ...upvoteReads(executor),
    ...feedDays(executor),
    ...feedHealth(executor),
    mostUpvoted: mostUpvoted(executor),
  };
}

function paperReads({ db }: Executor): Pick<PaperRepository, 'find' | 'page' | 'count' | 'isEmpty'> {
  return {
    async find(keys) {
      const rows = await db
        .selectFrom('paper')
        .selectAll()
        .where(isOneOf(sql.ref('key'), keys))
        .execute();
      return new Map(rows.map((row) => [row.key as PaperKey, paperOfRow(row)]));
    },

    async page(after, limit) {
      const all = db.selectFrom('paper').selectAll().orderBy('key').limit(limit);
      const rows = await (after === null ? all : all.where('key', '>', after)).execute();
      return rows.map(paperOfRow);
    },

    async count() {
      const { papers } = await db
        .selectFrom('paper')
        .select((row) => row.fn.countAll<number>().as('papers'))
        .executeTakeFirstOrThrow();
      return papers;
    },

    async isEmpty() {
      const any = await db.selectFrom('paper').select(sql.lit(1).as('one')).limit(1).executeTakeFirst();
      return any === undefined;
    },
  };
}

function listingReads({ db }: Executor): Pick<PaperRepository, 'listings' | 'listingDays'> {
  /** One feed at a time, so that the index is read from its newest end and no further than asked. */
  const newestDays = (feed: FeedId, until: IsoDate, limit: number) =>
    db
      .selectFrom('listing')
      .select('day')
      .distinct()
      .where('feed', '=', feed)
      .where('day', '<=', until)
      .orderBy('day', 'desc')
      .limit(limit)
      .execute();

  return {
    async listings(feeds, from, to) {
      const rows = await db
        .selectFrom('listing')
        .selectAll()
        .where(isOneOf(sql.ref('feed'), feeds))
        .where('day', '>=', from)
        .where('day', '<=', to)
        .orderBy('day', 'desc')
        .orderBy('feed')
        .orderBy('position')
        .execute();
      return rows.map(listingOfRow);
    },

    async listingDays(feeds, until, limit) {
      const ofFeeds = await Promise.all(feeds.map((feed) => newestDays(feed, until, limit)));
      const days = new Set(ofFeeds.flat().map(({ day }) => day as IsoDate));
      return [...days].sort().reverse().slice(0, limit);
    },
  };
}

function upvoteReads({ db }: Executor): Pick<PaperRepository, 'upvotes'> {
  return {
    async upvotes(keys, until) {
      const ofKeys = db.selectFrom('listing').where(isOneOf(sql.ref('paper_key'), keys));
      const rows = await (until === undefined ? ofKeys : ofKeys.where('day', '<=', until))
        .select((row) => ['paper_key', row.fn.max('upvotes').as('upvotes')])
        .groupBy('paper_key')
        .execute();
      return new Map(rows.map((row) => [row.paper_key as PaperKey, row.upvotes]));
    },
  };
}
