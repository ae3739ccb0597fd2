import type { Brand } from '../kernel/brand.js';
import type { IsoDate } from '../kernel/dates.js';

/**
 * A source-independent id, always a string: an arXiv id without version (`2405.14906`, `cs/0112017`), else `doi:10.…`
 * in lower case, else the address itself (`https://…`).
 */
export type PaperKey = Brand<string, 'PaperKey'>;

/** Who says something about a paper. Fields merge by source (see `merge.ts`). */
export type Source = 'arxiv' | 'huggingface' | 'other';

export interface Code {
  readonly url: string;
  readonly stars: number | null;
}

/** One work. Texts are plain: one line (the abstract too), NFC, without control or direction characters, never markup. */
export interface Paper {
  readonly key: PaperKey;
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  /** arXiv categories such as `cs.CL`. */
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly organization: string | null;
  /** The feed's own one-line summary. */
  readonly summary: string | null;
  readonly code: Code | null;
  readonly projectUrl: string | null;
  readonly publishedOn: IsoDate | null;
  /** Which sources have described it so far, sorted. */
  readonly sources: readonly Source[];
  /** The newest Hugging Face listing day that its fields were taken from. */
  readonly listedOn: IsoDate | null;
}
