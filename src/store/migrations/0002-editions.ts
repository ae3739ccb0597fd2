import { type Kysely, sql } from 'kysely';
import { clustered } from '../dialect/differences.js';

async function createSubscriptions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('subscription')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('adapter', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('managed', 'text', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('time', 'text', (column) => column.notNull())
    .addColumn('zone', 'text', (column) => column.notNull())
    .addColumn('days', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('layout', 'text', (column) => column.notNull())
    .addColumn('feeds', 'text', (column) => column.notNull())
    .addColumn('topics', 'text', (column) => column.notNull())
    .addColumn('min_upvotes', 'integer', (column) => column.notNull())
    .addColumn('next_run_at', 'bigint')
    .execute();
  await db.schema
    .createIndex('subscription_channel')
    .on('subscription')
    .columns(['adapter', 'workspace', 'channel'])
    .execute();
  await db.schema
    .createIndex('subscription_due')
    .on('subscription')
    .columns(['next_run_at', 'id'])
    .where(sql.ref('enabled'), '=', sql.lit(1))
    .execute();
}

async function createEditions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('content')
    .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await clustered(
    db.schema
      .createTable('considered')
      .addColumn('set_hash', 'text', (column) => column.notNull())
      .addColumn('paper_key', 'text', (column) => column.notNull())
      .addColumn('shown', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('considered_key', ['set_hash', 'paper_key']),
  ).execute();
  await db.schema
    .createTable('edition')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('subscription_id', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('content_hash', 'text', (column) => column.references('content.hash'))
    .addColumn('considered_hash', 'text')
    .addColumn('planned_at', 'bigint', (column) => column.notNull())
    .addColumn('freed', 'integer', (column) => column.notNull())
    .addUniqueConstraint('edition_of_date', ['subscription_id', 'date'])
    .execute();
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await createSubscriptions(db);
  await createEditions(db);
}
