import type { Kysely } from 'kysely';
import { clustered } from '../dialect/differences.js';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('paper')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('abstract', 'text', (column) => column.notNull())
    .addColumn('authors', 'text', (column) => column.notNull())
    .addColumn('categories', 'text', (column) => column.notNull())
    .addColumn('keywords', 'text', (column) => column.notNull())
    .addColumn('organization', 'text')
    .addColumn('summary', 'text')
    .addColumn('code_url', 'text')
    .addColumn('code_stars', 'integer')
    .addColumn('project_url', 'text')
    .addColumn('published_on', 'text')
    .addColumn('sources', 'text', (column) => column.notNull())
    .addColumn('listed_on', 'text')
    .execute();
  await clustered(
    db.schema
      .createTable('listing')
      .addColumn('feed', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('paper_key', 'text', (column) => column.notNull().references('paper.key'))
      .addColumn('upvotes', 'integer', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('listing_key', ['feed', 'day', 'paper_key']),
  ).execute();
  // Covers "the most upvotes until a day" and "the first day of a paper" without reading the rows.
  await db.schema.createIndex('listing_paper').on('listing').columns(['paper_key', 'day', 'upvotes']).execute();
  await db.schema
    .createTable('feed_day')
    .addColumn('feed', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('papers', 'integer', (column) => column.notNull())
    .addColumn('read_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('feed_day_key', ['feed', 'day'])
    .execute();
  await db.schema
    .createTable('feed_health')
    .addColumn('feed', 'text', (column) => column.primaryKey().notNull())
    .addColumn('ok_at', 'bigint')
    .addColumn('failed_at', 'bigint')
    .addColumn('reason', 'text')
    .execute();
}
