import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaperRepository, Submission } from '../../src/papers/repository.js';
import type { Store } from '../../src/store/store.js';
import {
  arxiv,
  at,
  date,
  freshNames,
  huggingface,
  key,
  listing,
  type OpenStore,
  paper,
  submission,
} from './store-samples.js';

export function describePapers(open: OpenStore): void {
  let store: Store;
  let papers: PaperRepository;

  beforeEach(async () => {
    store = await open();
    papers = store.papers;
  });
  afterEach(() => store.close());

  const find = async (name: string) => (await papers.find([key(name)])).get(key(name));
  const allListings = () => papers.listings([huggingface, arxiv], date('2000-01-01'), date('2100-01-01'));

  describe('papers', () => {
    it('gives back every field as it was, empty ones and hostile texts too', async () => {
      const full = paper('2405.14900', {
        title: `"Zero" & 'null' \\ — %_$1 ?, 𝒻 ﷺ`,
        authors: ["O'Neil, A.", 'Łukasz "Ł" Ł', ''],
        categories: ['cs.CL', 'stat.ML'],
        organization: 'Example',
        summary: 'In one line.',
        code: { url: 'https://example.org/code', stars: 0 },
        projectUrl: 'https://example.org',
        sources: ['arxiv'],
      });
      const bare = paper('https://example.org/a?b=1', {
        abstract: '',
        authors: [],
        keywords: [],
        code: { url: 'https://example.org/x', stars: null },
        publishedOn: null,
        listedOn: null,
      });
      await papers.save([full, bare].map((one) => ({ paper: one, listings: [] })));
      expect(await papers.find([bare.key, full.key, key('absent')])).toEqual(
        new Map([
          [full.key, full],
          [bare.key, bare],
        ]),
      );
      expect(await papers.count()).toBe(2);
    });

    it('tells whether there is any paper', async () => {
      expect(await papers.isEmpty()).toBe(true);
      await papers.save([submission('1', '2026-06-02', 5)]);
      expect(await papers.isEmpty()).toBe(false);
    });

    it('counts what a submission brought: a new paper, news, or nothing', async () => {
      const first = submission('1', '2026-06-02', 5);
      expect(await papers.save([first])).toEqual({ added: 1, updated: 0, unchanged: 0 });
      expect(await papers.save([first])).toEqual({ added: 0, updated: 0, unchanged: 1 });
      const renamed = { paper: { ...first.paper, summary: 'New.' }, listings: first.listings };
      expect(await papers.save([renamed])).toEqual({ added: 0, updated: 1, unchanged: 0 });
      const risen = { paper: renamed.paper, listings: [listing('1', '2026-06-02', 6)] };
      expect(await papers.save([risen])).toEqual({ added: 0, updated: 1, unchanged: 0 });
      const listedAgain = { paper: renamed.paper, listings: [listing('1', '2026-06-09', 6)] };
      expect(await papers.save([listedAgain])).toEqual({ added: 0, updated: 1, unchanged: 0 });
    });

    it('keeps a new place in the order of a feed without calling it news', async () => {
      const first = submission('1', '2026-06-02', 5);
      await papers.save([first]);
      const moved = { paper: first.paper, listings: [listing('1', '2026-06-02', 5, { position: 7 })] };
      expect(await papers.save([moved])).toEqual({ added: 0, updated: 0, unchanged: 1 });
      expect((await allListings())[0]?.position).toBe(7);
    });

    it('gives all of them piece by piece, by key', async () => {
      const names = ['2405.14903', '2405.14901', 'cs/0112017', '2405.14902'];
      await papers.save(names.map((name) => submission(name, '2024-05-27', 1)));
      const first = await papers.page(null, 3);
      expect(first.map((one) => one.key)).toEqual(['2405.14901', '2405.14902', '2405.14903']);
      const second = await papers.page(key('2405.14903'), 3);
      expect(second).toEqual([await find('cs/0112017')]);
      expect(await papers.page(key('cs/0112017'), 3)).toEqual([]);
    });

    it('merges what a second source says, whichever comes first', async () => {
      const fromArxiv = paper('1', {
        title: 'The real title',
        sources: ['arxiv'],
        categories: ['cs.AI'],
        listedOn: null,
      });
      await papers.save([submission('1', '2026-06-02', 5), { paper: fromArxiv, listings: [] }]);
      expect(await find('1')).toMatchObject({
        title: 'The real title',
        categories: ['cs.AI'],
        keywords: ['example'],
        sources: ['arxiv', 'huggingface'],
        listedOn: '2026-06-02',
      });
    });

    it('holds the same and has counted the same however an import is cut into batches', async () => {
      const submissions = fc.array(
        fc.record({
          paper: fc.record({
            name: fc.constantFrom('1', '2', '3', '4'),
            title: fc.constantFrom('A', 'B'),
            source: fc.constantFrom('arxiv' as const, 'huggingface' as const),
          }),
          day: fc.constantFrom('2026-06-02', '2026-06-03'),
          upvotes: fc.integer({ min: 0, max: 2 }),
          cutHere: fc.boolean(),
        }),
        { maxLength: 12 },
      );
      const fresh = freshNames();
      await fc.assert(
        fc.asyncProperty(submissions, async (drawn) => {
          const whole = await saved(papers, [batchOf(drawn, fresh())]);
          const batch = batchOf(drawn, fresh());
          const cuts = drawn.map(({ cutHere }) => cutHere);
          expect(await saved(papers, cutUp(batch, cuts))).toEqual(whole);
        }),
        { numRuns: 60 },
      );
    });

    it('saves more papers at once than any statement has parameters', async () => {
      const many = Array.from({ length: 3000 }, (_, index) => submission(String(index), '2026-06-02', index));
      expect(await papers.save(many)).toEqual({ added: 3000, updated: 0, unchanged: 0 });
      const keys = many.map((one) => one.paper.key);
      expect((await papers.find(keys)).size).toBe(3000);
      expect((await papers.upvotes(keys)).get(key('2999'))).toBe(2999);
      expect(await papers.save([])).toEqual({ added: 0, updated: 0, unchanged: 0 });
    });
  });

  describe('listings', () => {
    beforeEach(async () => {
      await papers.save([
        {
          paper: paper('1'),
          listings: [listing('1', '2026-06-02', 5, { position: 1 }), listing('1', '2026-06-04', 4, { feed: arxiv })],
        },
        { paper: paper('2'), listings: [listing('2', '2026-06-02', 50, { position: 0 })] },
        { paper: paper('3'), listings: [listing('3', '2026-06-03', 9), listing('3', '2026-06-08', 11)] },
      ]);
    });

    it('come newest day first, then by feed and place, between two days inclusive', async () => {
      const found = await papers.listings([huggingface, arxiv], date('2026-06-02'), date('2026-06-04'));
      expect(found.map((one) => `${one.day} ${one.feed} ${one.paper}`)).toEqual([
        '2026-06-04 arxiv 1',
        '2026-06-03 huggingface 3',
        '2026-06-02 huggingface 2',
        '2026-06-02 huggingface 1',
      ]);
      expect(await papers.listings([arxiv], date('2026-06-02'), date('2026-06-03'))).toEqual([]);
      expect(await papers.listings([], date('2026-06-02'), date('2026-06-03'))).toEqual([]);
    });

    it('give a paper its most upvotes, up to a day when asked', async () => {
      const keys = [key('1'), key('3'), key('absent')];
      expect(await papers.upvotes(keys)).toEqual(
        new Map([
          [key('1'), 5],
          [key('3'), 11],
        ]),
      );
      expect((await papers.upvotes(keys, date('2026-06-07'))).get(key('3'))).toBe(9);
    });

    it('name the newest listing days of some feeds', async () => {
      expect(await papers.listingDays([huggingface, arxiv], date('2026-06-07'), 2)).toEqual([
        '2026-06-04',
        '2026-06-03',
      ]);
      expect(await papers.listingDays([huggingface], date('2026-06-30'), 10)).toEqual([
        '2026-06-08',
        '2026-06-03',
        '2026-06-02',
      ]);
    });

    it('rank the papers of a span by upvotes, then newest, then by key', async () => {
      await papers.save([submission('0', '2026-06-02', 9), submission('4', '2026-06-03', 9)]);
      const ranked = await papers.mostUpvoted([huggingface], date('2026-06-01'), date('2026-06-07'), 4);
      expect(ranked.map((one) => `${one.paper} ${one.upvotes}`)).toEqual(['2 50', '3 9', '4 9', '0 9']);
      const ever = await papers.mostUpvoted([huggingface], null, date('2026-06-30'), 2);
      expect(ever.map((one) => one.paper)).toEqual(['2', '3']);
    });
  });

  describe('what is known of feeds', () => {
    it('remembers the days that were read, the last reading of each', async () => {
      const day = { feed: huggingface, day: date('2026-06-02'), papers: 3, readAt: at('2026-06-02T08:00:00Z') };
      const later = { ...day, papers: 5, readAt: at('2026-06-02T12:00:00Z') };
      await papers.markDay(day);
      await papers.markDay(later);
      await papers.markDay({ ...day, feed: arxiv });
      expect(await papers.days(huggingface, date('2026-06-02'), date('2026-06-02'))).toEqual([later]);
      expect(await papers.days(huggingface, date('2026-06-03'), date('2026-06-09'))).toEqual([]);
    });

    it('remembers when a feed answered last and why it last did not', async () => {
      await papers.markHealth(huggingface, at('2026-06-02T08:00:00Z'), 'no answer within 10 s');
      await papers.markHealth(huggingface, at('2026-06-02T09:00:00Z'), null);
      await papers.markHealth(arxiv, at('2026-06-02T09:00:00Z'), null);
      expect(await papers.health()).toEqual([
        { feed: arxiv, okAt: at('2026-06-02T09:00:00Z'), failedAt: null, reason: null },
        {
          feed: huggingface,
          okAt: at('2026-06-02T09:00:00Z'),
          failedAt: at('2026-06-02T08:00:00Z'),
          reason: 'no answer within 10 s',
        },
      ]);
    });
  });
}

function cutUp(batch: readonly Submission[], cuts: readonly boolean[]): readonly (readonly Submission[])[] {
  const pieces: Submission[][] = [[]];
  for (const [index, one] of batch.entries()) {
    if (cuts[index] === true) pieces.push([]);
    pieces.at(-1)?.push(one);
  }
  return pieces;
}

interface Drawn {
  readonly paper: { readonly name: string; readonly title: string; readonly source: 'arxiv' | 'huggingface' };
  readonly day: string;
  readonly upvotes: number;
}

const batchOf = (drawn: readonly Drawn[], own: (name: string) => string): readonly Submission[] =>
  drawn.map(({ paper: { name, title, source }, day, upvotes }) => {
    const isListed = source === 'huggingface';
    return {
      paper: paper(own(name), { title, abstract: '', sources: [source], listedOn: isListed ? date(day) : null }),
      listings: isListed ? [listing(own(name), day, upvotes)] : [],
    };
  });

/** What was counted, and what the papers saved are afterwards, without the names that are their own. */
async function saved(papers: PaperRepository, pieces: readonly (readonly Submission[])[]) {
  const sum = { added: 0, updated: 0, unchanged: 0 };
  for (const piece of pieces) {
    const count = await papers.save(piece);
    for (const fate of ['added', 'updated', 'unchanged'] as const) sum[fate] += count[fate];
  }
  const keys = [...new Set(pieces.flat().map((one) => one.paper.key))].sort();
  const found = await papers.find(keys);
  const upvotes = await papers.upvotes(keys);
  return { sum, papers: keys.map((one) => ({ ...found.get(one), key: null, upvotes: upvotes.get(one) })) };
}
