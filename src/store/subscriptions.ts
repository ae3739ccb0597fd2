import { sql } from 'kysely';
import type { SubscriptionRepository } from '../editions/repository.js';
import { batchesOf } from './batches.js';
import { isOneOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { rowOfSubscription, subscriptionOfRow } from './subscription-rows.js';
import type { SubscriptionRow } from './tables/editions.js';

export function createSubscriptions(executor: Executor): SubscriptionRepository {
  return { ...reads(executor), ...writes(executor) };
}

function reads({ db }: Executor): Pick<SubscriptionRepository, 'find' | 'inChannel' | 'all' | 'due'> {
  return {
    async find(id) {
      const row = await db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
      return row && subscriptionOfRow(row);
    },

    async inChannel({ adapter, workspace, channel }) {
      const rows = await db
        .selectFrom('subscription')
        .selectAll()
        .where('adapter', '=', adapter)
        .where('workspace', '=', workspace)
        .where('channel', '=', channel)
        .orderBy('id')
        .execute();
      return rows.map(subscriptionOfRow);
    },

    async all() {
      const rows = await db.selectFrom('subscription').selectAll().orderBy('id').execute();
      return rows.map(subscriptionOfRow);
    },

    async due(now, limit) {
      const rows = await db
        .selectFrom('subscription')
        .selectAll()
        // A literal, because the partial index serves only a query that repeats its condition.
        .where('enabled', '=', sql.lit(1 as const))
        .where('next_run_at', '<=', now)
        .orderBy('next_run_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(subscriptionOfRow);
    },
  };
}

function writes(executor: Executor): Pick<SubscriptionRepository, 'save' | 'schedule' | 'remove'> {
  return {
    save: (subscriptions) =>
      executor.atomically(async (tx) => {
        for (const batch of batchesOf(subscriptions.map(rowOfSubscription))) await upsert(tx, batch);
      }),

    schedule: (next) =>
      executor.atomically(async (tx) => {
        for (const { id, nextRunAt } of next) {
          await tx.db.updateTable('subscription').set({ next_run_at: nextRunAt }).where('id', '=', id).execute();
        }
      }),

    async remove(ids) {
      await executor.db
        .deleteFrom('subscription')
        .where(isOneOf(sql.ref('id'), ids))
        .execute();
    },
  };
}

async function upsert({ db }: Executor, rows: readonly SubscriptionRow[]): Promise<void> {
  await db
    .insertInto('subscription')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        adapter: row.ref('excluded.adapter'),
        workspace: row.ref('excluded.workspace'),
        channel: row.ref('excluded.channel'),
        managed: row.ref('excluded.managed'),
        enabled: row.ref('excluded.enabled'),
        time: row.ref('excluded.time'),
        zone: row.ref('excluded.zone'),
        days: row.ref('excluded.days'),
        count: row.ref('excluded.count'),
        layout: row.ref('excluded.layout'),
        feeds: row.ref('excluded.feeds'),
        topics: row.ref('excluded.topics'),
        min_upvotes: row.ref('excluded.min_upvotes'),
        next_run_at: row.ref('excluded.next_run_at'),
      })),
    )
    .execute();
}
