import { sql } from 'kysely';
import type { Delivery, Outbox, OutboxCount } from '../delivery/outbox.js';
import type { DeliveryState } from '../delivery/state.js';
import type { PlannedPost } from '../editions/post.js';
import type { EditionId } from '../editions/repository.js';
import { type Instant, instant } from '../kernel/clock.js';
import type { AdapterId, DeliveryId, Workspace } from '../platform/adapter.js';
import { batchesOf } from './batches.js';
import { claim, nextAt } from './claims.js';
import { columnsOf, deliveryOf, rowOf } from './delivery-rows.js';
import { isOneOf } from './dialect/differences.js';
import type { Executor } from './executor.js';

const live = ['due', 'sending'] as const;

export function createOutbox(executor: Executor): Outbox {
  const { db } = executor;
  return {
    add: (posts, notBefore) => executor.atomically((tx) => add(tx, posts, notBefore)),
    keep: (posts) => keep(executor, posts),
    claimDue: (now, until, scope) => claim(executor, { state: 'due', now, until }, scope),
    claimLapsed: (now, until, scope) => claim(executor, { state: 'sending', now, until }, scope),
    record: (id, epoch, next) => executor.atomically((tx) => record(tx, id, epoch, next)),
    endDue: (edition, reason) => endDue(executor, edition, reason),
    endLeases: (adapter, settleMs) => endLeases(executor, adapter, settleMs),
    async find(id) {
      const row = await db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirst();
      return row && deliveryOf(row);
    },
    async byMessage(ref) {
      const messages = db.selectFrom('delivery').selectAll().where('adapter', '=', ref.adapter);
      const row = await messages.where('message_key', '=', ref.key).executeTakeFirst();
      return row && deliveryOf(row);
    },
    async ofEdition(edition): Promise<readonly Delivery[]> {
      const parts = db.selectFrom('delivery').selectAll().where('edition_id', '=', edition).orderBy('part');
      return (await parts.execute()).map(deliveryOf);
    },
    nextAt: (scope) => nextAt(executor, scope),
    count: () => count(executor),
    busy: (now) => busy(executor, now),
    endDueIn: (place, reason) => executor.atomically((tx) => endDueIn(tx, place, reason)),
  };
}

async function add(tx: Executor, posts: readonly PlannedPost[], notBefore: Instant): Promise<void> {
  const first = lowestParts(posts);
  const begun = await begunEditions(tx, [...first.keys()]);
  const rows = posts.map((post) => rowOf(post, notBefore, first.get(post.edition) === post.part ? 1 : 0));
  for (const batch of batchesOf(rows)) {
    await tx.db
      .insertInto('delivery')
      .values(batch)
      .onConflict((conflict) => conflict.columns(['edition_id', 'part']).doNothing())
      .execute();
  }
  for (const edition of begun) {
    await tx.db.updateTable('delivery').set({ turn: 0 }).where('edition_id', '=', edition).execute();
    await passTurn(tx, edition);
  }
}

async function keep({ db }: Executor, posts: readonly Delivery[]): Promise<void> {
  for (const post of posts) {
    await db
      .insertInto('delivery')
      .values(rowOf(post, instant(0), 0))
      .execute();
    await db.updateTable('delivery').set(columnsOf(post.state)).where('id', '=', post.id).execute();
  }
}

function lowestParts(posts: readonly PlannedPost[]): ReadonlyMap<string, number> {
  const lowest = new Map<string, number>();
  for (const { edition, part } of posts) lowest.set(edition, Math.min(part, lowest.get(edition) ?? part));
  return lowest;
}

/** Those that have posts already. */
async function begunEditions({ db }: Executor, editions: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('delivery')
    .select('edition_id')
    .distinct()
    .where((row) => isOneOf(row.ref('edition_id'), editions))
    .execute();
  return rows.map((row) => row.edition_id);
}

async function record(tx: Executor, id: DeliveryId, epoch: number, next: DeliveryState): Promise<boolean> {
  const row = await tx.db
    .updateTable('delivery')
    .set(columnsOf(next))
    .where('id', '=', id)
    .where('epoch', '=', epoch)
    .where('state', '=', 'sending')
    .returning('edition_id')
    .executeTakeFirst();
  if (row === undefined) return false;
  if (next.kind !== 'due' && next.kind !== 'sending') await passTurn(tx, row.edition_id);
  return true;
}

/** The lowest part that has not ended is the next one that may be claimed. */
async function passTurn(tx: Executor, edition: string): Promise<void> {
  await tx.db
    .updateTable('delivery')
    .set({ turn: 1 })
    .where('edition_id', '=', edition)
    .where('part', '=', (query) =>
      query
        .selectFrom('delivery as other')
        .select((other) => other.fn.min('other.part').as('part'))
        .where('other.edition_id', '=', edition)
        .where('other.state', 'in', live),
    )
    .execute();
}

async function endDue({ db }: Executor, edition: string, reason: string): Promise<number> {
  const ended = await db
    .updateTable('delivery')
    .set(columnsOf({ kind: 'dead', reason }))
    .where('edition_id', '=', edition)
    .where('state', '=', 'due')
    .executeTakeFirst();
  return Number(ended.numUpdatedRows);
}

async function busy({ db }: Executor, now: Instant): Promise<readonly Workspace[]> {
  const rows = await db
    .selectFrom('delivery')
    .select(['adapter', 'workspace'])
    .distinct()
    // What the partial index asks for.
    .where('state', '<>', sql.lit('sent'))
    .where('turn', '=', 1)
    .where((row) =>
      row.or([
        row('state', '=', sql.lit('sending')),
        row.and([row('state', '=', sql.lit('due')), row('ready_at', '<=', now)]),
      ]),
    )
    .execute();
  return rows.map(({ adapter, workspace }) => ({ adapter: adapter as AdapterId, workspace }));
}

type Place = Parameters<Outbox['endDueIn']>[0];

async function endDueIn(
  { db }: Executor,
  { adapter, workspace, channel }: Place,
  reason: string,
): Promise<readonly EditionId[]> {
  const ended = await db
    .updateTable('delivery')
    .set(columnsOf({ kind: 'dead', reason }))
    .where('adapter', '=', adapter)
    .where('workspace', '=', workspace)
    .$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? ''))
    .where('state', '=', sql.lit('due'))
    .returning('edition_id')
    .execute();
  const editions = [...new Set(ended.map((row) => row.edition_id))];
  const alive = await db
    .selectFrom('delivery')
    .select('edition_id')
    .distinct()
    .where((row) => isOneOf(row.ref('edition_id'), editions))
    .where('state', '<>', sql.lit('dead'))
    .execute();
  const living = new Set(alive.map((row) => row.edition_id));
  return editions.filter((edition) => !living.has(edition)).map((edition) => edition as EditionId);
}

async function endLeases({ db }: Executor, adapter: string, settleMs: number): Promise<void> {
  await db
    .updateTable('delivery')
    .set((row) => ({ ready_at: row('first_attempt_at', '+', settleMs) }))
    .where('state', '=', sql.lit('sending'))
    .where('adapter', '=', adapter)
    .execute();
}

async function count({ db }: Executor): Promise<OutboxCount> {
  const rows = await db
    .selectFrom('delivery')
    .select((row) => ['state', row.fn.countAll<number>().as('posts'), row.fn.min('ready_at').as('oldest')])
    .where('state', '<>', sql.lit('sent'))
    .groupBy('state')
    .execute();
  const of = new Map(rows.map((row) => [row.state, row]));
  const oldest = of.get('due')?.oldest ?? null;
  return {
    due: of.get('due')?.posts ?? 0,
    sending: of.get('sending')?.posts ?? 0,
    dead: of.get('dead')?.posts ?? 0,
    uncertain: of.get('uncertain')?.posts ?? 0,
    oldestDueAt: oldest === null ? null : instant(oldest),
  };
}
