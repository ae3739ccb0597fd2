import { Kysely } from 'kysely';
import type { Clock } from '../../../src/kernel/clock.js';
import { ContentAddresses } from '../../../src/store/content-addresses.js';
import { SqliteDialect } from '../../../src/store/dialect/sqlite.js';
import { SqliteConnection } from '../../../src/store/dialect/sqlite-connection.js';
import { executorOf } from '../../../src/store/executor.js';
import { openStore } from '../../../src/store/open.js';
import { createRepositories } from '../../../src/store/repositories.js';
import { SearchModels } from '../../../src/store/search-model.js';
import type { Repositories, Store } from '../../../src/store/store.js';
import type { Database } from '../../../src/store/tables/database.js';
import { MemoryLog } from '../../fake/log.js';
import type { Gate } from './gate.js';

const endless = 1_000_000_000;

/** Makes the file with its tables, as a first start does. */
export async function createStore(path: string, clock: Clock): Promise<void> {
  const store = await openStore({ path, mode: 'write', clock, log: new MemoryLog(), version: '0.0.0' });
  await store.close();
}

/**
 * The program's own store on its own driver, with the two connections in hand: they can be cut off in the middle of a transaction, as a
 * kill does, and the file can be kept from growing. Nothing waits for the disk: what survives a power cut is another fault's business.
 */
export class SimStore {
  /** What the program gets: every call passes the gate. */
  readonly store: Store;
  /** What the simulation looks at. */
  readonly bare: Repositories;
  readonly #writer: SqliteConnection;
  readonly #reader: SqliteConnection;
  readonly #db: Kysely<Database>;

  constructor(path: string, clock: Clock, gate: Gate) {
    this.#writer = new SqliteConnection(path, 'write');
    this.#writer.pragma('foreign_keys = on');
    this.#writer.pragma('journal_mode = wal');
    this.#writer.pragma('synchronous = off');
    this.#reader = new SqliteConnection(path, 'read');
    const connections = { path, writer: this.#writer, reader: this.#reader, clock };
    this.#db = new Kysely<Database>({ dialect: new SqliteDialect(connections) });
    const executor = executorOf(this.#db);
    const shared = {
      clock,
      addresses: { sets: new ContentAddresses(), contents: new ContentAddresses() },
      models: new SearchModels(),
    };
    this.bare = createRepositories(executor, shared);
    this.store = {
      ...gated(this.bare, gate),
      transaction: (body) =>
        gate.pass('transaction', () => executor.atomically((tx) => body(createRepositories(tx, shared)))),
      backup: async () => 'made',
      close: async () => undefined,
    };
  }

  /** No page more than there are now. */
  fillDisk(): void {
    this.#writer.pragma(`max_page_count = ${String(this.#writer.pragma('page_count'))}`);
  }

  freeDisk(): void {
    this.#writer.pragma(`max_page_count = ${endless}`);
  }

  /** As a kill: what is not committed is gone. */
  cut(): void {
    this.#writer.close();
    this.#reader.close();
  }

  close(): Promise<void> {
    return this.#db.destroy();
  }
}

const gated = (bare: Repositories, gate: Gate): Repositories => ({
  papers: gate.around('papers', bare.papers),
  subscriptions: gate.around('subscriptions', bare.subscriptions),
  editions: gate.around('editions', bare.editions),
  outbox: gate.around('outbox', bare.outbox),
  votes: gate.around('votes', bare.votes),
  searchIndex: bare.searchIndex,
  adapterValues: gate.around('values', bare.adapterValues),
  embeddings: gate.around('embeddings', bare.embeddings),
});
