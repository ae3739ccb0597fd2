import type { Instant } from '../kernel/clock.js';
import type { PaperKey } from '../papers/paper.js';
import type { DeliveryId, Target } from '../platform/adapter.js';
import type { EditionId } from './repository.js';

/** Which message of an edition it is: the list, the header of cards, one paper's card, one paper's reply in the thread, a line. */
export type PartRole = 'list' | 'header' | 'card' | 'reply' | 'line';

/** One post of an edition as planned: which papers stand in it, never what a platform makes of them. */
export interface PlannedPost {
  readonly id: DeliveryId;
  readonly edition: EditionId;
  readonly part: number;
  readonly role: PartRole;
  readonly papers: readonly PaperKey[];
  /** Where to; a `reply` goes into the thread of part 0, whose ref is known once that is sent. */
  readonly target: Target;
  /** After this it is no longer posted: the edition's local date is over. Null for a date that the operator asked for. */
  readonly expiresAt: Instant | null;
}

/** Where planned posts wait. */
export interface PostQueue {
  /** Unique on (edition, part); due from `notBefore`. */
  add(posts: readonly PlannedPost[], notBefore: Instant): Promise<void>;
}
