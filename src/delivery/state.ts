import type { Instant } from '../kernel/clock.js';
import type { MessageRef } from '../platform/adapter.js';

/** Where one post stands. */
export type DeliveryState =
  | { readonly kind: 'due'; readonly notBefore: Instant; readonly attempts: number }
  | {
      readonly kind: 'sending';
      /** Until then the claim is its owner's; after it, what became of the post is unknown and must be settled. */
      readonly leaseUntil: Instant;
      readonly epoch: number;
      readonly attempts: number;
      readonly firstAttemptAt: Instant;
    }
  | { readonly kind: 'sent'; readonly ref: MessageRef; readonly at: Instant }
  | { readonly kind: 'dead'; readonly reason: string }
  | { readonly kind: 'uncertain'; readonly reason: string };
