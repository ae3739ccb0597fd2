import type { Instant } from '../kernel/clock.js';
import type { ErrorCode } from '../kernel/errors.js';

/** What the thread that makes a backup is told. */
export interface BackupRequest {
  readonly from: string;
  readonly to: string;
  readonly at: Instant;
}

/** What it answers. */
export type BackupReply =
  | { readonly kind: 'made' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly hint: string }
  | { readonly kind: 'surprise'; readonly reason: string };
