import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchedText } from '../../../src/search/paper-terms.js';
import { rankScores, rankWeights } from '../../../src/search/rank.js';
import { bare, scoresOf, spelling, term, termsOfPaper, words } from './ranked-samples.js';

const sand = (count: number): string => Array.from({ length: count }, () => 'sand').join(' ');

/** Beside papers that have the word once where nothing else weighs in: how many times as much this one scores. */
function times(paper: Partial<SearchedText>, other: Partial<SearchedText>, query = words('tides')): number {
  const [one = 0, two = 0] = scoresOf(query, [paper, other]);
  return one / two;
}

describe('BM25F', () => {
  // An abstract of the average length has the norm 1, so that one word in it is worth 1 * 3 / (1 + 2) = 1.
  const once = { abstract: `tides ${sand(5)}` };

  it('weighs occurrences by field and length, then saturates them', () => {
    // Title: 3 / (.25 + .75 * 2 / 4) = 4.8; abstract: 2 / (.25 + .75 * 3 / 6) = 3.2; together 8 * 3 / (8 + 2).
    expect(times({ title: 'tides moon', abstract: 'tides tides sand' }, once)).toBeCloseTo(2.4, 9);
  });

  it.each([
    // A weight w at the average length is worth w * 3 / (w + 2).
    ['the title', { title: 'tides a b c' }, 9 / 5],
    ['the first author', { authors: ['Ada Tides'] }, 18 / 8],
    ['another author', { authors: ['Ada Moon', 'Ben Tides', 'Eva Sun'] }, 9 / 5],
    ['keywords', { keywords: ['tides', 'b'] }, 1.5 / 2.5],
    ['the abstract', { abstract: `${sand(5)} tides` }, 1],
  ])('knows what a word in %s is worth', (_, paper, worth) => {
    expect(times(paper, once)).toBeCloseTo(worth, 9);
  });

  it('knows what another spelling in the title is worth', () => {
    // Two numbers in a field of one on average: 2 / (.25 + .75 * 2).
    const weight = 2 / 1.75;
    expect(times({ title: 'GPT-4' }, { abstract: 'gpt4 a b c d e' }, words('gpt4'))).toBeCloseTo(
      (weight * 3) / (weight + 2),
      9,
    );
  });

  it('adds up words by how telling they are', () => {
    const query = bare(
      { spellings: [spelling('tides', 5)], parts: [] },
      { spellings: [spelling('moon', 2)], parts: [] },
    );
    const [both = 0, tides = 0, moon = 0] = scoresOf(query, [
      { abstract: `tides moon ${sand(4)}` },
      once,
      { abstract: `moon ${sand(5)}` },
    ]);
    expect(both).toBe(1);
    expect(tides).toBeCloseTo(5 / 7, 9);
    expect(moon).toBeCloseTo(2 / 7, 9);
  });

  it('is 1 for the best, and 0 for papers without any of the words', () => {
    const [best, none] = scoresOf(words('tides'), [once, { abstract: 'sand' }]);
    expect([best, none]).toEqual([1, 0]);
    expect(scoresOf(words('tides'), [{}, { abstract: 'sand' }])).toEqual([0, 0]);
    expect(scoresOf(words('tides'), [])).toEqual([]);
  });

  it('finds other forms of a word, and no name that runs across two authors or keywords', () => {
    expect(times({ abstract: `tide ${sand(5)}` }, once)).toBeCloseTo(1, 9);
    const moonSun = bare(term('moon sun'));
    expect(scoresOf(moonSun, [{ authors: ['A', 'Ada Moon', 'Sun Day'], keywords: ['a moon', 'sun'] }])).toEqual([0]);
    expect(scoresOf(moonSun, [{ authors: ['Ada Moon', 'Sun Day'] }])).toEqual([0]);
    expect(scoresOf(moonSun, [{ keywords: ['a moon sun'] }])).toEqual([1]);
    expect(scoresOf(moonSun, [{ title: 'moon', abstract: 'sun' }])).toEqual([0]);
  });

  it('is sound where the shelf has no averages', () => {
    const none = { title: 0, typed: 0, names: 0, first: 0, others: 0, more: 0, abstract: 0 };
    const query = { ...words('tides'), typed: [], phrase: [], typedPhrase: [] };
    const scores = rankScores(query, [{ title: 'tides' }, { abstract: 'tides' }, {}].map(termsOfPaper), none);
    expect([...scores].every(Number.isFinite)).toBe(true);
  });
});

describe('a term', () => {
  it('counts in the best of its spellings, not in all of them together', () => {
    const papers = [{ abstract: `tides flood ${sand(4)}` }, { title: 'moon moon', abstract: 'moon' }];
    const alone = scoresOf(bare(term('tides'), term('moon')), papers);
    expect(scoresOf(bare(term('tides', 'flood'), term('moon')), papers)).toEqual(alone);
    expect(scoresOf(bare(term('flood', 'sea', 'tides'), term('moon')), papers)).toEqual(alone);
  });

  it('takes the rarer spelling where both are there', () => {
    const query = bare({ spellings: [spelling('tides', 1), spelling('moon', 3)], parts: [] });
    const [both = 0, common = 0] = scoresOf(query, [
      { abstract: `tides moon ${sand(4)}` },
      { abstract: `tides ${sand(5)}` },
    ]);
    expect(both / common).toBeCloseTo(3, 9);
  });

  it('counts as a whole or by its parts, whichever is more', () => {
    const compound = (whole: number, parts: number) =>
      bare({
        spellings: [spelling('vision language', whole)],
        parts: [spelling('vision', parts), spelling('language', parts)],
      });
    const together = { abstract: `vision language ${sand(4)}` };
    const apart = { abstract: `vision sand language ${sand(3)}` };
    const half = { abstract: `vision ${sand(5)}` };
    const [whole = 0, parts = 0, part = 0] = scoresOf(compound(5, 1), [together, apart, half]);
    expect(whole / parts).toBeCloseTo(5 / 2, 9);
    expect(parts / part).toBeCloseTo(2, 9);
    const [few = 0, more = 0] = scoresOf(compound(1, 2), [together, apart]);
    expect(few).toBeCloseTo(more, 9);
  });
});

const fieldsOf = (where: keyof SearchedText, text: string): Partial<SearchedText> =>
  where === 'authors' || where === 'keywords' ? { [where]: [text] } : { [where]: text };

describe('whatever the paper', () => {
  const text = fc.array(fc.constantFrom('tides', 'moon', 'sand', 'sea', 'sun'), { maxLength: 12 });
  const places = fc.constantFrom<keyof SearchedText>('title', 'abstract', 'authors', 'keywords');
  const query = words('tides moon');
  /** Has more than any of the others, so that scores of two papers can be compared. */
  const measure = { title: 'tides moon', abstract: 'tides moon tides moon', authors: ['tides moon', 'tides moon'] };
  const score = (paper: Partial<SearchedText>, weights = {}): number =>
    scoresOf(query, [paper, measure], weights)[0] ?? 0;

  it('one more occurrence in place of another word never lowers it', () => {
    fc.assert(
      fc.property(places, text, text, fc.constantFrom('tides', 'moon'), (where, before, after, word) => {
        const scored = (middle: string) => score(fieldsOf(where, [...before, middle, ...after].join(' ')), rankWeights);
        expect(scored(word)).toBeGreaterThanOrEqual(scored('rock'));
      }),
    );
  });

  it('a word is worth more in the title than in an abstract', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 }), (others) => {
        expect(score({ title: `tides ${sand(others)}` })).toBeGreaterThan(score({ abstract: `tides ${sand(others)}` }));
      }),
    );
  });

  it('a shorter field is worth more than a longer one', () => {
    fc.assert(
      fc.property(places, fc.nat(20), fc.integer({ min: 1, max: 20 }), (where, others, more) => {
        const shorter = score(fieldsOf(where, `x tides ${sand(others)}`));
        expect(shorter).toBeGreaterThan(score(fieldsOf(where, `x tides ${sand(others + more)}`)));
      }),
    );
  });

  it('the order of papers changes nothing of their scores', () => {
    const papers = fc.array(
      text.map((all) => ({ title: all.slice(0, 3).join(' '), abstract: all.join(' ') })),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(papers, (some) => {
        expect([...scoresOf(query, some.toReversed(), rankWeights)].toReversed()).toEqual(
          scoresOf(query, some, rankWeights),
        );
      }),
    );
  });
});
