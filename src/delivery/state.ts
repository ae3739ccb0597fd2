import { type Instant, instant } from '../kernel/clock.js';
import type { Lookup, MessageRef, PostOutcome } from '../platform/adapter.js';
import { backoffMs } from './backoff.js';

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

type Sending = Extract<DeliveryState, { kind: 'sending' }>;

/** After so many certain failures a post is given up, if its date is not over before. About a day of back-off. */
const mostAttempts = 100;

/**
 * What a claimed post becomes by the platform's answer. `unknown` stays `sending` until `settleMs` after the attempt, when a
 * lookup can tell; it is never sent again on a guess.
 */
export function afterPost(
  claim: Sending,
  outcome: PostOutcome,
  now: Instant,
  settleMs: number,
  chance: number,
): DeliveryState {
  switch (outcome.kind) {
    case 'posted':
      return { kind: 'sent', ref: outcome.ref, at: now };
    case 'rejected':
      return { kind: 'dead', reason: `${outcome.reason}: ${outcome.detail}` };
    case 'retry':
      if (claim.attempts >= mostAttempts) return { kind: 'dead', reason: `given up: ${outcome.reason}` };
      return {
        kind: 'due',
        notBefore: later(now, claim.attempts, outcome.notBefore, chance),
        attempts: claim.attempts,
      };
    case 'unknown':
      return { ...claim, leaseUntil: instant(now + settleMs) };
  }
}

/** What a post whose fate was unknown becomes once the platform was searched for it: adopted, sent again, or left uncertain. */
export function afterLookup(claim: Sending, lookup: Lookup, now: Instant, chance: number): DeliveryState {
  switch (lookup.kind) {
    case 'found':
      return { kind: 'sent', ref: lookup.ref, at: now };
    case 'absent':
      return { kind: 'due', notBefore: now, attempts: claim.attempts };
    case 'unsearchable':
      return { kind: 'uncertain', reason: lookup.reason };
    case 'retry':
      return { ...claim, leaseUntil: later(now, claim.attempts, lookup.notBefore, chance) };
  }
}

const later = (now: Instant, attempts: number, notBefore: Instant | undefined, chance: number): Instant =>
  instant(Math.max(now + backoffMs(attempts, chance), notBefore ?? 0));
