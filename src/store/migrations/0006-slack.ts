import { type Kysely, sql } from 'kysely';
import { clustered } from '../dialect/differences.js';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('subscription').addColumn('set_up_by', 'text').execute();
  await db.schema.alterTable('subscription').addColumn('paused', 'text').execute();
  await db.schema.alterTable('message').addColumn('seeds_due', 'integer').execute();
  await sql`create index message_seeds on message (adapter, posted_at, key, workspace) where seeds_due = 1`.execute(db);
  await clustered(
    db.schema
      .createTable('adapter_storage')
      .addColumn('adapter', 'text', (column) => column.notNull())
      .addColumn('namespace', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .addColumn('secret', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addPrimaryKeyConstraint('adapter_storage_key', ['adapter', 'namespace', 'key']),
  ).execute();
  await sql`create index adapter_storage_expiry on adapter_storage (expires_at) where expires_at is not null`.execute(
    db,
  );
}
