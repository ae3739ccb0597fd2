import { instant } from '../../src/kernel/clock.js';
import { type IsoDate, weekdayOf } from '../../src/kernel/dates.js';
import type { FeedResult, PaperFeed } from '../../src/papers/feed.js';
import type { FeedId } from '../../src/papers/listing.js';
import type { Paper, PaperKey } from '../../src/papers/paper.js';

/** A paper with what a test does not care about filled in. */
export function paperOf(key: string, more: Partial<Paper> = {}): Paper {
  return {
    key: key as PaperKey,
    title: `Paper ${key}`,
    abstract: `What paper ${key} is about. And more of it.`,
    authors: ['Ada Lovelace', 'Alan Turing', 'Grace Hopper'],
    categories: [],
    keywords: [],
    organization: 'Analytical Society',
    summary: `Paper ${key} in one line.`,
    code: null,
    projectUrl: null,
    publishedOn: '2026-08-01' as IsoDate,
    sources: ['huggingface'],
    listedOn: '2026-08-17' as IsoDate,
    ...more,
  };
}

/** A feed in memory: what it lists on a day, until a test changes it; while `down` it fails. */
export class FakeFeed implements PaperFeed {
  readonly id = 'huggingface' as FeedId;
  readonly name = 'Hugging Face';
  readonly asked: IsoDate[] = [];
  down: string | undefined;
  readonly #lists = new Map<string, readonly (readonly [key: string, upvotes: number])[]>();

  set(day: string, ...papers: readonly (readonly [key: string, upvotes: number])[]): void {
    this.#lists.set(day, papers);
  }

  publishesOn = (day: IsoDate): boolean => weekdayOf(day) <= 5;

  mayChange = (day: IsoDate, today: IsoDate): boolean => Date.parse(today) - Date.parse(day) < 7 * 86_400_000;

  async list(day: IsoDate): Promise<FeedResult> {
    this.asked.push(day);
    if (this.down !== undefined) return { kind: 'failed', reason: this.down, retryAt: instant(0) };
    const papers = this.#lists.get(day) ?? [];
    if (papers.length === 0) return { kind: 'empty', why: 'the list is empty' };
    return { kind: 'listed', papers: papers.map(([key, upvotes]) => ({ paper: paperOf(key), upvotes })), skipped: [] };
  }
}
