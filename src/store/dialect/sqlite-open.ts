import { dirname, resolve } from 'node:path';
import { Kysely } from 'kysely';
import type { Clock } from '../../kernel/clock.js';
import { BroadsheetError } from '../../kernel/errors.js';
import type { Log } from '../../kernel/log.js';
import { patiently } from './busy-patience.js';
import { SqliteDialect } from './sqlite.js';
import { backUp } from './sqlite-backup.js';
import { type Access, SqliteConnection } from './sqlite-connection.js';
import { needsToWrite, storageError } from './sqlite-errors.js';
import { hasDatabase, inspectDatabase, makeFolder, mayRead, mayWrite, writeWhole } from './sqlite-file.js';
import { takeLock } from './sqlite-lock.js';
import { WriteHealth } from './write-health.js';

export interface SqliteOptions<Tables> {
  readonly path: string;
  readonly mode: 'write' | 'read';
  readonly clock: Clock;
  readonly log: Log;
  /** The program's version, for messages. */
  readonly version: string;
  readonly newestSchema: number;
  readonly migrate: (db: Kysely<Tables>) => Promise<void>;
}

export interface OpenDatabase<Tables> {
  readonly db: Kysely<Tables>;
  readonly health: WriteHealth;
  /** Lets what is under way end; twice is fine. */
  close(): Promise<void>;
}

/** Opens a whole database with the newest schema, or throws a BroadsheetError; see `openStore`. */
export function openSqlite<Tables>(options: SqliteOptions<Tables>): Promise<OpenDatabase<Tables>> {
  const path = resolve(options.path);
  return options.mode === 'write' ? openToWrite(path, options) : openToRead(path, options);
}

async function openToRead<Tables>(path: string, options: SqliteOptions<Tables>): Promise<OpenDatabase<Tables>> {
  const { newestSchema } = options;
  if (!hasDatabase(path)) {
    const hint = 'Run `broadsheet` once, or `broadsheet import`, or set BROADSHEET_HOME to the folder that has it.';
    throw new BroadsheetError('data', `There is no database at ${path} yet.`, hint);
  }
  mayRead(path);
  const schema = inspectToRead(path, options);
  if (schema < newestSchema) {
    const says = `${path} was written by an older Broadsheet (schema ${schema}; this one needs ${newestSchema}).`;
    throw new BroadsheetError('data', says, 'Start Broadsheet once: it brings the database up to date.');
  }
  const { db, health } = await connect<Tables>(path, options, 'read');
  return { db, health, close: () => db.destroy() };
}

function inspectToRead<Tables>(path: string, { newestSchema, version }: SqliteOptions<Tables>): number {
  try {
    return inspectDatabase(path, 'read', newestSchema, version);
  } catch (thrown) {
    if (!(thrown instanceof BroadsheetError) || !needsToWrite(thrown.cause)) throw thrown;
    const says = `${path} was not closed, or is in use, and then reading it takes the right to write in its folder.`;
    const hint = 'Ask as the user who runs Broadsheet, or set BROADSHEET_HOME to a copy of the folder.';
    throw new BroadsheetError('cannotWrite', says, hint, thrown.cause);
  }
}

async function openToWrite<Tables>(path: string, options: SqliteOptions<Tables>): Promise<OpenDatabase<Tables>> {
  const { newestSchema, version, log } = options;
  makeFolder(dirname(path));
  const lock = takeLock(path);
  try {
    if (hasDatabase(path)) mayWrite(path);
    else await create(path, options);
    const schema = inspectDatabase(path, 'write', newestSchema, version);
    if (schema < newestSchema) {
      const copy = `${path}.schema-${schema}`;
      await backUp(path, copy, options.clock.now());
      await migrateFile(path, 'write', options);
      log.info('store.migrated', { from: schema, to: newestSchema, copy });
    }
    const { db, health } = await connect<Tables>(path, options, 'write');
    return { db, health, close: () => db.destroy().finally(lock.release) };
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}

const create = <Tables>(path: string, options: SqliteOptions<Tables>): Promise<void> =>
  writeWhole(path, (temporary) => migrateFile(temporary, 'create', options));

async function migrateFile<Tables>(path: string, access: Access, options: SqliteOptions<Tables>): Promise<void> {
  const { db } = await connect<Tables>(path, options, access);
  await options.migrate(db).finally(() => db.destroy());
}

/** Two connections, one to write and one to read, as one kysely. */
export async function connect<Tables>(
  path: string,
  { clock, log }: Pick<SqliteOptions<Tables>, 'clock' | 'log'>,
  access: Access,
): Promise<Omit<OpenDatabase<Tables>, 'close'>> {
  const opened: SqliteConnection[] = [];
  const keep = (connection: SqliteConnection): SqliteConnection => {
    opened.push(connection);
    return connection;
  };
  try {
    const writer = access === 'read' ? undefined : keep(new SqliteConnection(path, access));
    // A backup that began before us keeps the log from being brought in until it is done.
    if (writer !== undefined) await patiently(() => prepareWriter(writer, access), clock);
    const reader = keep(new SqliteConnection(path, 'read'));
    const health = new WriteHealth(log);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ path, writer, reader, clock, health }) });
    // kysely destroys only what was used once, and would leave these connections open.
    await db.connection().execute(async () => {});
    return { db, health };
  } catch (thrown) {
    for (const connection of opened) connection.close();
    throw storageError(thrown, path);
  }
}

function prepareWriter(writer: SqliteConnection, access: Access): void {
  writer.pragma('foreign_keys = on');
  if (access === 'create') {
    // Nothing depends on a file without its own name: it is synced once, as a whole, and has no log that could be left behind.
    writer.pragma('journal_mode = memory');
    writer.pragma('synchronous = off');
    return;
  }
  writer.pragma('journal_mode = wal');
  writer.pragma('synchronous = full');
}
