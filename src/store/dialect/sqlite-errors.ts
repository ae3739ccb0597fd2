import Sqlite from 'better-sqlite3';
import { BroadsheetError } from '../../kernel/errors.js';

const writeHint =
  'Free some space, or give this user the right to write there, or set BROADSHEET_HOME to another folder; nothing was half written.';

const restoreHint = (path: string): string =>
  `Move ${path}, ${path}-wal and ${path}-shm away, then copy a backup to ${path}; without one Broadsheet begins anew.`;

export const cannotWrite = (path: string, reason: string, cause?: unknown): BroadsheetError =>
  new BroadsheetError('cannotWrite', `${path} cannot be written: ${reason}.`, writeHint, cause);

/** The file is there but cannot be used as it is. `trouble` goes on after the path: `is damaged`. */
export const unusable = (path: string, trouble: string, cause?: unknown): BroadsheetError =>
  new BroadsheetError('data', `${path} ${trouble}.`, restoreHint(path), cause);

const writeTroubles: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_FULL/, 'the disk is full'],
  [/^SQLITE_(READONLY|PERM|CANTOPEN)/, 'permission denied, or the folder is read-only'],
  [/^SQLITE_IOERR/, 'the disk does not take it'],
];

const readTroubles: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_NOTADB/, 'is not a database'],
  [/^SQLITE_CORRUPT/, 'is damaged'],
  [/^SQLITE_IOERR_(READ|SHORT_READ|CORRUPTFS|DATA)/, 'cannot be read from the disk'],
];

const sayingOf = (code: string, table: readonly (readonly [RegExp, string])[]): string | undefined =>
  table.find(([pattern]) => pattern.test(code))?.[1];

/**
 * A BroadsheetError for what the disk or another program did (https://sqlite.org/rescode.html); anything else, such as a mistake
 * in a statement, as it was thrown.
 */
export function storageError(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Sqlite.SqliteError)) return thrown;
  const unreadable = sayingOf(thrown.code, readTroubles);
  if (unreadable !== undefined) return unusable(path, unreadable, thrown);
  const unwritable = sayingOf(thrown.code, writeTroubles);
  if (unwritable !== undefined) return cannotWrite(path, `${unwritable} (${thrown.code})`, thrown);
  if (!isBusy(thrown)) return thrown;
  const hint = 'Close the other program that has it open (a database browser, a copy under way), then try again.';
  return new BroadsheetError('locked', `Another program keeps ${path} locked.`, hint, thrown);
}

/** Another connection is in the way for the moment: trying again later may help. */
export const isBusy = (thrown: unknown): boolean =>
  thrown instanceof Sqlite.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(thrown.code);
