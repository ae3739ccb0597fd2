/** A query and the passages that answer it are read differently by many models. */
export type Reading = 'query' | 'passage';

export type Embedded =
  /** One vector a text, in their order, all of one length, every number finite. */
  | { readonly kind: 'embedded'; readonly vectors: readonly Float32Array[] }
  /** The model cannot be used at the moment: why, as the end of a sentence, and how long it asks to be left alone. */
  | { readonly kind: 'failed'; readonly reason: string; readonly waitMs?: number }
  /** It will not take at least one of these texts, whenever it is asked. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A model that makes vectors of texts: close ones where texts say something similar. */
export interface TextEmbedder {
  /** Changes whenever its vectors of passages would. */
  readonly id: string;
  /** So many passages at once serve it best. */
  readonly batch: number;
  /** Never throws for trouble with the model; an aborted call ends soon, with `failed`. Queries do not wait for passages. */
  embed(texts: readonly string[], as: Reading, signal: AbortSignal): Promise<Embedded>;
  close(): Promise<void>;
}

/** What some models want to read in front of a text. */
export interface Prefixes {
  readonly query: string;
  readonly passage: string;
}

/** The beginning of a text, never half of a surrogate pair. */
export const beginning = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
