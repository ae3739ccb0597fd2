import { resolve } from 'node:path';
import type { Clock } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import { ContentAddresses } from './content-addresses.js';
import { backUp } from './dialect/sqlite-backup.js';
import { type OpenDatabase, openSqlite } from './dialect/sqlite-open.js';
import { executorOf } from './executor.js';
import { migrate, newestSchema } from './migrate.js';
import { createRepositories } from './repositories.js';
import type { Store } from './store.js';
import type { Database } from './tables/database.js';

export interface OpenOptions {
  /** The database file; its folder is made when it is missing. */
  readonly path: string;
  /** `write` takes the lock, creates and migrates. `read` does none of it and works beside a process that writes. */
  readonly mode: 'write' | 'read';
  readonly clock: Clock;
  readonly log: Log;
  /** The program's version, for messages. */
  readonly version: string;
}

/**
 * Opens the store. Throws a BroadsheetError: `locked` when another process writes to it, `cannotWrite` when the folder or the
 * disk does not take it, `data` when the file is not a whole database that this version understands.
 */
export async function openStore(options: OpenOptions): Promise<Store> {
  const { db, close } = await openDatabase(options);
  const executor = executorOf(db);
  const shared = {
    clock: options.clock,
    addresses: { sets: new ContentAddresses(), contents: new ContentAddresses() },
  };
  return {
    ...createRepositories(executor, shared),
    transaction: (body) => executor.atomically((tx) => body(createRepositories(tx, shared))),
    backup: (path) => backUp(resolve(options.path), path),
    close,
  };
}

/** As `openStore`, with the bare database in hand: for the search worker, which asks in SQL of its own. */
export function openDatabase(options: OpenOptions): Promise<OpenDatabase<Database>> {
  return openSqlite({ ...options, newestSchema, migrate });
}
