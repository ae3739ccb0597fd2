import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { type ChosenModel, modelFor } from './search-model.js';

/** Notices over one connection when another process has put another model into the store. */
export class ModelWatch {
  readonly #connection: SqliteConnection;
  readonly #shipped: string | undefined;
  /** Another one whenever another connection has committed something (https://sqlite.org/pragma.html#pragma_data_version). */
  #version: unknown;
  #latest: { readonly trained: string | null; readonly chosen: ChosenModel } | undefined;

  constructor(connection: SqliteConnection, shipped: string | undefined) {
    this.#connection = connection;
    this.#shipped = shipped;
  }

  /** The model to go by now, the same object as long as it is the same. To be called before each search: it costs microseconds. */
  current(): ChosenModel {
    const version = this.#connection.pragma('data_version');
    if (this.#latest !== undefined && version === this.#version) return this.#latest.chosen;
    const [row] = this.#connection.run<{ readonly id: string }>('select id from search_model', []).rows;
    const trained = row?.id ?? null;
    if (this.#latest === undefined || trained !== this.#latest.trained) {
      this.#latest = { trained, chosen: modelFor(this.#connection, this.#shipped) };
    }
    this.#version = version;
    return this.#latest.chosen;
  }
}
