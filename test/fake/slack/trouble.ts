import type { CommonTrouble } from '../troubles.js';

export type Trouble =
  | CommonTrouble
  | { readonly kind: 'rate limited'; readonly retryAfterSeconds: number }
  /** `{ok: false, error}`. With `applied` the call took effect all the same. */
  | { readonly kind: 'error'; readonly error: string; readonly applied?: boolean };
