import { resolve } from 'node:path';
import type { Clock } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import { ContentAddresses } from './content-addresses.js';
import { backUp } from './dialect/sqlite-backup.js';
import { type OpenDatabase, openSqlite } from './dialect/sqlite-open.js';
import type { WriteHealth } from './dialect/write-health.js';
import { type Executor, executorOf } from './executor.js';
import { migrate, newestSchema } from './migrate.js';
import { createRepositories } from './repositories.js';
import { recognizeCopy } from './restore.js';
import { SearchModels } from './search-model.js';
import type { OpenedStore } from './store.js';
import type { Database } from './tables/database.js';

const probeSize = 65_536;

export interface OpenOptions {
  /** The database file; its folder is made when it is missing. */
  readonly path: string;
  /** `write` takes the lock, creates and migrates. `read` does none of it and works beside a process that writes. */
  readonly mode: 'write' | 'read';
  readonly clock: Clock;
  readonly log: Log;
  /** The program's version, for messages. */
  readonly version: string;
  /** The file of the search model that ships with the program; without one, search goes by words alone. */
  readonly model?: string | undefined;
}

/**
 * Opens the store. Throws a BroadsheetError: `locked` when another process writes to it, `cannotWrite` when the folder or the
 * disk does not take it, `data` when the file is not a whole database that this version understands.
 */
export async function openStore(options: OpenOptions): Promise<OpenedStore> {
  return storeOf(await openDatabase(options), options);
}

/** The store over a database that is open. */
export function storeOf({ db, health, close }: OpenDatabase<Database>, options: OpenOptions): OpenedStore {
  const executor = executorOf(db);
  const shared = {
    clock: options.clock,
    models: new SearchModels(options.model, options.log),
    addresses: { sets: new ContentAddresses(), contents: new ContentAddresses() },
  };
  return {
    ...createRepositories(executor, shared),
    transaction: (body) => executor.atomically((tx) => body(createRepositories(tx, shared))),
    trouble: () => health.trouble,
    recognizeCopy: () => recognizeCopy(db, options.clock.now()),
    loadModel: async () => void (await shared.models.current(db)),
    probe: () => probe(executor, health),
    backup: (path) => backUp(resolve(options.path), path, options.clock.now()),
    close,
  };
}

/** More than one page, so that a disk with hardly any room does not pass. */
const probe = async (executor: Executor, health: WriteHealth): Promise<void> => {
  const name = { adapter: 'store', namespace: 'probe', key: '' };
  await executor.atomically(async ({ db }) => {
    const row = { ...name, value: 'x'.repeat(probeSize), secret: 0 as const, expires_at: null };
    await db.insertInto('adapter_storage').values(row).execute();
    await db
      .deleteFrom('adapter_storage')
      .where('adapter', '=', name.adapter)
      .where('namespace', '=', name.namespace)
      .execute();
  });
  health.recovered();
};

/** As `openStore`, with the bare database in hand: for the search worker, which asks in SQL of its own. */
export function openDatabase(options: OpenOptions): Promise<OpenDatabase<Database>> {
  return openSqlite({ ...options, newestSchema, migrate });
}
