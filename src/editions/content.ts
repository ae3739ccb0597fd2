import type { IsoDate } from '../kernel/dates.js';
import type { Paper, PaperKey } from '../papers/paper.js';
import type { Layout } from './subscription.js';

/** One paper of an edition as it was when the edition was planned. */
export interface Entry {
  /** From 1, in the order of the edition; it never changes. */
  readonly number: number;
  readonly paper: Paper;
  readonly upvotes: number;
  /** Topics of the channel that it matches. */
  readonly matches: readonly string[];
}

/** `late`: planned more than a quarter of an hour after its time. `replayed`: asked for by the operator for a date that is over. */
export type Mark = 'late' | 'replayed' | 'sample' | null;

/**
 * What an edition says, frozen when it is planned, so that every part and every retry says the same. A `line` is an edition
 * without papers: one grey line that says why.
 */
export type EditionContent =
  | {
      readonly kind: 'papers';
      readonly date: IsoDate;
      readonly layout: Layout;
      readonly mark: Mark;
      /** When the edition was due, `09:00`, for the words of the mark. */
      readonly time: string;
      readonly entries: readonly Entry[];
      /** How many papers were new, shown ones included. */
      readonly total: number;
      /** What a reader should know of the feeds, such as one that could not be reached. */
      readonly remarks: readonly string[];
      /** Lists carry number buttons in place of seeds, where seeding them all would take too long. */
      readonly votesBy?: 'buttons';
    }
  | { readonly kind: 'line'; readonly line: string };

/** Content as the text that is stored; `thaw` reads it back. */
export const freeze = (content: EditionContent): string => JSON.stringify(content);

/** Only text that `freeze` made comes here: the store keeps it under its own hash. */
export const thaw = (text: string): EditionContent => JSON.parse(text) as EditionContent;

/** The paper keys of an edition by number, the first being number 1. */
export const numbered = (content: EditionContent): readonly PaperKey[] =>
  content.kind === 'papers' ? content.entries.map((entry) => entry.paper.key) : [];
