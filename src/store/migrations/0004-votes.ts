import { type Kysely, sql } from 'kysely';
import { clustered } from '../dialect/differences.js';

async function createMessages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('message')
    .addColumn('adapter', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('ballot_hash', 'text', (column) => column.notNull())
    .addColumn('posted_at', 'bigint', (column) => column.notNull())
    .addColumn('virtual', 'integer', (column) => column.notNull())
    .addColumn('gone_at', 'bigint')
    .addColumn('read_from', 'bigint')
    .addColumn('read_until', 'bigint')
    .addColumn('stale_since', 'bigint')
    .addColumn('edited_at', 'bigint')
    .addPrimaryKeyConstraint('message_ref', ['adapter', 'key'])
    .execute();
  await db.schema
    .createIndex('message_workspace')
    .on('message')
    .columns(['adapter', 'workspace', 'ballot_hash'])
    .execute();
  await sql`create index message_posted on message (adapter, posted_at, key) where gone_at is null and virtual = 0`.execute(
    db,
  );
  await sql`create index message_stale on message (adapter, stale_since, key, workspace, edited_at)
    where stale_since is not null`.execute(db);
  // What a vote can make stale. Messages that are stale already leave it, so that many votes at once cost no more than one.
  await sql`create index message_fresh on message (adapter, workspace, posted_at, ballot_hash, key)
    where (stale_since is null or stale_since <= edited_at) and gone_at is null and virtual = 0`.execute(db);
}

async function createBallots(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db.schema
      .createTable('ballot')
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('emoji', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('paper_key', 'text', (column) => column.notNull())
      .addColumn('sign', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('ballot_entry', ['hash', 'emoji']),
  ).execute();
  await db.schema.createIndex('ballot_paper').on('ballot').columns(['paper_key', 'hash', 'emoji', 'sign']).execute();
}

async function createReactions(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db.schema
      .createTable('reaction')
      .addColumn('adapter', 'text', (column) => column.notNull())
      .addColumn('message_key', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('emoji', 'text', (column) => column.notNull())
      .addColumn('origin', 'text', (column) => column.notNull())
      .addColumn('present', 'integer', (column) => column.notNull())
      .addColumn('ord', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('reaction_key', ['adapter', 'message_key', 'user_id', 'emoji', 'origin']),
  ).execute();
  // With what a vote needs of the row, so that a person's votes are read from the index alone.
  await db.schema
    .createIndex('reaction_user')
    .on('reaction')
    .columns(['user_id', 'adapter', 'present', 'ord'])
    .execute();
}

async function createTeams(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db.schema
      .createTable('workspace_team')
      .addColumn('adapter', 'text', (column) => column.notNull())
      .addColumn('workspace', 'text', (column) => column.notNull())
      .addColumn('team', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('workspace_team_key', ['adapter', 'workspace']),
  ).execute();
  await db.schema.createIndex('workspace_team_team').on('workspace_team').columns(['team']).execute();
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await createMessages(db);
  await createBallots(db);
  await createReactions(db);
  await createTeams(db);
}
