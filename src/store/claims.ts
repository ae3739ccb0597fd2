import { sql } from 'kysely';
import type { Claim } from '../delivery/outbox.js';
import type { Instant } from '../kernel/clock.js';
import { deliveryOf, refOf } from './delivery-rows.js';
import type { Executor } from './executor.js';
import type { DeliveryRow } from './tables/delivery.js';

export interface ClaimOrder {
  readonly state: 'due' | 'sending';
  readonly now: Instant;
  readonly leaseUntil: Instant;
  readonly limit: number;
  readonly adapters: readonly string[];
}

/**
 * Takes deliveries whose turn it is and whose time has come. The choice is one range of the index `delivery_open`, however many
 * others wait, and taking them is one statement.
 */
export async function claim(tx: Executor, order: ClaimOrder): Promise<readonly Claim[]> {
  if (order.adapters.length === 0) return [];
  const rows = await tx.db
    .updateTable('delivery')
    .set((row) => ({
      state: 'sending' as const,
      ready_at: order.leaseUntil,
      epoch: row('epoch', '+', 1),
      attempts: row('attempts', '+', order.state === 'due' ? 1 : 0),
      first_attempt_at: row.fn.coalesce('first_attempt_at', row.val<number>(order.now)),
    }))
    .where('id', 'in', (query) =>
      query
        .selectFrom('delivery')
        .select('id')
        .where('state', '<>', sql.lit('sent'))
        .where('state', '=', order.state)
        .where('turn', '=', 1)
        .where('ready_at', '<=', order.now)
        .where('adapter', 'in', order.adapters)
        .orderBy('ready_at')
        .orderBy('id')
        .limit(order.limit),
    )
    .returningAll()
    .execute();
  return withEditions(tx, rows);
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
  const delivery = deliveryOf(row);
  if (delivery.state.kind !== 'sending') throw new Error(`Delivery ${row.id} was claimed but is ${row.state}.`);
  const { epoch, firstAttemptAt, attempts } = delivery.state;
  const rootKey = edition?.root_key ?? null;
  const root = rootKey === null ? null : refOf(row.adapter, rootKey);
  return { delivery, epoch, firstAttemptAt, attempts, content: edition?.body ?? '', root };
}
