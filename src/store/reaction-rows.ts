import { type SqlBool, sql } from 'kysely';
import { tableOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import type { ReactionRow } from './tables/votes.js';

const columns = ['adapter', 'message_key', 'user_id', 'emoji', 'origin', 'present', 'ord'] as const;

/** Keeps the rows, replacing what was known of the same reactions. */
export async function keepReactions(tx: Executor, rows: readonly ReactionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.db
    .insertInto('reaction')
    .columns(columns)
    .expression((query) =>
      query
        .selectFrom(tableOf(rows, columns).as('row'))
        .select(['row.adapter', 'row.message_key', 'row.user_id', 'row.emoji', 'row.origin', 'row.present', 'row.ord'])
        // SQLite would take ON CONFLICT after a bare FROM for a join's condition.
        .where(sql<SqlBool>`true`),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['adapter', 'message_key', 'user_id', 'emoji', 'origin'])
        .doUpdateSet((row) => ({ present: row.ref('excluded.present'), ord: row.ref('excluded.ord') })),
    )
    .execute();
}
