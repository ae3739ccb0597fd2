import type { PaperKey } from '../papers/paper.js';
import type { Span } from '../view/view.js';
import type { SearchQuery } from './query.js';

export const pageSize = 5;

export interface Hit {
  readonly paper: PaperKey;
  /** The title in spans, matched words strong. */
  readonly title: readonly Span[];
  /** A piece of the abstract around the match, matched words strong; at most 200 characters. */
  readonly snippet: readonly Span[];
}

export interface SearchPage {
  readonly hits: readonly Hit[];
  /** Position of the first hit, from 1. */
  readonly first: number;
  readonly total: number;
  /** There are more than `total`, but nobody pages that far. */
  readonly capped: boolean;
  /**
   * Other words and phrases that find something, when these found nothing, or hardly a paper has all of them and a word looks
   * like a slip of the keyboard. The filters are not part of it.
   */
  readonly didYouMean: string | null;
}

/** What is being typed: words of a search, a part of an author's name, the beginning of a category, or words of a title. */
export interface SuggestQuery {
  readonly kind: 'words' | 'authors' | 'categories' | 'titles';
  /** All that was typed of it; the last word may go on. */
  readonly typed: string;
  readonly limit: number;
}

/** For `words` the last word as it would be whole, for `titles` the title of that paper, else a name. */
export interface Suggested {
  readonly text: string;
  readonly paper: PaperKey | null;
}

/** What a model made of the words of a search, for a term beside the score of the words. */
export interface QueryEmbedding {
  /** The model, as in `TextEmbedder.id`. */
  readonly embedder: string;
  readonly vector: Float32Array;
  /**
   * A cosine of 1 adds so much. The best BM25F among the candidates is 1; where the words stand adds up to 4.3 to that, and the shipped
   * model up to 0.7.
   */
  readonly weight: number;
}

/** How far a model has got with the papers. */
export interface ModelState {
  readonly read: number;
  readonly papers: number;
  /** Why it does not go on at the moment, as the end of a sentence; null when it does. */
  readonly trouble: string | null;
}

/** Search behind promises: the index may live on another thread. Rejects with a BroadsheetError when it cannot answer. */
export interface PaperSearch {
  /** `embedding` takes part only in the order by relevance. */
  search(query: SearchQuery, embedding?: QueryEmbedding): Promise<SearchPage>;
  /**
   * What may be meant, the best first: words and names by how many papers have them, titles that begin with the words before those that
   * have them somewhere, the newest first. Nothing when too many others have asked since.
   */
  suggest(query: SuggestQuery): Promise<readonly Suggested[]>;
  /** There when a model reads papers and queries. */
  readonly model?: { state(): Promise<ModelState> };
  /** The nearest papers of the store by what they are about, the best first; empty when the paper is not in it. */
  similar(paper: PaperKey, limit: number): Promise<readonly PaperKey[]>;
  close(): Promise<void>;
}

/** How far the index is with papers that an older program or another model left in it. */
export interface Renewal {
  readonly isDone: boolean;
  /** Papers looked at so far, of how many. */
  readonly papers: number;
  readonly of: number;
  /** Of how many papers this call indexed the words anew: what they had before is cleared away by compacting. */
  readonly texts: number;
}

export interface SwapOptions {
  readonly onProgress?: (papers: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/** What became of putting one model in the place of another. */
export type ModelSwap =
  | { readonly kind: 'swapped'; readonly model: string; readonly papers: number }
  /** That model was in use already. */
  | { readonly kind: 'unchanged' }
  /** The signal said so, and everything is as it was. */
  | { readonly kind: 'stopped' };

/** What search keeps of papers, as something to look after. */
export interface SearchIndex {
  /**
   * Looks at some more papers and indexes those anew that an older program or model left, at most so many: half a millisecond each
   * where their words are, a tenth of it where only their directions are; when left out, some milliseconds in all. Goes on where
   * the last call of any process stopped.
   */
  renew(most?: number): Promise<Renewal>;
  /**
   * Does some milliseconds of what `PaperRepository.compact` does at once. `anew` begins to bring all into one piece; `on` goes on with
   * what was begun, by whichever process, and with nothing begun clears away what came together piece by piece.
   */
  compactPiece(which: 'anew' | 'on'): Promise<{ readonly isDone: boolean }>;
  /**
   * Puts a model in the place of the present one, with the directions of all papers by it, in one step: searches go by the old one
   * or by the new one. Nobody else can write meanwhile.
   *
   * @throws BroadsheetError of code `data` when the bytes are no model.
   */
  replaceModel(bytes: Uint8Array, options?: SwapOptions): Promise<ModelSwap>;
  /**
   * Goes back to the model that ships with the program, likewise.
   *
   * @throws BroadsheetError of code `data` when that cannot be read.
   */
  returnToShippedModel(options?: SwapOptions): Promise<ModelSwap>;
}
