import type { Instant } from '../../src/kernel/clock.js';

/** `at`: Discord's own time when it answered, to the second. `tookMs`: how long the answer took. */
interface Timing {
  readonly at: Instant;
  readonly tookMs: number;
}

/**
 * What became of one request. `refused`: Discord said no, by HTTP status and its own error code (0 where it gave none). `limited`: too fast;
 * nothing was done. `unsent`: nothing reached Discord. `lost`: it may have done what was asked, and the answer was lost.
 */
export type Answer =
  | { readonly kind: 'ok'; readonly data: unknown; readonly timing: Timing }
  | { readonly kind: 'refused'; readonly status: number; readonly code: number; readonly detail: string }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string; readonly status?: number };

export type Failure = Exclude<Answer, { readonly kind: 'ok' }>;
export type Refusal = Extract<Answer, { readonly kind: 'refused' }>;
