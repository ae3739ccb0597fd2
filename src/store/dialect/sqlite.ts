import {
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { transactionalDdl } from './differences.js';
import { type Connections, SqliteDriver } from './sqlite-driver.js';

class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return transactionalDdl;
  }
}

/** SQLite over the project's own driver; see `SqliteDriver` for what it promises. */
export class SqliteDialect implements Dialect {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  createDriver(): Driver {
    return new SqliteDriver(this.#connections);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new Adapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}
