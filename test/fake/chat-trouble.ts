import type { Instant } from '../../src/kernel/clock.js';

/**
 * What the next call of the fake platform meets. `lost`: applied, but the answer never came; `unknown`: not applied, and no
 * answer came either.
 */
export type Trouble =
  | { readonly kind: 'retry'; readonly notBefore?: Instant }
  | { readonly kind: 'rejected' | 'unknown' | 'lost' | 'gone' };

type Wait = { readonly kind: 'retry'; readonly reason: string; readonly notBefore?: Instant };
type Refusal = { readonly kind: 'rejected'; readonly reason: string; readonly detail: string };

const asked = (notBefore: Instant | undefined): Wait => ({
  kind: 'retry',
  reason: 'asked to wait',
  ...(notBefore === undefined ? {} : { notBefore }),
});

/** The answer of a platform that asks to wait, or undefined. */
export const waitOf = (trouble: Trouble | undefined): Wait | undefined =>
  trouble?.kind === 'retry' ? asked(trouble.notBefore) : undefined;

/** The answer of a platform that has certainly done nothing. */
export const refusalOf = (trouble: Trouble): Wait | Refusal =>
  waitOf(trouble) ?? { kind: 'rejected', reason: 'refused', detail: 'status 403' };
