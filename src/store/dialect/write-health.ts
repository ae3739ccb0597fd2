import type { BroadsheetError } from '../../kernel/errors.js';
import type { Log } from '../../kernel/log.js';

/** Whether the database takes what is written. The operator is told once when it no longer does, and once when it does again. */
export class WriteHealth {
  readonly #log: Log;
  #trouble: BroadsheetError | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** What keeps the database from being written, a sentence and what to do; undefined while nothing does. */
  get trouble(): string | undefined {
    return this.#trouble && `${this.#trouble.message} ${this.#trouble.hint}`;
  }

  failed(error: BroadsheetError): void {
    if (this.#trouble === undefined) this.#log.error('store.cannot-write', { reason: error.message, hint: error.hint });
    this.#trouble = error;
  }

  recovered(): void {
    if (this.#trouble !== undefined) this.#log.warn('store.writes-again', { after: this.#trouble.message });
    this.#trouble = undefined;
  }
}
