import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { BroadsheetError, reasonOf } from '../../kernel/errors.js';
import { SqliteConnection } from './sqlite-connection.js';
import { cannotWrite, storageError, unusable } from './sqlite-errors.js';
import { applicationId, using, writeWhole } from './sqlite-file.js';

/**
 * Copies the database at `from` to `to` while others write: the copy is what was committed when it began. It is checked before it
 * gets its name, and one file without companions. A backup that stood there is replaced, anything else is not.
 */
export async function backUp(from: string, to: string): Promise<void> {
  const target = realTarget(to);
  refuseOther(realpathSync(from), target);
  await writeWhole(target, async (temporary) => {
    await copy(from, temporary);
    using(temporary, 'write', (connection) => {
      connection.pragma('journal_mode = delete');
      if (connection.pragma('integrity_check(1)') !== 'ok') throw unusable(from, 'is damaged: its copy is not whole');
    });
  });
}

async function copy(from: string, to: string): Promise<void> {
  const connection = new SqliteConnection(from, 'read');
  try {
    // A read transaction pins what the copy sees. Without it a backup begins again whenever another connection writes.
    connection.exec('begin');
    connection.run('select count(*) from sqlite_master', []);
    await connection.copyTo(to);
  } catch (thrown) {
    throw storageError(thrown, to);
  } finally {
    connection.close();
  }
}

function realTarget(to: string): string {
  const path = resolve(to);
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined
      ? join(realpathSync(dirname(path)), basename(path))
      : realpathSync(path);
  } catch (thrown) {
    throw cannotWrite(path, reasonOf(thrown), thrown);
  }
}

function refuseOther(database: string, target: string): void {
  const own = ['', '-wal', '-shm', '-journal', '.lock', '.new'].map((end) => `${database}${end}`);
  const found = statSync(target, { throwIfNoEntry: false });
  const source = statSync(database);
  if (own.includes(target) || (found?.ino === source.ino && found.dev === source.dev)) {
    throw new BroadsheetError('usage', `${target} is the database itself.`, 'Name another file for the backup.');
  }
  if (found !== undefined && !isOurs(target)) {
    throw new BroadsheetError('cannotWrite', `${target} is there already and is no backup.`, 'Name another file.');
  }
}

/** https://sqlite.org/fileformat.html#application_id */
const applicationIdAt = 68;

function isOurs(path: string): boolean {
  if (!statSync(path).isFile()) return false;
  const header = Buffer.alloc(100);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return header.readUInt32BE(applicationIdAt) === applicationId;
}
