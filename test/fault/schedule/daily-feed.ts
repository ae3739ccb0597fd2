import type { IsoDate } from '../../../src/kernel/dates.js';
import type { FeedResult, PaperFeed } from '../../../src/papers/feed.js';
import type { FeedId } from '../../../src/papers/listing.js';
import { paperOf } from '../../fake/feed.js';

const papersADay = 3;

/** A feed that lists three papers of its own on every day, and lives in memory. */
export class DailyFeed implements PaperFeed {
  readonly id = 'daily' as FeedId;
  readonly name = 'the daily list';
  readonly asked: IsoDate[] = [];

  publishesOn = (): boolean => true;

  mayChange = (): boolean => false;

  async list(day: IsoDate): Promise<FeedResult> {
    this.asked.push(day);
    const papers = Array.from({ length: papersADay }, (_, place) => ({
      paper: paperOf(`${day.slice(2, 4)}${day.slice(5, 7)}.${day.slice(8, 10)}${100 + place}`),
      upvotes: 10 - place,
    }));
    return { kind: 'listed', papers, skipped: [] };
  }
}
