import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planEdition, windowDays } from '../../../src/editions/plan.js';
import { addDays, type IsoDate } from '../../../src/kernel/dates.js';
import type { FeedId, Listing } from '../../../src/papers/listing.js';
import type { Paper, PaperKey } from '../../../src/papers/paper.js';

const feed = 'huggingface' as FeedId;
const monday = '2026-08-17' as IsoDate;
const noTopics = { words: [], authors: [], categories: [] };

function paper(key: string, more: Partial<Paper> = {}): Paper {
  return {
    key: key as PaperKey,
    title: `Paper ${key}`,
    abstract: '',
    authors: [],
    categories: [],
    keywords: [],
    organization: null,
    summary: null,
    code: null,
    projectUrl: null,
    publishedOn: null,
    sources: ['huggingface'],
    listedOn: null,
    ...more,
  };
}

const list = (day: IsoDate, ...papers: readonly (readonly [key: string, upvotes: number])[]): readonly Listing[] =>
  papers.map(([key, upvotes], position) => ({ feed, day, paper: key as PaperKey, upvotes, position }));

interface Week {
  readonly listings: readonly Listing[];
  readonly papers?: ReadonlyMap<PaperKey, Paper>;
  readonly previous?: IsoDate | null;
  readonly taken?: readonly string[];
  readonly count?: number;
  readonly minUpvotes?: number;
  readonly words?: readonly string[];
}

function plan(week: Week) {
  const days = [...new Set(week.listings.map(({ day }) => day))].toSorted().toReversed();
  return planEdition({
    subscription: {
      count: week.count ?? 10,
      minUpvotes: week.minUpvotes ?? 0,
      topics: { ...noTopics, words: week.words ?? [] },
    },
    listingDays: days,
    listings: week.listings,
    papers: week.papers ?? new Map(week.listings.map((listing) => [listing.paper, paper(listing.paper)])),
    previous: week.previous ?? null,
    taken: new Set((week.taken ?? []) as readonly PaperKey[]),
  });
}

const keys = (result: ReturnType<typeof plan>): readonly string[] => result.shown.map(({ paper: shown }) => shown.key);

describe('planning an edition', () => {
  it('ranks what is new by upvotes and cuts at the count', () => {
    const listings = list(monday, ['a', 3], ['b', 9], ['c', 5]);
    const result = plan({ listings, count: 2 });
    expect(keys(result)).toEqual(['b', 'c']);
    expect(result.total).toBe(3);
    expect(result.considered).toHaveLength(3);
  });

  it('keeps the order of the list among papers with the same upvotes', () => {
    expect(keys(plan({ listings: list(monday, ['z', 4], ['a', 4], ['m', 4]) }))).toEqual(['z', 'a', 'm']);
  });

  it('fills a first edition from the newest list, then the next, and brings no backlog afterwards', () => {
    const tuesday = addDays(monday, 1);
    const listings = [...list(tuesday, ['new1', 1], ['new2', 2]), ...list(monday, ['old1', 90], ['old2', 80])];
    const first = plan({ listings, count: 3 });
    expect(keys(first)).toEqual(['old1', 'new2', 'new1']);
    const second = plan({ listings, previous: tuesday, taken: first.considered.map((one) => one.paper) });
    expect(keys(second)).toEqual([]);
  });

  it('takes up what came onto a list after the edition had looked at it', () => {
    const tuesday = addDays(monday, 1);
    const listings = [...list(tuesday, ['t', 1]), ...list(monday, ['early', 5], ['late', 7])];
    expect(keys(plan({ listings, previous: monday, taken: ['early'] }))).toEqual(['late', 't']);
  });

  it('lets a paper below the minimum rise later', () => {
    const below = plan({ listings: list(monday, ['a', 2], ['b', 8]), minUpvotes: 5 });
    expect(below.considered.map((one) => one.paper)).toEqual(['b']);
    const tuesday = addDays(monday, 1);
    const risen = [...list(tuesday, ['c', 6]), ...list(monday, ['a', 9], ['b', 8])];
    expect(keys(plan({ listings: risen, minUpvotes: 5, previous: monday, taken: ['b'] }))).toEqual(['a', 'c']);
  });

  it('lets through what matches any topic, as whole words without case and accents, and says which', () => {
    const papers = new Map(
      [
        paper('a', { title: 'Embodied agents' }),
        paper('b', { title: 'Disembodied voices' }),
        paper('c', { keywords: ['EMBODIED'] }),
      ].map((one) => [one.key, one]),
    );
    const result = plan({ listings: list(monday, ['a', 1], ['b', 2], ['c', 3]), papers, words: ['Émbodied'] });
    expect(keys(result)).toEqual(['c', 'a']);
    expect(result.shown[0]?.matches).toEqual(['Émbodied']);
  });

  it('counts a paper on two lists once, with its most upvotes', () => {
    const tuesday = addDays(monday, 1);
    const listings = [...list(tuesday, ['a', 4], ['b', 5]), ...list(monday, ['a', 9])];
    const result = plan({ listings, previous: monday });
    expect(keys(result)).toEqual(['a', 'b']);
    expect(result.total).toBe(2);
  });

  it('looks at three to ten listing days, and three for a first edition', () => {
    const days = Array.from({ length: 20 }, (_, back) => addDays(monday, -back));
    expect(windowDays(days, null)).toHaveLength(3);
    expect(windowDays(days, addDays(monday, -1))).toHaveLength(3);
    expect(windowDays(days, addDays(monday, -5))).toHaveLength(5);
    expect(windowDays(days, addDays(monday, -15))).toHaveLength(10);
  });

  it('shows every paper once over any run of days, and loses none that reached the minimum while in the window', () => {
    const arrivals = fc.array(fc.array(fc.nat({ max: 50 }), { maxLength: 8 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 10 }), (upvotesByDay, count) => {
        const listings: Listing[] = [];
        const considered: string[] = [];
        const shown: string[] = [];
        let previous: IsoDate | null = null;
        upvotesByDay.forEach((upvotes, index) => {
          const day = addDays(monday, index);
          listings.push(...list(day, ...upvotes.map((votes, place) => [`${index}-${place}`, votes] as const)));
          const result = plan({ listings, count, previous, taken: considered });
          if (result.considered.length > 0) previous = day;
          considered.push(...result.considered.map((one) => one.paper));
          shown.push(...keys(result));
          expect(result.shown.length).toBe(Math.min(count, result.total));
        });
        expect(new Set(shown).size).toBe(shown.length);
        expect(new Set(considered)).toEqual(new Set(listings.map((listing) => listing.paper)));
      }),
    );
  });
});
