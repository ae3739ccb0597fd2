import { readFileSync } from 'node:fs';
import { type Kysely, sql, type Transaction } from 'kysely';
import { BroadsheetError, reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import { readModel, type SearchModel } from '../search/model.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import type { Database } from './tables/database.js';

interface ModelRow {
  readonly bytes: Uint8Array;
}

/** The model that search goes by. */
export interface ChosenModel {
  /** Undefined when there is none, or none that can be read: search then goes by words alone. */
  readonly model: SearchModel | undefined;
  /** Whether it was trained for this store, and does not ship with the program. */
  readonly isTrained: boolean;
  /** Why one that is there cannot be read, in sentences; null when all is well. */
  readonly trouble: string | null;
}

/**
 * The model trained for this store, else the one that ships with the program. Who writes papers and who searches choose by the same
 * rule, so that both go by the same one: also when an older program trained a model that this one cannot read.
 */
function choose(trained: ModelRow | undefined, shipped: string | undefined): ChosenModel {
  const own = tried(() => (trained === undefined ? undefined : readModel(trained.bytes)));
  if (own.model !== undefined) return { ...own, isTrained: true };
  const other = tried(() => (shipped === undefined ? undefined : readModel(readFileSync(shipped))));
  const troubles = [own.trouble, other.trouble].filter((trouble) => trouble !== null);
  return { model: other.model, isTrained: false, trouble: troubles.length === 0 ? null : troubles.join(' ') };
}

function tried(read: () => SearchModel | undefined): Pick<ChosenModel, 'model' | 'trouble'> {
  try {
    return { model: read(), trouble: null };
  } catch (thrown) {
    return { model: undefined, trouble: reasonOf(thrown) };
  }
}

/** What is told of a model, between threads too. */
export interface ModelNotice extends Pick<ChosenModel, 'isTrained' | 'trouble'> {
  /** Null: none. */
  readonly id: string | null;
}

/** Says in the log what is wrong with a model, if anything is. */
export function tellTrouble(log: Log, { id, trouble }: ModelNotice): void {
  if (trouble !== null) log.warn('search.model-unusable', { reason: trouble, instead: id ?? 'words alone' });
}

export const noticeOf = ({ model, isTrained, trouble }: ChosenModel): ModelNotice => ({
  id: model?.id ?? null,
  isTrained,
  trouble,
});

/** The model of a store that is read from over this connection. */
export function modelFor(connection: SqliteConnection, shipped: string | undefined): ChosenModel {
  return choose(connection.run<ModelRow>('select bytes from search_model', []).rows[0], shipped);
}

/** The model by which papers get their directions when they are saved. It is read when the first one is, or before. */
export class SearchModels {
  readonly #shipped: string | undefined;
  readonly #log: Log | undefined;
  #current: ChosenModel | undefined;

  constructor(shipped?: string, log?: Log) {
    this.#shipped = shipped;
    this.#log = log;
  }

  async current(db: Kysely<Database> | Transaction<Database>): Promise<SearchModel | undefined> {
    this.#current ??= await this.#read(db);
    return this.#current.model;
  }

  /**
   * The one that ships with the program.
   *
   * @throws BroadsheetError of code `data` when it cannot be read.
   */
  shipped(): SearchModel {
    try {
      return readModel(readFileSync(this.#shipped ?? ''));
    } catch (thrown) {
      const says = `The search model that ships with the program cannot be read: ${reasonOf(thrown)}`;
      throw new BroadsheetError('data', says, 'Get config/search-model.bin of this version again.', thrown);
    }
  }

  /** To be called when another model was stored. */
  forget(): void {
    this.#current = undefined;
  }

  async #read(db: Kysely<Database> | Transaction<Database>): Promise<ChosenModel> {
    const { rows } = await sql<ModelRow>`select bytes from search_model`.execute(db);
    const chosen = choose(rows[0], this.#shipped);
    if (this.#log !== undefined) tellTrouble(this.#log, noticeOf(chosen));
    return chosen;
  }
}
