import { sql } from 'kysely';
import type { PaperKey } from '../papers/paper.js';
import type { PaperRepository } from '../papers/repository.js';
import { isOneOf } from './dialect/differences.js';
import type { Executor } from './executor.js';

/** The ranking of listed papers by upvotes. */
export function mostUpvoted({ db }: Executor): PaperRepository['mostUpvoted'] {
  return async (feeds, from, until, limit) => {
    const listed = db
      .selectFrom('listing')
      .where(isOneOf(sql.ref('feed'), feeds))
      .where('day', '<=', until);
    const rows = await (from === null ? listed : listed.where('day', '>=', from))
      .select((row) => ['paper_key', row.fn.max('upvotes').as('best')])
      .groupBy('paper_key')
      .orderBy('best', 'desc')
      .orderBy((row) => row.fn.max('day'), 'desc')
      .orderBy('paper_key')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ paper: row.paper_key as PaperKey, upvotes: row.best }));
  };
}
