export type Pooling = 'mean' | 'cls';

/** What the thread of the model is started with. It then gets one text after the other, the next one after its reply. */
export interface OnnxWorkerData {
  /** Paths of the model and of its `tokenizer.json`. */
  readonly model: string;
  readonly tokenizer: string;
  readonly pooling: Pooling;
  readonly maxTokens: number;
}

export type OnnxReply =
  | { readonly kind: 'read'; readonly vector: Float32Array }
  /** The model cannot be used. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** It makes nothing of this text. */
  | { readonly kind: 'refused'; readonly reason: string };
