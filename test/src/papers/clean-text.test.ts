import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../../src/papers/clean-text.js';

const clean = (text: string): string => cleanText(text, 300);
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const count = (text: string): number => [...graphemes.segment(text)].length;

describe('text from outside', () => {
  test('becomes one line', () => {
    expect(clean('Large\n  Language\r\n\tModels\u2028at\u0085rest ')).toBe('Large Language Models at rest');
    expect(clean('\u00a0wide\u3000space\u00a0')).toBe('wide space');
  });

  test('keeps markup, mentions and mathematics as they are', () => {
    const title = '*bold* _it_ ~~no~~ `code` <b>&amp;</b> <!channel> @everyone <@U1> [x](http://y) $O(n^2)$ ζ ≤ 3';
    expect(clean(title)).toBe(title);
  });

  test('cannot turn the direction of writing or hide anything', () => {
    expect(clean('a\u202eb\u2066c\u200fd\u061ce\u200bf\ufeffg\u00adh\u2060i\u0000j\u001b[31mk\u{e0041}l')).toBe(
      'abcdefghij[31mkl',
    );
    expect(clean('lone \ud800 surrogate')).toBe('lone surrogate');
  });

  test('keeps the joiners of emoji and of scripts that join, and no others', () => {
    expect(clean('👩‍🔬 and ❤️‍🔥')).toBe('👩‍🔬 and ❤️‍🔥');
    expect(clean('می‌خواهم')).toBe('می‌خواهم');
    expect(clean('pass\u200dword pass\u200cword')).toBe('password password');
  });

  test('is composed', () => {
    expect(clean('Leita\u0303o')).toBe('Leitão');
    expect(clean('e\u200b\u0301')).toBe('é');
  });

  test('is clamped by what one sees as characters', () => {
    expect(cleanText('👩‍🔬'.repeat(5), 3)).toBe('👩‍🔬👩‍🔬…');
    expect(cleanText('one two three', 5)).toBe('one…');
    expect(cleanText('exact', 5)).toBe('exact');
    expect(clean('x'.repeat(400))).toHaveLength(300);
  });

  test('leaves no joiner behind where it was cut', () => {
    expect(cleanText('\ufe0f\u200d👩👩', 2)).toBe('\ufe0f…');
  });

  test('is bounded however marks are piled up', () => {
    expect(clean(`a${'\u0301'.repeat(5000)}`).length).toBeLessThan(12);
    expect(clean('👩\u200d'.repeat(100_000)).length).toBeLessThan(3000);
  });

  test('is clean after one cleaning, whatever it was', () => {
    const junk = fc.constantFrom('\u200d', '\u200c', '\u202e', '\u0301', '\ufe0f', '👩', 'ک', '\n', '\ufeff', ' ', 'x');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(junk).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (value, most) => {
        const once = cleanText(value, most);
        expect(cleanText(once, most)).toBe(once);
        expect(once).toBe(once.normalize('NFC'));
        expect(count(once)).toBeLessThanOrEqual(most);
        expect(once).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029]|^\s|\s$|\s\s/u);
      }),
      { numRuns: 1000 },
    );
  });
});
