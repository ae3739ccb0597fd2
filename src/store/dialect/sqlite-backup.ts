import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Instant } from '../../kernel/clock.js';
import { BroadsheetError } from '../../kernel/errors.js';
import { cannotWrite } from './file-errors.js';
import { SqliteConnection } from './sqlite-connection.js';
import { damageIn, storageError, unusable } from './sqlite-errors.js';
import { applicationId, writeWhole } from './sqlite-file.js';

/** Under which name a backup holds the time at which it was made. */
export const stampName = { adapter: 'store', namespace: 'backup', key: 'at' } as const;

/**
 * Copies the database at `from` to `to` while others write: the copy is what was committed when it began. It is checked before it
 * gets its name, and one file without companions; it says when it was made. A backup that stood there is replaced, anything else is
 * not.
 */
export async function backUp(from: string, to: string, at: Instant): Promise<'made' | 'replaced'> {
  const target = realTarget(to);
  const before = standingAt(target, realpathSync(from));
  await writeWhole(
    target,
    async (temporary) => {
      try {
        await copy(from, temporary);
        check(from, temporary, at);
      } catch (thrown) {
        throw damageIn(from, thrown) ?? storageError(thrown, target, 'copy');
      }
    },
    'copy',
  );
  return before === 'nothing' ? 'made' : 'replaced';
}

/** Copies the database as it was committed when the copy began. */
export async function copy(from: string, to: string): Promise<void> {
  const connection = new SqliteConnection(from, 'read');
  try {
    // A read transaction pins what the copy sees. Without it a backup begins again whenever another connection writes.
    connection.exec('begin');
    connection.run('select count(*) from sqlite_master', []);
    await connection.copyTo(to);
  } finally {
    connection.close();
  }
}

/** Makes the copy one file without companions. Throws a BroadsheetError unless it is whole. */
export function check(from: string, copied: string, at?: Instant): void {
  const connection = new SqliteConnection(copied, 'write');
  try {
    connection.pragma('journal_mode = delete');
    if (connection.pragma('integrity_check(1)') !== 'ok') throw unusable(from, 'is damaged: its copy is not whole');
    if (at !== undefined) stamp(connection, at);
  } finally {
    connection.close();
  }
}

/** Where a copy says when it was made. Databases of the first schemas have no place for it. */
function stamp(connection: SqliteConnection, at: Instant): void {
  const { rows } = connection.run("select 1 from sqlite_schema where name = 'adapter_storage'", []);
  if (rows.length === 0) return;
  const { adapter, namespace, key } = stampName;
  connection.run('insert or replace into adapter_storage values (?, ?, ?, ?, 0, null)', [
    adapter,
    namespace,
    key,
    String(at),
  ]);
}

function realTarget(to: string): string {
  const path = resolve(to);
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined
      ? join(realpathSync(dirname(path)), basename(path))
      : realpathSync(path);
  } catch (thrown) {
    throw cannotWrite(path, thrown, 'copy');
  }
}

/** What the copy will take the place of. Throws a BroadsheetError unless that is nothing, or an older backup. */
function standingAt(target: string, database: string): 'nothing' | 'backup' {
  const own = ['', '-wal', '-shm', '-journal', '.lock', '.new'].map((end) => `${database}${end}`);
  const found = statSync(target, { throwIfNoEntry: false });
  const source = statSync(database);
  if (own.includes(target) || (found?.ino === source.ino && found.dev === source.dev)) {
    throw new BroadsheetError('usage', `${target} is the database itself.`, 'Name another file for the backup.');
  }
  if (found === undefined) return 'nothing';
  const hint = 'Name another file; only an older backup is replaced.';
  // Only a database that is used has a lock beside it.
  if (existsSync(`${target}.lock`)) {
    throw new BroadsheetError(
      'cannotWrite',
      `${target} is the database of another Broadsheet, and was left alone.`,
      hint,
    );
  }
  if (isOurs(target)) return 'backup';
  throw new BroadsheetError('cannotWrite', `${target} is there already, is no backup, and was left alone.`, hint);
}

/** https://sqlite.org/fileformat.html#application_id */
const applicationIdAt = 68;

function isOurs(path: string): boolean {
  if (!statSync(path).isFile()) return false;
  const header = Buffer.alloc(100);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (thrown) {
    throw cannotWrite(path, thrown, 'copy');
  }
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return header.readUInt32BE(applicationIdAt) === applicationId;
}
