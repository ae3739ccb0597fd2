import Sqlite from 'better-sqlite3';

/** Looks into the database file from outside, as whoever opens it after a power cut would. */
export class Intents {
  readonly #path: string;
  readonly #wrong: string[];

  constructor(path: string, wrong: string[]) {
    this.#path = path;
    this.#wrong = wrong;
  }

  /** What is to be sent has to stand in the file as being sent. */
  check(delivery: string): void {
    const state = this.#stateOf(delivery);
    if (state !== 'sending') this.#wrong.push(`${delivery} went out while the file said ${state ?? 'nothing of it'}`);
  }

  #stateOf(delivery: string): string | undefined {
    const database = new Sqlite(this.#path, { readonly: true });
    try {
      return database.prepare<[string], string>('select state from delivery where id = ?').pluck().get(delivery);
    } finally {
      database.close();
    }
  }
}
