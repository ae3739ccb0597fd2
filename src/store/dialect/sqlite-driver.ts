import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  RawNode,
  SelectQueryNode,
} from 'kysely';
import type { Clock } from '../../kernel/clock.js';
import { BroadsheetError } from '../../kernel/errors.js';
import { patiently } from './busy-patience.js';
import type { SqliteConnection } from './sqlite-connection.js';
import { storageError } from './sqlite-errors.js';
import type { WriteHealth } from './write-health.js';
import { WriteQueue } from './write-queue.js';

/** What the driver works with. Without `writer` nothing can be written. */
export interface Connections {
  readonly path: string;
  readonly writer: SqliteConnection | undefined;
  readonly reader: SqliteConnection;
  readonly clock: Clock;
  readonly health?: WriteHealth;
}

/**
 * One connection writes and one reads. Reads outside a transaction see what is committed and wait for nobody; a write takes its
 * turn. Transactions begin IMMEDIATE: a deferred one that reads before it writes fails at once when another process
 * wrote in between, whatever the busy timeout is (https://sqlite.org/isolation.html).
 */
export class SqliteDriver implements Driver {
  readonly #shared: Shared;
  /** Queries and transactions that are under way. */
  #held = 0;
  #idle = (): void => {};

  constructor(connections: Connections) {
    this.#shared = new Shared(connections);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<RoutedConnection> {
    this.#held += 1;
    return new RoutedConnection(this.#shared);
  }

  beginTransaction(connection: RoutedConnection): Promise<void> {
    return connection.begin();
  }

  async commitTransaction(connection: RoutedConnection): Promise<void> {
    connection.commit();
  }

  async rollbackTransaction(connection: RoutedConnection): Promise<void> {
    connection.rollback();
  }

  async releaseConnection(): Promise<void> {
    this.#held -= 1;
    if (this.#held === 0) this.#idle();
  }

  /** Lets what is under way end; kysely turns away what comes later. */
  async destroy(): Promise<void> {
    if (this.#held > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    // The last connection to close moves the log into the file, so the one that may write closes last.
    this.#shared.reader.close();
    this.#shared.writer?.foldLog();
    this.#shared.writer?.close();
  }
}

class Shared {
  readonly queue = new WriteQueue();
  readonly reader: SqliteConnection;
  readonly writer: SqliteConnection | undefined;
  readonly #path: string;
  readonly #clock: Clock;
  readonly #health: WriteHealth | undefined;
  #damage: BroadsheetError | undefined;

  constructor({ reader, writer, path, clock, health }: Connections) {
    this.#health = health;
    this.reader = reader;
    this.writer = writer;
    this.#path = path;
    this.#clock = clock;
  }

  /** Only autocommitted statements and BEGIN IMMEDIATE can find the file busy: inside, the lock is held. */
  async patiently<T>(run: () => T): Promise<T> {
    try {
      return await patiently(run, this.#clock);
    } catch (thrown) {
      throw this.explain(thrown);
    }
  }

  explain(thrown: unknown): unknown {
    const error = storageError(thrown, this.#path);
    if (error instanceof BroadsheetError && error.code === 'data') this.#damage ??= error;
    if (error instanceof BroadsheetError && error.code !== 'locked') this.#health?.failed(error);
    return error;
  }

  /** A damaged file may still take rows and lose more with each: after the first sign nothing is written any more. */
  needWriter(): SqliteConnection {
    if (this.#damage !== undefined) throw this.#damage;
    if (this.writer !== undefined) return this.writer;
    const hint = 'Run a command that may write, such as `start`.';
    throw new BroadsheetError('cannotWrite', `${this.#path} was opened for reading only.`, hint);
  }
}

/** What kysely holds while it runs one query, or one transaction. */
class RoutedConnection implements DatabaseConnection {
  readonly #shared: Shared;
  #transaction: SqliteConnection | undefined;
  /**
   * The first error of the transaction, which ends it, as in Postgres: nothing of it may be committed, not even when the body
   * carries on, and nothing may run on by itself where SQLite has rolled back already (https://sqlite.org/lang_transaction.html).
   */
  #undone: unknown;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#transaction !== undefined) return this.#inside<Row>(this.#transaction, query);
    const { reader, queue } = this.#shared;
    if (this.#isRead(query)) return this.#shared.patiently(() => reader.run<Row>(query.sql, query.parameters));
    const writer = this.#shared.needWriter();
    await queue.enter();
    try {
      return await this.#shared.patiently(() => writer.run<Row>(query.sql, query.parameters));
    } finally {
      queue.leave();
    }
  }

  /** All at once: a statement that is being stepped through would keep its connection from everybody else. */
  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  async begin(): Promise<void> {
    const writer = this.#shared.needWriter();
    await this.#shared.queue.enter();
    try {
      await this.#shared.patiently(() => writer.run('begin immediate', []));
      this.#transaction = writer;
    } catch (thrown) {
      this.#shared.queue.leave();
      throw thrown;
    }
  }

  commit(): void {
    this.#inside(this.#shared.needWriter(), { sql: 'commit', parameters: [] });
    this.#leave();
  }

  rollback(): void {
    try {
      if (this.#transaction?.inTransaction === true) this.#transaction.run('rollback', []);
    } finally {
      this.#leave();
    }
  }

  #inside<Row>(writer: SqliteConnection, query: Pick<CompiledQuery, 'sql' | 'parameters'>): QueryResult<Row> {
    if (this.#undone !== undefined) throw this.#undone;
    try {
      return writer.run<Row>(query.sql, query.parameters);
    } catch (thrown) {
      this.#undone = this.#shared.explain(thrown);
      throw this.#undone;
    }
  }

  #leave(): void {
    this.#transaction = undefined;
    this.#shared.queue.leave();
  }

  #isRead(query: CompiledQuery): boolean {
    if (SelectQueryNode.is(query.query)) return true;
    return RawNode.is(query.query) && this.#shared.reader.isRead(query.sql);
  }
}
