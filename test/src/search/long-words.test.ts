import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aliasesOf } from '../../../src/search/alias.js';
import { highlighterOf } from '../../../src/search/highlight.js';
import { readText } from '../../../src/search/paper-terms.js';
import { emptyQuery } from '../../../src/search/query.js';

const length = 10_000;
/** Some milliseconds are usual; a search for each place in each run of letters took seconds. Machines that do much else are slow. */
const patienceMs = 150;

const filled = (piece: string): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** The shortest of three, since a machine also does something else. */
function msOf(work: () => unknown): number {
  const once = (): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  return Math.min(once(), once(), once());
}

const read = (abstract: string) => readText({ title: '', abstract, authors: [], keywords: [] });

const characters = fc.constantFrom(
  ...['a', 'A', '1', '-', '.', 'α', 'é', '学', '한', '½', '\\', '_', '^', '$', '{', '+', '#', '*', '(', '"', "'", ' '],
  ...['\u0301', '𝐀', '\u2010'],
);
const repeated = fc.array(characters, { minLength: 1, maxLength: 2 }).map((some) => filled(some.join('')));
const texts = fc.oneof(
  repeated,
  fc.tuple(repeated, characters).map((some) => some.join('')),
  fc.tuple(characters, repeated, characters).map((some) => some.join('')),
);

describe('ten thousand characters of the same without a space', () => {
  it.each([
    ['α', filled('α')],
    ['学', filled('学')],
    ['a and a hyphen', `${filled('a')}-`],
    ['a in hyphens', `a${filled('-')}a`],
  ])('take no longer than others: %s', (_, text) => {
    const { whole, snippet } = highlighterOf({ ...emptyQuery, words: ['学', 'α', 'diffusion'] });
    expect(msOf(() => read(text))).toBeLessThan(patienceMs);
    expect(msOf(() => whole(text))).toBeLessThan(patienceMs);
    expect(msOf(() => snippet(text, 200))).toBeLessThan(patienceMs);
  });

  it('take no longer whatever they are', () => {
    const { whole, snippet } = highlighterOf({ ...emptyQuery, words: ['学', 'α', 'a', '한', 'diffusion'] });
    fc.assert(
      fc.property(texts, (text) => {
        expect(msOf(() => read(text))).toBeLessThan(patienceMs);
        expect(msOf(() => whole(text))).toBeLessThan(patienceMs);
        expect(msOf(() => snippet(text, 200))).toBeLessThan(patienceMs);
      }),
      { numRuns: 60 },
    );
  });

  it('keep the other spellings of the names in them', () => {
    expect(aliasesOf(`${'学'.repeat(200)}。GPT-4。AutoCoder`)).toEqual(['gpt4', 'auto coder']);
  });
});
