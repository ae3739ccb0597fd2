import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddingTerm } from '../../../src/search/embedding-term.js';
import { cosineOf, quantized } from '../../../src/search/vector.js';

const numbers = (length: number) =>
  fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
    minLength: length,
    maxLength: length,
  });

const exact = (a: readonly number[], b: readonly number[]): number => {
  const dot = a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
};

describe('a vector in bytes', () => {
  it('has 127 as its largest number and keeps the direction', () => {
    expect([...quantized(Float32Array.of(0.5, -1, 0.25))]).toEqual([64, -127, 32]);
    expect(cosineOf(Float32Array.of(3, 4), quantized(Float32Array.of(3, 4)))).toBeCloseTo(1, 3);
    expect(cosineOf(Float32Array.of(3, 4), quantized(Float32Array.of(-3, -4)))).toBeCloseTo(-1, 3);
  });

  it('loses less than a hundredth of a cosine', () => {
    fc.assert(
      fc.property(numbers(64), numbers(64), (a, b) => {
        fc.pre(Math.hypot(...a) > 1e-3 && Math.hypot(...b) > 1e-3);
        const near = cosineOf(Float32Array.from(a), quantized(Float32Array.from(b)));
        expect(Math.abs(near - exact(a, b))).toBeLessThan(0.03);
      }),
    );
  });

  it.each([
    ['no direction', [0, 0]],
    ['no numbers', []],
    ['a number that is none', [1, Number.NaN]],
    ['an endless number', [1, Number.NEGATIVE_INFINITY]],
  ])('is empty where there is %s', (_, values) => {
    expect(quantized(Float32Array.from(values))).toHaveLength(0);
  });

  it('is at no angle to one of another length, or without a direction', () => {
    expect(cosineOf(Float32Array.of(1, 0), Int8Array.of(127))).toBe(0);
    expect(cosineOf(Float32Array.of(0, 0), Int8Array.of(127, 0))).toBe(0);
    expect(cosineOf(Float32Array.of(1, 0), Int8Array.of(0, 0))).toBe(0);
    expect(cosineOf(new Float32Array(0), new Int8Array(0))).toBe(0);
  });
});

describe('what a model adds to scores', () => {
  const query = { vector: Float32Array.of(1, 0), weight: 0.5 };
  const vectors = new Map([
    [1, Int8Array.of(127, 0)],
    [2, Int8Array.of(0, 127)],
    [3, Int8Array.of(-127, 0)],
    [7, new Int8Array(0)],
    [8, Int8Array.of(127, 0, 0)],
  ]);

  it('is the weight times the cosine, in the order of the papers', () => {
    expect(embeddingTerm([2, 1, 3], vectors, query)).toEqual([0, 0.5, -0.5]);
  });

  it('is the mean for papers that have no vector, an empty one, or one of another space', () => {
    expect(embeddingTerm([1, 4, 2, 7, 8], vectors, query)).toEqual([0.5, 0.25, 0, 0.25, 0.25]);
  });

  it('is nothing where no paper has a vector', () => {
    expect(embeddingTerm([4, 7], vectors, query)).toEqual([0, 0]);
    expect(embeddingTerm([], vectors, query)).toEqual([]);
  });
});
