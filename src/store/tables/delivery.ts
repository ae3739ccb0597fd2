import type { PartRole } from '../../editions/post.js';

export interface DeliveryTables {
  readonly delivery: DeliveryRow;
}

/** One planned post and where it stands. */
export interface DeliveryRow {
  readonly id: string;
  readonly edition_id: string;
  readonly part: number;
  readonly role: PartRole;
  /** JSON: the keys of the papers that stand in it. */
  readonly papers: string;
  readonly adapter: string;
  readonly workspace: string;
  readonly channel: string;
  /** Of the message that it is posted under, when the target names one. */
  readonly thread_key: string | null;
  readonly expires_at: number | null;
  readonly state: 'due' | 'sending' | 'sent' | 'dead' | 'uncertain';
  /**
   * 1 for the lowest part of its edition that has not ended, which alone may be claimed. It is kept, not derived, because
   * thousands of parts that wait for their turn would otherwise be looked at again by every claim.
   */
  readonly turn: 0 | 1;
  /** While due: not before. While sending: the lease's end. */
  readonly ready_at: number | null;
  readonly epoch: number;
  readonly attempts: number;
  readonly first_attempt_at: number | null;
  readonly message_key: string | null;
  readonly sent_at: number | null;
  readonly reason: string | null;
}
