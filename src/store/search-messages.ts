import type { ErrorCode } from '../kernel/errors.js';
import type { SearchPage } from '../search/repository.js';

/** What the search worker is started with. It then gets one query after the other, the next one after its reply. */
export interface SearchWorkerData {
  readonly path: string;
}

/** What the worker says to a query; errors cross threads as what they are made of. */
export type SearchReply =
  | { readonly kind: 'page'; readonly page: SearchPage }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly hint: string }
  | { readonly kind: 'surprise'; readonly reason: string };
