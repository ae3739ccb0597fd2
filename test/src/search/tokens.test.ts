import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../src/search/fold.js';
import { stem } from '../../../src/search/stem.js';
import { idOf, tokenOf, tokensOf } from '../../../src/search/tokens.js';

/** What scripts, cases and encodings have to offer, half a surrogate pair included. */
const oddities = fc.constantFrom(
  ...[
    '扩散',
    'モデル',
    '한국',
    'हिन्दी',
    '𝔘𝔫𝔦',
    '𝟙',
    '𠮷',
    '😀',
    '\ud835',
    '\udc00',
    'e\u0301',
    'İ',
    'ﬃ',
    'ß',
    'ς',
    'Σ',
    '½',
    '٣',
  ],
  ...['-', '.', '\u2010', '’', '\u0000', '\u200b', '\ufeff', '\n', ' ', '  ', '_', '$\\beta$', 'GPT-4', 'x', 'X', '7'],
);
const texts = fc
  .array(
    fc.oneof(oddities, fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ unit: 'grapheme', maxLength: 6 })),
    {
      maxLength: 30,
    },
  )
  .map((pieces) => pieces.join(''));

const written = (text: string): readonly string[] => tokensOf(text).map(({ word }) => word);

describe('the words of a text in numbers', () => {
  it('are the words of the index, in any script', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(written(text)).toEqual(wordsOf(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['', []],
    [' .,-_ ', []],
    ['Low-Rank', ['low', 'rank']],
    ['扩散BERT模型', ['扩', '散', 'bert', '模', '型']],
    ['𠮷野家', ['𠮷', '野', '家']],
    ['a\ud835b', ['a', 'b']],
    ['e\u0301tat É', ['etat', 'e']],
    ['x\udc00', ['x']],
    ['end', ['end']],
  ])('%j', (text, words) => {
    expect(written(text)).toEqual(words);
  });

  it('are numbered by themselves and by their stems, the same each time', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const token of tokensOf(text)) {
          expect(token).toMatchObject({ stem: stem(token.word), wordId: idOf(token.word), stemId: idOf(token.stem) });
          expect(tokenOf(token.word)).toEqual(token);
        }
      }),
    );
  });

  it('share a number with other forms of the word, and none with another word', () => {
    const [one, two, three] = tokensOf('diffusions Diffusion transformer');
    expect(one?.stemId).toBe(two?.stemId);
    expect(one?.wordId).not.toBe(two?.wordId);
    expect(two?.stemId).not.toBe(three?.stemId);
  });

  it('tell apart what says something', () => {
    expect(tokensOf('the tides of a moon').flatMap(({ word, telling }) => (telling ? word : []))).toEqual([
      'tides',
      'moon',
    ]);
  });

  it('are numbered from 1 to what three bytes hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(idOf(text)).toBeGreaterThanOrEqual(1);
        expect(idOf(text)).toBeLessThan(2 ** 24);
        expect(Number.isInteger(idOf(text))).toBe(true);
      }),
    );
  });

  it('hardly ever share a number by chance', () => {
    const ids = new Set(Array.from({ length: 2_000 }, (_, index) => idOf(`word${index.toString(36)}`)));
    expect(ids.size).toBeGreaterThan(1_995);
  });

  it('stay the same when more of them were met than are remembered', () => {
    const before = tokensOf('Tides of the Moon');
    for (let from = 0; from < 310_000; from += 10_000) {
      const many = Array.from({ length: 10_000 }, (_, index) => (from + index).toString(36));
      tokensOf(many.join(' '));
    }
    expect(tokensOf('Tides of the Moon')).toEqual(before);
  });
});
