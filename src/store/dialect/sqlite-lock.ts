import { BroadsheetError } from '../../kernel/errors.js';
import { SqliteConnection } from './sqlite-connection.js';
import { isBusy, storageError } from './sqlite-errors.js';

/**
 * Makes this process the only writer of the database at `path`, until it releases the lock or ends, by whatever means: the
 * kernel drops the lock of a process that was killed. A file of its own carries it, so that readers are not in the way.
 */
export function takeLock(path: string): { release(): void } {
  const lockPath = `${path}.lock`;
  let connection: SqliteConnection | undefined;
  try {
    connection = new SqliteConnection(lockPath, 'create');
    connection.pragma('journal_mode = memory');
    // A transaction that stays open holds the lock and, as it writes nothing, needs no space on the disk.
    connection.exec('begin exclusive');
    const held = connection;
    return { release: () => held.close() };
  } catch (thrown) {
    connection?.close();
    if (!isBusy(thrown)) throw storageError(thrown, lockPath);
    const hint = 'Stop the other one, or let it do the work; `search` and `backup` run beside it.';
    throw new BroadsheetError('locked', `Another Broadsheet is already using ${path}.`, hint, thrown);
  }
}
