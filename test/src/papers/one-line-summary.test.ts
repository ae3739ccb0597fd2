import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneLineSummary } from '../../../src/papers/one-line-summary.js';

const ofAbstract = (abstract: string): string | null => oneLineSummary({ summary: null, abstract });

describe('the one-line summary', () => {
  test("is the feed's own when there is one", () => {
    expect(oneLineSummary({ summary: 'In short. Very short.', abstract: 'At length.' })).toBe('In short. Very short.');
  });

  test('is the first sentence of the abstract otherwise', () => {
    expect(ofAbstract('Robots learn from their own mistakes. We show how.')).toBe(
      'Robots learn from their own mistakes.',
    );
    expect(ofAbstract('Can a language model plan a journey? We ask 40.')).toBe('Can a language model plan a journey?');
    expect(ofAbstract('机器人可以从错误中学习并且在许多任务上不断改进自己的表现。我们展示如何做到。')).toBe(
      '机器人可以从错误中学习并且在许多任务上不断改进自己的表现。',
    );
  });

  test('is not ended by abbreviations, initials, decimals and versions', () => {
    const sentences = [
      'We gain 3.5 points over GPT-4.1 vs. Llama on two tests.',
      'Following Smith et al. (2024) we train agents.',
      'As in Fig. 3 and Eq. (2), e.g. Transformers fail at this.',
      'The method of J. Smith and R. E. Jones is extended here.',
      'Data of arXiv.org and node.js users are compared.',
      'It was i.e. Simple and a.k.a. Naive until now.',
    ];
    for (const sentence of sentences) expect(ofAbstract(`${sentence} Then more follows.`)).toBe(sentence);
  });

  test('goes on when the first sentence is a mere label', () => {
    expect(ofAbstract('Objective. Patients report form vision. Results follow.')).toBe(
      'Objective. Patients report form vision.',
    );
  });

  test('is cut at a word when it is long', () => {
    const long = ofAbstract(`${'lengthy, '.repeat(60)}end.`);
    expect(long).toHaveLength(240 - (240 % 9) - 1);
    expect(long).toMatch(/lengthy…$/);
    expect(oneLineSummary({ summary: 'x'.repeat(500), abstract: '' })).toBe(`${'x'.repeat(239)}…`);
  });

  test('is null when there is nothing to say', () => {
    expect(ofAbstract('')).toBeNull();
  });

  test('is never longer than 240 characters and never ends within a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 600 }), (abstract) => {
        const line = ofAbstract(abstract) ?? '';
        expect(line.length).toBeLessThanOrEqual(240);
        expect(line).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});
