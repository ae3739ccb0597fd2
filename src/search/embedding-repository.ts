/** A paper as a model reads it. */
export interface UnreadPaper {
  /** Its row in the search index. */
  readonly doc: number;
  readonly title: string;
  readonly abstract: string;
}

export interface ReadPaper extends UnreadPaper {
  /** Quantized; empty when the model can make nothing of the text. */
  readonly vector: Int8Array;
}

/** How many of the papers have a vector of the model. */
export interface EmbeddingProgress {
  readonly read: number;
  readonly papers: number;
}

/** The vectors that a model made of papers, beside the papers. One of another model, or of another text, is as good as none. */
export interface EmbeddingRepository {
  /**
   * Papers without a vector of this model, those that came last first, at most `limit`. `next` goes where the walk goes on, null at its end:
   * a call looks at some hundred papers only, so that it never takes long, and may find none of them wanting.
   */
  unread(
    embedder: string,
    below: number | null,
    limit: number,
  ): Promise<{ readonly papers: readonly UnreadPaper[]; readonly next: number | null }>;
  /** Keeps vectors of papers whose text is still the one that was read; the others stay unread. */
  save(embedder: string, papers: readonly ReadPaper[]): Promise<void>;
  /** Takes longer the more there are, in steps that hold up nobody: not for every moment, and outside transactions. */
  progress(embedder: string): Promise<EmbeddingProgress>;
}
