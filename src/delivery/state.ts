import { type Instant, instant } from '../kernel/clock.js';
import type { Lookup, MessageRef, PostOutcome } from '../platform/adapter.js';
import { backoffAfterMs, backoffMs } from './backoff.js';

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

export type Sending = Extract<DeliveryState, { kind: 'sending' }>;

/** After so many attempts that certainly posted nothing a post is given up, if its date is not over before. About a day of back-off. */
const mostAttempts = 100;
/** A post that could not be looked up for so long stays uncertain. */
const mostSettlingMs = 86_400_000;

/** A claim that was given back before anything was sent: as if it had not been made. */
export const afterNothing = ({ attempts }: Sending, now: Instant): DeliveryState => ({
  kind: 'due',
  notBefore: now,
  attempts: attempts - 1,
});

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
      return again(claim, outcome, now, chance);
    case 'unknown':
      return { ...claim, leaseUntil: instant(now + settleMs) };
  }
}

/**
 * What a post whose fate was unknown becomes once the platform was searched for it: adopted, sent again after a pause, or, when
 * that cannot be told, left uncertain.
 */
export function afterLookup(claim: Sending, lookup: Lookup, now: Instant, chance: number): DeliveryState {
  switch (lookup.kind) {
    case 'found':
      return { kind: 'sent', ref: lookup.ref, at: now };
    case 'absent':
      return again(claim, { reason: 'posted without an answer, and it never appeared' }, now, chance);
    case 'unsearchable':
      return { kind: 'uncertain', reason: lookup.reason };
    case 'retry':
      return lookAgain(claim, lookup, now, chance);
  }
}

interface Failure {
  readonly reason: string;
  readonly notBefore?: Instant;
}

/** Only for what is certainly not on the platform. */
function again({ attempts }: Sending, { reason, notBefore }: Failure, now: Instant, chance: number): DeliveryState {
  if (attempts >= mostAttempts) return { kind: 'dead', reason: `given up after ${attempts} attempts: ${reason}` };
  return { kind: 'due', notBefore: instant(Math.max(now + backoffMs(attempts, chance), notBefore ?? 0)), attempts };
}

function lookAgain(claim: Sending, { reason, notBefore }: Failure, now: Instant, chance: number): DeliveryState {
  const elapsedMs = now - claim.firstAttemptAt;
  if (elapsedMs >= mostSettlingMs) return { kind: 'uncertain', reason: `could not be looked up for a day: ${reason}` };
  return { ...claim, leaseUntil: instant(Math.max(now + backoffAfterMs(elapsedMs, chance), notBefore ?? 0)) };
}
