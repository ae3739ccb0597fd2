import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaperKey } from '../../../src/papers/paper.js';
import { type Ballot, cardBallot, listBallot, thumbs } from '../../../src/votes/ballot.js';
import { baseEmoji } from '../../../src/votes/emoji.js';

const paper = '2405.14906' as PaperKey;
const keys = fc.integer({ min: 0, max: 99_999 }).map((number) => `2405.${String(number).padStart(5, '0')}` as PaperKey);
const someEmoji = fc.array(fc.constantFrom('👍', '👍🏽', '👎', '❤️', '❤', '🔥', '⭐', ':parrot:'));

const isSound = (ballot: Ballot): boolean =>
  new Set(ballot.map(({ emoji }) => emoji)).size === ballot.length &&
  ballot.every(({ emoji }) => baseEmoji(emoji) === emoji);

describe('the ballot of a list', () => {
  it('gives each paper the emoji of its number', () => {
    const ballot = listBallot([
      { number: 1, paper },
      { number: 10, paper: '2503.02130' as PaperKey },
    ]);
    expect(ballot).toEqual([
      { emoji: '1\u20e3', paper, sign: 1 },
      { emoji: '🔟', paper: '2503.02130', sign: 1 },
    ]);
  });

  it('votes for the papers of a later stretch by their own numbers', () => {
    expect(listBallot([{ number: 4, paper }])).toEqual([{ emoji: '4\u20e3', paper, sign: 1 }]);
  });

  it('holds the first ten of any list, each emoji once, all of them up', () => {
    fc.assert(
      fc.property(fc.uniqueArray(keys, { maxLength: 30 }), (papers) => {
        const ballot = listBallot(papers.map((key, index) => ({ number: index + 1, paper: key })));
        expect(isSound(ballot)).toBe(true);
        expect(ballot.map((entry) => entry.paper)).toEqual(papers.slice(0, 10));
        expect(ballot.every(({ sign }) => sign === 1)).toBe(true);
      }),
    );
  });
});

describe('the ballot of a card', () => {
  it('has thumbs up and thumbs down', () => {
    expect(cardBallot(paper, thumbs)).toEqual([
      { emoji: '👍', paper, sign: 1 },
      { emoji: '👎', paper, sign: -1 },
    ]);
  });

  it('takes configured emoji in any dress, and up where one is named both ways', () => {
    expect(cardBallot(paper, { up: ['❤️', '👍🏽'], down: ['❤', '👎'] })).toEqual([
      { emoji: '❤', paper, sign: 1 },
      { emoji: '👍', paper, sign: 1 },
      { emoji: '👎', paper, sign: -1 },
    ]);
  });

  it('names each emoji once and every configured one, whatever is configured', () => {
    fc.assert(
      fc.property(someEmoji, someEmoji, (up, down) => {
        const ballot = cardBallot(paper, { up, down });
        expect(isSound(ballot)).toBe(true);
        const named = new Set(ballot.map(({ emoji }) => emoji));
        expect([...up, ...down].every((emoji) => named.has(baseEmoji(emoji)))).toBe(true);
      }),
    );
  });
});
