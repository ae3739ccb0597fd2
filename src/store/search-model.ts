import { readFileSync } from 'node:fs';
import { readModel, type SearchModel } from '../search/model.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';

/** The model trained from this store, else the one that ships with the program; undefined where there is neither. */
export function currentModel(connection: SqliteConnection, shipped: string | undefined): SearchModel | undefined {
  const [trained] = connection.run<{ readonly bytes: Uint8Array }>('select bytes from search_model', []).rows;
  if (trained !== undefined) return readModel(trained.bytes);
  return shipped === undefined ? undefined : readModel(readFileSync(shipped));
}
