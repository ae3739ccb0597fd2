import type { PlannedPost, PostQueue } from '../editions/post.js';
import type { EditionId } from '../editions/repository.js';
import type { Instant } from '../kernel/clock.js';
import type { AdapterId, DeliveryId, MessageRef, Workspace } from '../platform/adapter.js';
import type { Room } from '../platform/room.js';
import type { DeliveryState, Sending } from './state.js';

/** A planned post and where it stands. */
export interface Delivery extends PlannedPost {
  readonly state: DeliveryState;
}

/** A delivery that is the claimant's until the lease ends. */
export interface Claim {
  readonly delivery: PlannedPost & { readonly state: Sending };
  /** The frozen content of the edition. */
  readonly content: string;
  /** Part 0's message, once sent: the thread of a `reply`. */
  readonly root: MessageRef | null;
}

/** Which deliveries may be claimed: those for which there is room, of these editions only when any are named. */
export interface ClaimScope extends Room {
  readonly editions?: readonly EditionId[];
}

export interface OutboxCount {
  readonly due: number;
  readonly sending: number;
  readonly dead: number;
  readonly uncertain: number;
  readonly oldestDueAt: Instant | null;
}

/**
 * The transactional outbox. A delivery is claimed with a lease and an epoch before any network byte and recorded fenced by
 * the epoch, so that a worker that lost its lease changes nothing.
 */
export interface Outbox extends PostQueue {
  /** Adds posts that have ended already: they were found on the platform. */
  keep(posts: readonly Delivery[]): Promise<void>;
  /**
   * Takes due deliveries (`notBefore` at or before `now`), the longest due first, whose earlier parts all ended (sent, dead,
   * uncertain): they become `sending` with a lease until `leaseUntil`, epoch and attempts one higher.
   */
  claimDue(now: Instant, leaseUntil: Instant, scope: ClaimScope): Promise<readonly Claim[]>;
  /** Takes `sending` deliveries whose lease ran out: epoch one higher, attempts as they were. */
  claimLapsed(now: Instant, leaseUntil: Instant, scope: ClaimScope): Promise<readonly Claim[]>;
  /** Moves a claimed delivery on; false, and nothing changes, when the claim was lost (another epoch, or no longer sending). */
  record(id: DeliveryId, epoch: number, next: DeliveryState): Promise<boolean>;
  /** Ends what is still due of an edition as dead, for this reason. Says how many deliveries that were. */
  endDue(edition: EditionId, reason: string): Promise<number>;
  /**
   * At start, when the lock proves that no other process posts: leases on this adapter end `settleMs` after the first attempt, so
   * that what a killed process left is settled without waiting for its lease.
   */
  endLeases(adapter: AdapterId, settleMs: number): Promise<void>;
  find(id: DeliveryId): Promise<Delivery | undefined>;
  /** The delivery that became this message. */
  byMessage(ref: MessageRef): Promise<Delivery | undefined>;
  ofEdition(edition: EditionId): Promise<readonly Delivery[]>;
  /** The next instant at which a claim of this scope can succeed; undefined when none of it is due or under way. */
  nextAt(scope: ClaimScope): Promise<Instant | undefined>;
  /** Workspaces in which something is to be posted now or is under way. */
  busy(now: Instant): Promise<readonly Workspace[]>;
  /**
   * Ends what is still due in a channel, or in a whole workspace when no channel is named, as dead for this reason. Says of which editions
   * nothing was or will be posted: all their parts are dead.
   */
  endDueIn(place: Workspace & { readonly channel?: string }, reason: string): Promise<readonly EditionId[]>;
  count(): Promise<OutboxCount>;
}
