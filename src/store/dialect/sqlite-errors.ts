import Sqlite from 'better-sqlite3';
import { BroadsheetError } from '../../kernel/errors.js';
import { cannotBeWritten, forbidden, fullDisk, type Place, sickDisk, type WriteTrouble } from './file-errors.js';

const restoreHint = (path: string): string =>
  `Run "broadsheet restore <file>" with a backup, such as the newest in the folder backups; without one, move ${path}, ${path}-wal and ${path}-shm away, and Broadsheet begins anew.`;

/** The file is there but cannot be used as it is. `trouble` goes on after the path: `is damaged`. */
export const unusable = (path: string, trouble: string, cause?: unknown): BroadsheetError =>
  new BroadsheetError('data', `${path} ${trouble}.`, restoreHint(path), cause);

const writeTroubles: readonly (readonly [RegExp, WriteTrouble])[] = [
  [/^SQLITE_FULL/, fullDisk],
  [/^SQLITE_(READONLY|PERM|CANTOPEN)/, forbidden],
  [/^SQLITE_IOERR/, sickDisk],
];

const readTroubles: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_NOTADB/, 'is not a database'],
  [/^SQLITE_CORRUPT/, 'is damaged'],
  [/^SQLITE_IOERR_(READ|SHORT_READ|CORRUPTFS|DATA)/, 'cannot be read from the disk'],
];

const found = <T>(code: string, table: readonly (readonly [RegExp, T])[]): T | undefined =>
  table.find(([pattern]) => pattern.test(code))?.[1];

const codeOf = (thrown: unknown): string => (thrown instanceof Sqlite.SqliteError ? thrown.code : '');

/** A BroadsheetError when what was read from the file shows that it is no whole database. */
export function damageIn(path: string, thrown: unknown): BroadsheetError | undefined {
  const trouble = found(codeOf(thrown), readTroubles);
  return trouble === undefined ? undefined : unusable(path, trouble, thrown);
}

/**
 * A BroadsheetError for what the disk or another program did (https://sqlite.org/rescode.html); anything else, such as a mistake
 * in a statement, as it was thrown.
 */
export function storageError(thrown: unknown, path: string, place: Place = 'data'): unknown {
  if (!(thrown instanceof Sqlite.SqliteError)) return thrown;
  const damage = damageIn(path, thrown);
  if (damage !== undefined) return damage;
  const unwritable = found(thrown.code, writeTroubles);
  if (unwritable !== undefined) return cannotBeWritten(path, unwritable, place, thrown);
  if (!isBusy(thrown)) return thrown;
  const hint = 'Close the other program that has it open (a database browser, a copy under way), then try again.';
  return new BroadsheetError('locked', `Another program keeps ${path} locked.`, hint, thrown);
}

/** Another connection is in the way for the moment: trying again later may help. */
export const isBusy = (thrown: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(thrown));

/** SQLite would have to write before it can read: it has to share, or take in, the log of a database that was not closed. */
export const needsToWrite = (thrown: unknown): boolean => /^SQLITE_(READONLY|CANTOPEN)/.test(codeOf(thrown));
