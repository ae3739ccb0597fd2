import type { Considered, Edition, EditionId, EditionKind, EditionRepository } from '../editions/repository.js';
import type { SubscriptionId } from '../editions/subscription.js';
import type { Instant } from '../kernel/clock.js';
import type { IsoDate } from '../kernel/dates.js';
import { batchesOf } from './batches.js';
import type { ContentAddresses } from './content-addresses.js';
import { historyOf } from './edition-history.js';
import { standingsOf } from './edition-standings.js';
import type { Executor } from './executor.js';
import type { ConsideredRow, EditionRow } from './tables/editions.js';

/** What is stored once for many editions. All executors of one database share them. */
export interface EditionAddresses {
  readonly sets: ContentAddresses;
  readonly contents: ContentAddresses;
}

export function createEditions(executor: Executor, { sets, contents }: EditionAddresses): EditionRepository {
  const { db } = executor;
  return {
    add: (edition, considered) => executor.atomically((tx) => add(tx, sets, edition, considered)),
    freeze: (content) => freeze(executor, contents, content),
    history: (subscriptions, date, candidates) => historyOf(db, subscriptions, date, candidates),

    async free(id) {
      await db.updateTable('edition').set({ freed: 1 }).where('id', '=', id).execute();
    },

    withdraw: (id) => executor.atomically((tx) => withdraw(tx, id)),
    ...reads(executor),
  };
}

type Reads = Pick<EditionRepository, 'content' | 'find' | 'on' | 'latest' | 'stood'>;

function reads({ db }: Executor): Reads {
  return {
    async content(hash) {
      const row = await db.selectFrom('content').select('body').where('hash', '=', hash).executeTakeFirst();
      return row?.body;
    },

    async find(id) {
      const row = await db.selectFrom('edition').selectAll().where('id', '=', id).executeTakeFirst();
      return row && editionOf(row);
    },

    async on(subscription, date) {
      const ofSubscription = db.selectFrom('edition').selectAll().where('subscription_id', '=', subscription);
      const row = await ofSubscription.where('date', '=', date).executeTakeFirst();
      return row && editionOf(row);
    },

    async latest(subscription, limit) {
      const ofSubscription = db.selectFrom('edition').selectAll().where('subscription_id', '=', subscription);
      return (await ofSubscription.orderBy('date', 'desc').limit(limit).execute()).map(editionOf);
    },

    stood: (subscriptions, papers) => standingsOf(db, subscriptions, papers),
  };
}

async function add(
  tx: Executor,
  addresses: ContentAddresses,
  edition: Edition,
  considered: readonly Considered[],
): Promise<boolean> {
  const set = considered.map(({ paper, shown }): readonly [string, 0 | 1] => [paper, shown ? 1 : 0]);
  const hash = set.length === 0 ? null : addresses.hashOf(JSON.stringify(set));
  const added = await tx.db
    .insertInto('edition')
    .values(rowOf(edition, hash))
    .onConflict((conflict) => conflict.columns(['subscription_id', 'date']).doNothing())
    .executeTakeFirstOrThrow();
  if (added.numInsertedOrUpdatedRows !== 1n) return false;
  if (hash !== null) await keepSet(tx, addresses, hash, set);
  return true;
}

async function keepSet(
  tx: Executor,
  addresses: ContentAddresses,
  hash: string,
  set: readonly (readonly [string, 0 | 1])[],
): Promise<void> {
  if (addresses.isCommitted(hash)) return;
  tx.afterCommit(() => addresses.committed(hash));
  const stored = tx.db.selectFrom('considered').select('set_hash').where('set_hash', '=', hash).limit(1);
  if ((await stored.execute()).length > 0) return;
  const rows = set.map(([paper, shown]): ConsideredRow => ({ set_hash: hash, paper_key: paper, shown }));
  for (const batch of batchesOf(rows)) {
    await tx.db
      .insertInto('considered')
      .values(batch)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function freeze(executor: Executor, addresses: ContentAddresses, content: string): Promise<string> {
  const hash = addresses.hashOf(content);
  if (addresses.isCommitted(hash)) return hash;
  await executor.db
    .insertInto('content')
    .values({ hash, body: content })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
  executor.afterCommit(() => addresses.committed(hash));
  return hash;
}

async function withdraw({ db }: Executor, id: EditionId): Promise<void> {
  const showedNothing = db
    .selectFrom('edition')
    .select('id')
    .where('id', '=', id)
    .where((edition) => edition.or([edition('kind', '!=', 'papers'), edition('freed', '=', 1)]));
  await db.deleteFrom('delivery').where('edition_id', 'in', showedNothing).execute();
  await db.deleteFrom('edition').where('id', 'in', showedNothing).execute();
}

const rowOf = (edition: Edition, consideredHash: string | null): EditionRow => ({
  id: edition.id,
  subscription_id: edition.subscription,
  date: edition.date,
  kind: edition.kind,
  content_hash: edition.content,
  considered_hash: consideredHash,
  planned_at: edition.plannedAt,
  freed: edition.freed ? 1 : 0,
});

const editionOf = (row: EditionRow): Edition => ({
  id: row.id as EditionId,
  subscription: row.subscription_id as SubscriptionId,
  date: row.date as IsoDate,
  kind: row.kind as EditionKind,
  content: row.content_hash,
  plannedAt: row.planned_at as Instant,
  freed: row.freed === 1,
});
