import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IsoDate } from '../../src/kernel/dates.js';
import type { FeedResult, PaperFeed } from '../../src/papers/feed.js';
import type { PayloadPaper } from '../fixture/feeds/payloads.js';

/** One feed under test and the hands on what it reads from. */
export interface FeedUnderTest {
  readonly feed: PaperFeed;
  /** What stands on a day's list from now on. */
  list(day: string, papers: readonly PayloadPaper[]): Promise<void>;
  /** From now on nothing can be read. */
  breakDown(): Promise<void>;
  close(): Promise<void>;
}

const monday = '2026-08-17' as IsoDate;
const tuesday = '2026-08-18' as IsoDate;
const never = new AbortController().signal;

const keysOf = (result: FeedResult): readonly string[] =>
  result.kind === 'listed' ? result.papers.map(({ paper }) => paper.key) : [result.kind];

/** What the rest of Broadsheet relies on, whichever feed it is. */
export function describeFeedContract(name: string, open: () => Promise<FeedUnderTest>): void {
  describe(`${name} as a feed`, () => {
    let under: FeedUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.close());

    test("lists a day's papers in the feed's own order, and no other day's", async () => {
      await under.list(monday, [{ id: '2608.10001' }]);
      await under.list(tuesday, [
        { id: '2608.10004', upvotes: 3 },
        { id: '2608.10002', upvotes: 74 },
        { id: '2608.10003', upvotes: 0 },
      ]);
      const result = await under.feed.list(tuesday, never);
      expect(keysOf(result)).toEqual(['2608.10004', '2608.10002', '2608.10003']);
      expect(result.kind === 'listed' && result.papers.map(({ upvotes }) => upvotes)).toEqual([3, 74, 0]);
      expect(keysOf(await under.feed.list(monday, never))).toEqual(['2608.10001']);
    });

    test('keeps ids as text, without their version', async () => {
      await under.list(tuesday, [{ id: '2503.02130' }, { id: '2405.14906v2' }]);
      expect(keysOf(await under.feed.list(tuesday, never))).toEqual(['2503.02130', '2405.14906']);
    });

    test('says of each paper only clean text', async () => {
      await under.list(tuesday, [
        { id: '2608.10001', title: 'On *markup*\n  and\u202e @everyone', authors: [{ name: ' Ada\u0000 Lovelace ' }] },
      ]);
      const result = await under.feed.list(tuesday, never);
      expect(result).toMatchObject({
        kind: 'listed',
        papers: [{ paper: { title: 'On *markup* and @everyone', authors: ['Ada Lovelace'] } }],
      });
    });

    test('leaves out what cannot be used, with the reason, and keeps the rest', async () => {
      await under.list(tuesday, [{ id: 250302130 }, { id: '2608.10001' }, { id: '2608.10002', title: ' ' }]);
      const result = await under.feed.list(tuesday, never);
      expect(keysOf(result)).toEqual(['2608.10001']);
      expect(result.kind === 'listed' && result.skipped).toEqual([
        { item: '250302130', reason: 'its id is a number that names no paper' },
        { item: '2608.10002', reason: 'it has no title' },
      ]);
    });

    test('keeps the first of a paper that stands in the list twice', async () => {
      await under.list(tuesday, [
        { id: '2608.10001', upvotes: 5 },
        { id: '2608.10001v2', upvotes: 9 },
      ]);
      const result = await under.feed.list(tuesday, never);
      expect(result).toMatchObject({ papers: [{ upvotes: 5 }], skipped: [{ item: '2608.10001' }] });
    });

    test('answers `empty` for a day without papers', async () => {
      await under.list(monday, [{ id: '2608.10001' }]);
      await under.list(tuesday, []);
      expect(await under.feed.list(tuesday, never)).toMatchObject({ kind: 'empty', why: expect.any(String) });
    });

    test('never takes trouble for an empty list, and never throws', async () => {
      await under.breakDown();
      expect(await under.feed.list(monday, never)).toMatchObject({ kind: 'failed', reason: expect.any(String) });
    });

    test('shows what has changed the next time it is asked', async () => {
      await under.list(tuesday, [{ id: '2608.10001', upvotes: 5 }]);
      await under.feed.list(tuesday, never);
      await under.list(tuesday, [{ id: '2608.10001', upvotes: 12 }, { id: '2608.10002' }]);
      const result = await under.feed.list(tuesday, never);
      expect(result).toMatchObject({ papers: [{ upvotes: 12 }, { paper: { key: '2608.10002' } }] });
    });

    test('gives up when it is told to stop', async () => {
      await under.list(tuesday, [{ id: '2608.10001' }]);
      expect(await under.feed.list(tuesday, AbortSignal.abort())).toMatchObject({ kind: 'failed' });
    });
  });
}
