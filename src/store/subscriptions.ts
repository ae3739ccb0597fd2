import { sql } from 'kysely';
import type { SubscriptionRepository } from '../editions/repository.js';
import type { AdapterId } from '../platform/adapter.js';
import { batchesOf } from './batches.js';
import { isOneOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { rowOfSubscription, subscriptionOfRow } from './subscription-rows.js';
import type { SubscriptionRow } from './tables/editions.js';

export function createSubscriptions(executor: Executor): SubscriptionRepository {
  return { ...reads(executor), ...writes(executor) };
}

function reads({ db }: Executor): Pick<SubscriptionRepository, 'find' | 'inChannel' | 'all' | 'due' | 'crowded'> {
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

    async crowded(most) {
      const rows = await db
        .selectFrom('subscription')
        .select(['adapter', 'workspace'])
        .where('enabled', '=', 1)
        .groupBy(['adapter', 'workspace'])
        .having((group) => group(group.fn.countAll<number>(), '>', most))
        .execute();
      return rows.map(({ adapter, workspace }) => ({ adapter: adapter as AdapterId, workspace }));
    },
  };
}

function writes(executor: Executor): Pick<SubscriptionRepository, 'save' | 'schedule' | 'remove' | 'pause'> {
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

    async pause({ adapter, workspace, channel }, reason) {
      const rows = await executor.db
        .updateTable('subscription')
        .set({ paused: reason, next_run_at: null })
        .where('adapter', '=', adapter)
        .where('workspace', '=', workspace)
        .$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? ''))
        .where('enabled', '=', 1)
        .where('paused', 'is', null)
        .returningAll()
        .execute();
      return rows.map(subscriptionOfRow);
    },

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
        set_up_by: row.ref('excluded.set_up_by'),
        paused: row.ref('excluded.paused'),
      })),
    )
    .execute();
}
