import { type Kysely, sql } from 'kysely';
import type { Clock, Instant } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import { stampName } from './dialect/sqlite-backup.js';
import { type Restored, restoreSqlite } from './dialect/sqlite-restore.js';
import { migrate, newestSchema } from './migrate.js';
import type { Database } from './tables/database.js';

interface RestoreOptions {
  /** The database file. */
  readonly path: string;
  /** The backup. */
  readonly from: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The program's version, for messages. */
  readonly version: string;
}

/**
 * Puts a backup in the place of the database, marked as one: what it says was not posted yet may have been posted since, and is looked
 * up before anything is. Throws a BroadsheetError; then nothing has changed.
 */
export async function restoreStore(options: RestoreOptions): Promise<Restored & { readonly since: number }> {
  const at = options.clock.now();
  let since = 0;
  const restored = await restoreSqlite<Database>({
    ...{ ...options, at, newestSchema, migrate },
    prepare: async (db) => {
      since = (await madeAt(db)) ?? (await newestMoment(db)) ?? 0;
      await db.transaction().execute((tx) => takeAsRestored(tx, at, since));
    },
  });
  return { ...restored, since };
}

/**
 * Whether the database is a copy that somebody put in its place without `restore`. Then it is marked as that would have done.
 */
export function recognizeCopy(db: Kysely<Database>, at: Instant): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const since = await madeAt(tx);
    if (since !== null) await takeAsRestored(tx, at, since);
    return since !== null;
  });
}

async function takeAsRestored(tx: Kysely<Database>, at: Instant, since: number): Promise<void> {
  await doubt(tx);
  await mark(tx, JSON.stringify({ restoredAt: at, since, isDone: false }));
  // From now on it is no copy.
  const { adapter, namespace } = stampName;
  await tx.deleteFrom('adapter_storage').where('adapter', '=', adapter).where('namespace', '=', namespace).execute();
}

/** What the backup says of itself. */
async function madeAt(db: Kysely<Database>): Promise<number | null> {
  const { adapter, namespace, key } = stampName;
  const stamps = db.selectFrom('adapter_storage').select('value').where('adapter', '=', adapter);
  const row = await stamps.where('namespace', '=', namespace).where('key', '=', key).executeTakeFirst();
  return row === undefined ? null : Number(row.value);
}

/** When something was last done that the backup knows of: it was not made before. */
async function newestMoment(db: Kysely<Database>): Promise<number | null> {
  const { rows } = await sql<{ readonly at: number | null }>`select max(at) as at from (
    select max(planned_at) as at from edition
    union all select max(sent_at) from delivery
    union all select max(posted_at) from message
    union all select max(ok_at) from feed_health
  )`.execute(db);
  return rows[0]?.at ?? null;
}

/** Posts that wait may have been posted since: as if each had been tried when it was planned, and its answer lost. */
async function doubt(db: Kysely<Database>): Promise<void> {
  const planned = sql<number>`(select planned_at from edition where edition.id = delivery.edition_id)`;
  await db
    .updateTable('delivery')
    .set((row) => ({ state: 'sending' as const, first_attempt_at: row.fn.coalesce('first_attempt_at', planned) }))
    .where('state', '=', 'due')
    .execute();
}

/** See `restoreMarks`. */
async function mark(db: Kysely<Database>, value: string): Promise<void> {
  const row = { adapter: 'store', namespace: 'restored', key: 'mark', value, secret: 0 as const, expires_at: null };
  await db
    .insertInto('adapter_storage')
    .values(row)
    .onConflict((conflict) => conflict.columns(['adapter', 'namespace', 'key']).doUpdateSet({ value }))
    .execute();
}
