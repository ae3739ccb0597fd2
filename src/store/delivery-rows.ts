import type { Insertable, Updateable } from 'kysely';
import type { Delivery } from '../delivery/outbox.js';
import type { DeliveryState } from '../delivery/state.js';
import type { PlannedPost } from '../editions/post.js';
import type { EditionId } from '../editions/repository.js';
import { type Instant, instant } from '../kernel/clock.js';
import type { PaperKey } from '../papers/paper.js';
import type { AdapterId, DeliveryId, MessageRef, Target } from '../platform/adapter.js';
import type { DeliveryRow } from './tables/delivery.js';

export function rowOf(post: PlannedPost, notBefore: Instant, turn: 0 | 1): Insertable<DeliveryRow> {
  return {
    id: post.id,
    edition_id: post.edition,
    part: post.part,
    role: post.role,
    papers: JSON.stringify(post.papers),
    adapter: post.target.adapter,
    workspace: post.target.workspace,
    channel: post.target.channel,
    thread_key: post.target.thread?.key ?? null,
    expires_at: post.expiresAt,
    state: 'due',
    turn,
    ready_at: notBefore,
    epoch: 0,
    attempts: 0,
  };
}

/** The columns that a state sets. The epoch stays the claim's: it fences, and only claims move it. */
export function columnsOf(state: DeliveryState): Updateable<DeliveryRow> {
  switch (state.kind) {
    case 'due':
      // Back to due means that nothing was sent.
      return { state: 'due', ready_at: state.notBefore, attempts: state.attempts, first_attempt_at: null };
    case 'sending':
      return {
        state: 'sending',
        ready_at: state.leaseUntil,
        attempts: state.attempts,
        first_attempt_at: state.firstAttemptAt,
      };
    case 'sent':
      return { state: 'sent', turn: 0, ready_at: null, message_key: state.ref.key, sent_at: state.at };
    case 'dead':
    case 'uncertain':
      return { state: state.kind, turn: 0, ready_at: null, reason: state.reason };
  }
}

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id as DeliveryId,
    edition: row.edition_id as EditionId,
    part: row.part,
    role: row.role,
    papers: JSON.parse(row.papers) as PaperKey[],
    target: targetOf(row),
    expiresAt: row.expires_at === null ? null : instant(row.expires_at),
    state: stateOf(row),
  };
}

export const refOf = (adapter: string, key: string): MessageRef => ({ adapter: adapter as AdapterId, key });

function targetOf({ adapter, workspace, channel, thread_key: thread }: DeliveryRow): Target {
  const target = { adapter: adapter as AdapterId, workspace, channel };
  return thread === null ? target : { ...target, thread: refOf(adapter, thread) };
}

function stateOf(row: DeliveryRow): DeliveryState {
  switch (row.state) {
    case 'due':
      return { kind: 'due', notBefore: known(row, 'ready_at'), attempts: row.attempts };
    case 'sending':
      return {
        kind: 'sending',
        leaseUntil: known(row, 'ready_at'),
        epoch: row.epoch,
        attempts: row.attempts,
        firstAttemptAt: known(row, 'first_attempt_at'),
      };
    case 'sent':
      return { kind: 'sent', ref: refOf(row.adapter, row.message_key ?? ''), at: known(row, 'sent_at') };
    case 'dead':
    case 'uncertain':
      return { kind: row.state, reason: row.reason ?? '' };
  }
}

/** A time that the row's state always has. */
function known(row: DeliveryRow, column: 'ready_at' | 'first_attempt_at' | 'sent_at'): Instant {
  const value = row[column];
  if (value === null) throw new Error(`Delivery ${row.id} is ${row.state} without ${column}.`);
  return instant(value);
}
