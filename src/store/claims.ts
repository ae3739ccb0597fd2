import { sql } from 'kysely';
import type { Claim, ClaimScope } from '../delivery/outbox.js';
import { type Instant, instant } from '../kernel/clock.js';
import type { Room } from '../platform/room.js';
import { deliveryOf, refOf } from './delivery-rows.js';
import { isOneOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { isOpen, takeInRoom } from './rooms.js';
import type { DeliveryRow } from './tables/delivery.js';

/** What a claim takes and until when it holds it. */
export interface Lease {
  readonly state: 'due' | 'sending';
  readonly now: Instant;
  readonly until: Instant;
}

/**
 * Takes deliveries whose turn it is and whose time has come. The choice is a range of the index `delivery_open` alone, however many
 * others wait.
 */
export async function claim(executor: Executor, lease: Lease, scope: ClaimScope): Promise<readonly Claim[]> {
  if (scope.limit === 0 || scope.adapters.length === 0) return [];
  // A look costs nothing; a claim is a turn at writing.
  if ((await offered(executor, lease, { ...scope, limit: 1 })).length === 0) return [];
  return executor.atomically(async (tx) => {
    const offer = (room: Room) => offered(tx, lease, { ...scope, ...room });
    return withEditions(tx, await takeInRoom(scope, offer, (rows) => hold(tx, lease, rows)));
  });
}

const offered = (from: Executor, { state, now }: Lease, scope: ClaimScope) =>
  inTurn(from, state, scope)
    .select(['id', 'adapter', 'workspace'])
    .where('ready_at', '<=', now)
    .orderBy('ready_at')
    .orderBy('id')
    .limit(scope.limit)
    .execute();

/** When the next claim of the scope can succeed. */
export async function nextAt(executor: Executor, scope: ClaimScope): Promise<Instant | undefined> {
  if (scope.adapters.length === 0) return undefined;
  const states = ['due', 'sending'] as const;
  const times = await Promise.all(
    states.map((state) =>
      inTurn(executor, state, scope).select('ready_at').orderBy('ready_at').limit(1).executeTakeFirst(),
    ),
  );
  const known = times.flatMap((row) => row?.ready_at ?? []);
  return known.length === 0 ? undefined : instant(Math.min(...known));
}

function inTurn({ db }: Executor, state: Lease['state'], scope: ClaimScope) {
  return (
    db
      .selectFrom('delivery')
      // What the partial index asks for.
      .where('state', '<>', sql.lit('sent'))
      .where('state', '=', state)
      .where('turn', '=', 1)
      .where((row) => isOpen(row, scope))
      .$if(scope.editions !== undefined, (rows) =>
        rows.where((row) => isOneOf(row.ref('edition_id'), scope.editions ?? [])),
      )
  );
}

function hold(
  { db }: Executor,
  { state, now, until }: Lease,
  rows: readonly { readonly id: string }[],
): Promise<DeliveryRow[]> {
  const ids = rows.map(({ id }) => id);
  return db
    .updateTable('delivery')
    .set((row) => ({
      state: 'sending' as const,
      ready_at: until,
      epoch: row('epoch', '+', 1),
      attempts: row('attempts', '+', state === 'due' ? 1 : 0),
      first_attempt_at: row.fn.coalesce('first_attempt_at', row.val<number>(now)),
    }))
    .where((row) => isOneOf(row.ref('id'), ids))
    .returningAll()
    .execute();
}

async function withEditions(tx: Executor, rows: readonly DeliveryRow[]): Promise<readonly Claim[]> {
  if (rows.length === 0) return [];
  const editions = await tx.db
    .selectFrom('edition')
    .leftJoin('content', 'content.hash', 'edition.content_hash')
    .leftJoin('delivery as root', (join) =>
      join.onRef('root.edition_id', '=', 'edition.id').on('root.part', '=', 0).on('root.state', '=', 'sent'),
    )
    .select(['edition.id', 'content.body', 'root.message_key as root_key'])
    .where('edition.id', 'in', [...new Set(rows.map((row) => row.edition_id))])
    .execute();
  const byId = new Map(editions.map((edition) => [edition.id, edition]));
  return rows.toSorted(byIdOrder).map((row) => claimOf(row, byId.get(row.edition_id)));
}

const byIdOrder = (a: DeliveryRow, b: DeliveryRow): number => (a.id < b.id ? -1 : 1);

interface EditionFacts {
  readonly body: string | null;
  readonly root_key: string | null;
}

function claimOf(row: DeliveryRow, edition: EditionFacts | undefined): Claim {
  const { state, ...delivery } = deliveryOf(row);
  if (state.kind !== 'sending') throw new Error(`Delivery ${row.id} was claimed but is ${row.state}.`);
  const rootKey = edition?.root_key ?? null;
  const root = rootKey === null ? null : refOf(row.adapter, rootKey);
  return { delivery: { ...delivery, state }, content: edition?.body ?? '', root };
}
