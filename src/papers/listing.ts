import type { Brand } from '../kernel/brand.js';
import type { IsoDate } from '../kernel/dates.js';
import type { PaperKey } from './paper.js';

/** The name of a feed in the configuration: lower-case letters, digits and dashes. */
export type FeedId = Brand<string, 'FeedId'>;

/** A paper stood on a feed on a day with so many upvotes. `position` is its place in the feed's own order, from 0. */
export interface Listing {
  readonly feed: FeedId;
  readonly day: IsoDate;
  readonly paper: PaperKey;
  readonly upvotes: number;
  readonly position: number;
}
