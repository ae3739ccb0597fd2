import type { Kysely } from 'kysely';
import type { Database } from './tables/database.js';

/** Where a repository sends its queries: the database itself, or one open transaction. */
export interface Executor {
  readonly db: Kysely<Database>;
  /** Runs the body in this transaction, or in one of its own when there is none. The body awaits only its own queries. */
  atomically<T>(body: (tx: Executor) => Promise<T>): Promise<T>;
  /** Calls back once everything written so far is committed; never, when it is rolled back. At once outside a transaction. */
  afterCommit(call: () => void): void;
}

/** The executor of calls that stand for themselves. */
export function executorOf(db: Kysely<Database>): Executor {
  return {
    db,
    afterCommit: (call) => call(),
    async atomically(body) {
      const calls: (() => void)[] = [];
      const result = await db.transaction().execute((tx) => {
        const inner: Executor = {
          db: tx,
          atomically: (nested) => nested(inner),
          afterCommit: (call) => calls.push(call),
        };
        return body(inner);
      });
      for (const call of calls) call();
      return result;
    },
  };
}
