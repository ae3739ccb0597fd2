import type { ErrorCode } from '../kernel/errors.js';
import type { PaperKey } from '../papers/paper.js';
import type { SearchQuery } from '../search/query.js';
import type { QueryEmbedding, SearchPage, Suggested, SuggestQuery } from '../search/repository.js';
import type { ModelNotice } from './search-model.js';

/** What the search worker is started with. It then gets one request after the other, the next one after its reply. */
export interface SearchWorkerData {
  readonly path: string;
  /** The file of the model that ships with the program. */
  readonly model: string | undefined;
}

export type SearchRequest =
  | { readonly kind: 'search'; readonly query: SearchQuery; readonly embedding?: QueryEmbedding }
  | { readonly kind: 'suggest'; readonly query: SuggestQuery }
  | { readonly kind: 'similar'; readonly paper: PaperKey; readonly limit: number };

/** What a request is answered with, by its kind. */
export interface SearchAnswers {
  readonly search: SearchPage;
  readonly suggest: readonly Suggested[];
  readonly similar: readonly PaperKey[];
}

/** What the worker says: one reply to each request; errors cross threads as what they are made of. */
export type SearchReply =
  | { readonly kind: 'answer'; readonly answer: SearchAnswers[SearchRequest['kind']] }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly hint: string }
  | { readonly kind: 'surprise'; readonly reason: string };

/** Said before a reply when the worker has begun to go by this model. */
export interface ModelMessage extends ModelNotice {
  readonly kind: 'model';
}
