import type { ErrorCode } from '../kernel/errors.js';
import type { PaperKey } from '../papers/paper.js';
import type { SearchQuery } from '../search/query.js';
import type { QueryEmbedding, SearchPage, Suggested, SuggestQuery } from '../search/repository.js';

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

/** What the worker says to a request; errors cross threads as what they are made of. */
export type SearchReply =
  | { readonly kind: 'answer'; readonly answer: SearchAnswers[SearchRequest['kind']] }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly hint: string }
  | { readonly kind: 'surprise'; readonly reason: string };
