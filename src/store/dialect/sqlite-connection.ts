import Sqlite from 'better-sqlite3';
import type { QueryResult } from 'kysely';

/** `create`: a new file. `write`: an existing one. `read`: an existing one, never changed. */
export type Access = 'create' | 'write' | 'read';

/** Longer waits are the caller's, without blocking the event loop: SQLite's own wait stops the whole process. */
const busyTimeoutMs = 250;
/** Texts are few because lists are bound as one value; the bound only guards against a caller that makes texts up. */
const maxStatements = 500;

/** One connection to a database file. Every call is synchronous; errors are SQLite's own. */
export class SqliteConnection {
  readonly #database: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement<unknown[]>>();

  constructor(path: string, access: Access) {
    this.#database = new Sqlite(path, {
      readonly: access === 'read',
      fileMustExist: access !== 'create',
      timeout: busyTimeoutMs,
    });
  }

  run<Row>(text: string, parameters: readonly unknown[]): QueryResult<Row> {
    const statement = this.#prepare(text);
    if (statement.reader) return { rows: statement.all(...parameters) as Row[] };
    return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) };
  }

  /** One value that SQLite says about itself. */
  pragma(text: string): unknown {
    return this.#database.pragma(text, { simple: true });
  }

  exec(text: string): void {
    this.#database.exec(text);
  }

  /** Whether the statement leaves the database as it is. */
  isRead(text: string): boolean {
    return this.#prepare(text).readonly;
  }

  /** Copies the database page by page, a few at a time, letting the event loop turn in between. */
  async copyTo(path: string): Promise<void> {
    await this.#database.backup(path);
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /**
   * Takes the log into the file and leaves write-ahead logging: such a database is one file that can also be read where nothing may be
   * written, which one with a log cannot (https://sqlite.org/wal.html#read_only_databases). A reader elsewhere keeps it as it is.
   */
  foldLog(): void {
    try {
      // A connection that has read nothing yet would leave the log's empty files behind.
      this.exec('select 1 from sqlite_schema');
      this.pragma('journal_mode = delete');
    } catch {
      // Busy, or a full disk: what was committed stands in the log, and the next one to open it to write takes it in.
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(text: string): Sqlite.Statement<unknown[]> {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.#database.prepare<unknown[]>(text);
    if (this.#statements.size >= maxStatements) this.#statements.delete(this.#statements.keys().next().value ?? text);
    this.#statements.set(text, statement);
    return statement;
  }
}
