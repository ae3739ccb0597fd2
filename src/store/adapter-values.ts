import { sql } from 'kysely';
import type { Clock } from '../kernel/clock.js';
import type { Executor } from './executor.js';
import type { AdapterValue, AdapterValues } from './store.js';
import type { AdapterStorageRow } from './tables/storage.js';

/** What has expired is cleared away no more often than this. */
const sweepMs = 600_000;

export function createAdapterValues(executor: Executor, clock: Clock): AdapterValues {
  return { ...reads(executor, clock), ...writes(executor, clock) };
}

function reads({ db }: Executor, clock: Clock): Pick<AdapterValues, 'get' | 'list' | 'secrets'> {
  const standing = () =>
    db
      .selectFrom('adapter_storage')
      .selectAll()
      .where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', clock.now())]));
  return {
    async get({ adapter, namespace, key }) {
      const found = standing().where('adapter', '=', adapter).where('namespace', '=', namespace);
      const row = await found.where('key', '=', key).executeTakeFirst();
      return row && valueOfRow(row);
    },

    async list(adapter, namespace) {
      const found = standing().where('adapter', '=', adapter).where('namespace', '=', namespace);
      return (await found.orderBy('key').execute()).map(valueOfRow);
    },

    async secrets() {
      return (await standing().where('secret', '=', sql.lit(1)).execute()).map(valueOfRow);
    },
  };
}

function writes(executor: Executor, clock: Clock): Pick<AdapterValues, 'put' | 'add' | 'delete'> {
  let sweptAt = Number.NEGATIVE_INFINITY;
  const sweep = async (tx: Executor): Promise<void> => {
    const now = clock.now();
    if (now - sweptAt < sweepMs) return;
    sweptAt = now;
    await tx.db.deleteFrom('adapter_storage').where('expires_at', '<=', now).execute();
  };
  return {
    put: (value) =>
      executor.atomically(async (tx) => {
        await sweep(tx);
        await upsert(tx, value).execute();
      }),

    add: (value) =>
      executor.atomically(async (tx) => {
        await sweep(tx);
        return (await addUnlessKept(tx, value, clock.now())) !== undefined;
      }),

    async delete({ adapter, namespace, key }) {
      const named = executor.db.deleteFrom('adapter_storage').where('adapter', '=', adapter);
      await named.where('namespace', '=', namespace).where('key', '=', key).execute();
    },
  };
}

const insert = ({ db }: Executor, { adapter, namespace, key, value, secret, expiresAt }: AdapterValue) =>
  db.insertInto('adapter_storage').values({
    ...{ adapter, namespace, key, value },
    secret: secret ? 1 : 0,
    expires_at: expiresAt,
  });

const name = ['adapter', 'namespace', 'key'] as const;

const upsert = (tx: Executor, value: AdapterValue) =>
  insert(tx, value).onConflict((conflict) =>
    conflict.columns([...name]).doUpdateSet((row) => ({
      value: row.ref('excluded.value'),
      secret: row.ref('excluded.secret'),
      expires_at: row.ref('excluded.expires_at'),
    })),
  );

/** One that has expired is as good as none. */
const addUnlessKept = (tx: Executor, value: AdapterValue, now: number) =>
  insert(tx, value)
    .onConflict((conflict) =>
      conflict
        .columns([...name])
        .doUpdateSet((row) => ({
          value: row.ref('excluded.value'),
          secret: row.ref('excluded.secret'),
          expires_at: row.ref('excluded.expires_at'),
        }))
        .where('adapter_storage.expires_at', '<=', now),
    )
    .returning('key')
    .executeTakeFirst();

const valueOfRow = (row: AdapterStorageRow): AdapterValue => ({
  adapter: row.adapter,
  namespace: row.namespace,
  key: row.key,
  value: row.value,
  secret: row.secret === 1,
  expiresAt: row.expires_at,
});
