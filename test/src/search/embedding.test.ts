import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likenesses, withAdded } from '../../../src/search/likeness.js';
import { cosine, quantized } from '../../../src/search/vector.js';

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
    expect(cosine(Float32Array.of(3, 4), quantized(Float32Array.of(3, 4)))).toBeCloseTo(1, 3);
    expect(cosine(Float32Array.of(3, 4), quantized(Float32Array.of(-3, -4)))).toBeCloseTo(-1, 3);
  });

  it('loses less than a hundredth of a cosine', () => {
    fc.assert(
      fc.property(numbers(64), numbers(64), (a, b) => {
        fc.pre(Math.hypot(...a) > 1e-3 && Math.hypot(...b) > 1e-3);
        const near = cosine(Float32Array.from(a), quantized(Float32Array.from(b)));
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
    expect(cosine(Float32Array.of(1, 0), Int8Array.of(127))).toBe(0);
    expect(cosine(Float32Array.of(0, 0), Int8Array.of(127, 0))).toBe(0);
    expect(cosine(Float32Array.of(1, 0), Int8Array.of(0, 0))).toBe(0);
    expect(cosine(new Float32Array(0), new Int8Array(0))).toBe(0);
  });
});

describe('what a model adds to scores', () => {
  const query = Float32Array.of(1, 0);
  const right = Int8Array.of(127, 0);
  const up = Int8Array.of(0, 127);
  const left = Int8Array.of(-127, 0);
  const added = (...papers: readonly (Int8Array | undefined)[]): readonly number[] => [
    ...withAdded(new Float64Array(papers.length), likenesses(papers, query), 0.5),
  ];

  it('is the weight times the cosine, in the order of the papers', () => {
    expect(added(up, right, left)).toEqual([0, 0.5, -0.5]);
  });

  it('is the mean for papers that have no vector, an empty one, or one of another space', () => {
    const other = Int8Array.of(127, 0, 0);
    expect(added(right, undefined, up, new Int8Array(0), other)).toEqual([0.5, 0.25, 0, 0.25, 0.25]);
  });

  it('is nothing where no paper has a vector', () => {
    expect(added(undefined, new Int8Array(0))).toEqual([0, 0]);
    expect(added()).toEqual([]);
  });
});
