import { readFileSync } from 'node:fs';
import { type Kysely, sql, type Transaction } from 'kysely';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import { readModel, type SearchModel } from '../search/model.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import type { Database } from './tables/database.js';

interface ModelRow {
  readonly bytes: Uint8Array;
}

/** The model trained from this store, else the one that ships with the program; undefined where there is neither. */
export function modelFor(connection: SqliteConnection, shipped: string | undefined): SearchModel | undefined {
  const [trained] = connection.run<ModelRow>('select bytes from search_model', []).rows;
  return readTrained(trained) ?? readShipped(shipped);
}

const readTrained = (row: ModelRow | undefined): SearchModel | undefined =>
  row === undefined ? undefined : readModel(row.bytes);

const readShipped = (path: string | undefined): SearchModel | undefined =>
  path === undefined ? undefined : readModel(readFileSync(path));

/** The model by which papers get their directions when they are saved. It is read when the first one is. */
export class SearchModels {
  readonly #shipped: string | undefined;
  readonly #log: Log | undefined;
  #current: { readonly model: SearchModel | undefined } | undefined;

  constructor(shipped?: string, log?: Log) {
    this.#shipped = shipped;
    this.#log = log;
  }

  /** Undefined when there is none, or none that can be read, which is told once: search then goes by words alone. */
  async current(db: Kysely<Database> | Transaction<Database>): Promise<SearchModel | undefined> {
    this.#current ??= { model: await this.#read(db) };
    return this.#current.model;
  }

  /** To be called when another model was stored. */
  forget(): void {
    this.#current = undefined;
  }

  async #read(db: Kysely<Database> | Transaction<Database>): Promise<SearchModel | undefined> {
    try {
      const { rows } = await sql<ModelRow>`select bytes from search_model`.execute(db);
      return readTrained(rows[0]) ?? readShipped(this.#shipped);
    } catch (thrown) {
      this.#log?.warn('search.no-model', { reason: reasonOf(thrown) });
      return undefined;
    }
  }
}
