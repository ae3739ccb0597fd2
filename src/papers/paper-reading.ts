import type { SkippedItem } from './feed.js';
import type { Submission } from './repository.js';

/** What reading a file brings, one after the other. */
export type PaperReading =
  /** `without`: what the file says of the paper but cannot be used, as people call it (`published date`). */
  | { readonly kind: 'paper'; readonly submission: Submission; readonly without: readonly string[] }
  | ({ readonly kind: 'skipped' } & SkippedItem)
  /** The file breaks off here; what came before is good. Nothing follows. */
  | { readonly kind: 'cut off'; readonly reason: string };

/** Told now and then how many bytes of the file itself have been read, and how many it has. */
export type OnBytes = (read: number, total: number) => void;

/**
 * Reads papers from a file. Throws a BroadsheetError of code `data` when the file cannot be read or nothing of it can be
 * used; what can be used comes before that.
 */
export type PaperFileReader = (path: string, onBytes: OnBytes) => AsyncIterable<PaperReading>;
