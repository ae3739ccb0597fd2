import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('delivery')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('edition_id', 'text', (column) => column.notNull().references('edition.id'))
    .addColumn('part', 'integer', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('papers', 'text', (column) => column.notNull())
    .addColumn('adapter', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('thread_key', 'text')
    .addColumn('expires_at', 'bigint')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('turn', 'integer', (column) => column.notNull())
    .addColumn('ready_at', 'bigint')
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('first_attempt_at', 'bigint')
    .addColumn('message_key', 'text')
    .addColumn('sent_at', 'bigint')
    .addColumn('reason', 'text')
    .addUniqueConstraint('delivery_part', ['edition_id', 'part'])
    .execute();
  // With all that a claim asks of a row, so that those of workspaces without room are passed over in the index.
  await sql`create index delivery_open on delivery (state, turn, ready_at, id, adapter, workspace)
    where state <> 'sent'`.execute(db);
  await sql`create index delivery_sending on delivery (adapter, workspace, channel) where state = 'sending'`.execute(
    db,
  );
  await sql`create index delivery_message on delivery (adapter, message_key) where message_key is not null`.execute(db);
}
