import type { Instant } from '../../src/kernel/clock.js';

/** `at`: Slack's own time when it answered, to the second. `tookMs`: how long the answer took. */
export interface Timing {
  readonly at: Instant;
  readonly tookMs: number;
}

export type Data = Readonly<Record<string, unknown>>;

/**
 * What became of one request to the Web API. `refused`: Slack said no, by its error code. `limited`: too fast. `unsent`: nothing
 * reached Slack. `lost`: it may have done what was asked, and the answer was lost.
 */
export type Answer =
  | { readonly kind: 'ok'; readonly data: Data; readonly timing?: Timing }
  | { readonly kind: 'refused'; readonly error: string; readonly detail: string }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string };

export type Failure = Exclude<Answer, { readonly kind: 'ok' }>;

/** The text under a key of an answer, where there is one. */
export function textIn(data: unknown, key: string): string | undefined {
  const value = groupOf(data)[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const groupOf = (data: unknown): Data => (typeof data === 'object' && data !== null ? (data as Data) : {});

export const listOf = (data: unknown): readonly unknown[] => (Array.isArray(data) ? data : []);
