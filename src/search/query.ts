import type { IsoDate } from '../kernel/dates.js';
import type { PaperKey } from '../papers/paper.js';

export const sorts = ['relevance', 'date', 'votes'] as const;
type Sort = (typeof sorts)[number];

/** A search as understood. Lists are in the order typed; texts are as typed, folded by whoever compares. */
export interface SearchQuery {
  /** A paper named by id or link: it alone is the answer. */
  readonly paper: PaperKey | null;
  readonly words: readonly string[];
  readonly phrases: readonly string[];
  /** Words and phrases that must not occur. */
  readonly without: readonly string[];
  /** Parts of names; a paper has an author for each of them. */
  readonly authors: readonly string[];
  /** The paper is in all of them. */
  readonly categories: readonly string[];
  /** Parts of names; the paper's organization is any of them, since a paper has only one. */
  readonly organizations: readonly string[];
  readonly since: IsoDate | null;
  readonly until: IsoDate | null;
  readonly minUpvotes: number | null;
  readonly sort: Sort;
  /** From 1. */
  readonly page: number;
}

/** A query that asks for nothing in particular. */
export const emptyQuery: SearchQuery = {
  paper: null,
  words: [],
  phrases: [],
  without: [],
  authors: [],
  categories: [],
  organizations: [],
  since: null,
  until: null,
  minUpvotes: null,
  sort: 'relevance',
  page: 1,
};
