import { existsSync, linkSync, realpathSync, renameSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Kysely } from 'kysely';
import type { Instant } from '../../kernel/clock.js';
import { BroadsheetError } from '../../kernel/errors.js';
import { cannotWrite } from './file-errors.js';
import { check, copy } from './sqlite-backup.js';
import { SqliteConnection } from './sqlite-connection.js';
import { companions, hasDatabase, inspectDatabase, makeFolder, mayRead, writeWhole } from './sqlite-file.js';
import { takeLock } from './sqlite-lock.js';
import { connect, type SqliteOptions } from './sqlite-open.js';

/** How a restore ended: where the database is now that was there before; null where there was none. */
export interface Restored {
  readonly before: string | null;
}

type RestoreOptions<Tables> = Omit<SqliteOptions<Tables>, 'mode'> & {
  readonly from: string;
  readonly at: Instant;
  /** What a backup has to say once it is the database. */
  readonly prepare: (db: Kysely<Tables>) => Promise<void>;
};

type Known<Tables> = Pick<RestoreOptions<Tables>, 'newestSchema' | 'version'>;

/**
 * Puts a backup in the place of the database, which is kept beside it. Whoever is killed meanwhile leaves the one or the other, never
 * none. Throws a BroadsheetError: `locked` while a bot runs, `data` when the backup cannot be used; then nothing has changed.
 */
export async function restoreSqlite<Tables>(options: RestoreOptions<Tables>): Promise<Restored> {
  const path = resolve(options.path);
  const from = resolve(options.from);
  makeFolder(dirname(path));
  const lock = takeLock(path);
  try {
    inspectBackup(path, from, options);
    const before = existsSync(path) ? `${path}.before-restore-${stampOf(options.at)}` : null;
    await writeWhole(path, async (temporary) => {
      await copy(from, temporary);
      check(from, temporary);
      await prepareCopy(temporary, options);
      if (before !== null) moveAway(path, before, options);
    });
    return { before };
  } finally {
    lock.release();
  }
}

/** `20261124T090000Z` */
const stampOf = (at: Instant): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

function inspectBackup<Tables>(path: string, from: string, { newestSchema, version }: Known<Tables>): void {
  const hint = 'Nothing was changed. Name another backup.';
  try {
    if (!hasDatabase(from)) throw new BroadsheetError('data', `There is no backup at ${from}.`, hint);
    mayRead(from);
    inspectDatabase(from, 'read', newestSchema, version);
  } catch (thrown) {
    if (!(thrown instanceof BroadsheetError) || thrown.code !== 'data') throw thrown;
    throw new BroadsheetError('data', thrown.message, hint, thrown.cause);
  }
  if (existsSync(path) && realpathSync(path) === realpathSync(from)) {
    throw new BroadsheetError('usage', `${from} is the database itself.`, 'Name a backup of it.');
  }
}

async function prepareCopy<Tables>(temporary: string, options: RestoreOptions<Tables>): Promise<void> {
  const { db } = await connect<Tables>(temporary, options, 'create');
  try {
    await options.migrate(db);
    await options.prepare(db);
  } finally {
    await db.destroy();
  }
}

/** The database keeps its name as well until the backup takes that: at no time is there none. */
function moveAway<Tables>(path: string, before: string, options: Known<Tables>): void {
  foldLog(path, options);
  try {
    linkSync(path, before);
    // A log that stays would be replayed into the backup.
    for (const end of companions) if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${before}${end}`);
  } catch (thrown) {
    throw cannotWrite(before, thrown, 'data');
  }
}

/** One that is no whole database is moved as it is: SQLite would throw away the log beside it, which may be all that is left. */
function foldLog<Tables>(path: string, { newestSchema, version }: Known<Tables>): void {
  let connection: SqliteConnection | undefined;
  try {
    if (!hasDatabase(path)) return;
    inspectDatabase(path, 'read', newestSchema, version);
    connection = new SqliteConnection(path, 'write');
    connection.foldLog();
  } catch {
  } finally {
    connection?.close();
  }
}
