import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Contrast, type ContrastMemory, contrastMemory } from '../../../src/training/contrast.js';
import { dotProducts } from '../../../src/training/dot-products.js';
import { Lockstep, lockstepMemory } from '../../../src/training/lockstep.js';
import { seededRandom, shuffle } from '../../../src/training/seeded-random.js';
import { weightedSum } from '../../../src/training/weighted-sum.js';

const alone = (): Lockstep => new Lockstep(lockstepMemory(), 1, 0);

/** Directions of chance, without the demand that they be of length 1: the loss is as smooth off the sphere. */
function someUnits(pairs: number, dimensions: number, seed: number): ContrastMemory {
  const memory = contrastMemory(pairs, dimensions);
  const random = seededRandom(seed);
  for (const at of memory.units.keys()) memory.units[at] = (random() - 0.5) / 2;
  return memory;
}

/** As the learner lays them out: by columns too. */
function layAcross({ pairs, dimensions, units, leftAcross, rightAcross }: ContrastMemory): void {
  for (let text = 0; text < 2 * pairs; text += 1) {
    const across = text < pairs ? leftAcross : rightAcross;
    for (let at = 0; at < dimensions; at += 1) {
      across[at * pairs + (text % pairs)] = units[text * dimensions + at] ?? 0;
    }
  }
}

function lossOf(memory: ContrastMemory): number {
  const contrast = new Contrast(memory, alone());
  contrast.compare();
  return contrast.loss;
}

describe('the contrast of pairs', () => {
  test('has the gradient that small changes of the directions show', () => {
    const memory = someUnits(8, 12, 5);
    layAcross(memory);
    const contrast = new Contrast(memory, alone());
    contrast.compare();
    contrast.differentiate();
    const gradient = memory.gradient.slice();
    const change = 1e-6;
    for (const [at, value] of [...memory.units].entries()) {
      memory.units[at] = value + change;
      const above = lossOf(memory);
      memory.units[at] = value - change;
      const below = lossOf(memory);
      memory.units[at] = value;
      expect(gradient[at]).toBeCloseTo((above - below) / (2 * change), 5);
    }
  });

  test('is nothing when each text is like its own partner alone, and log n when all are alike', () => {
    const apart = contrastMemory(4, 4);
    for (let text = 0; text < 8; text += 1) apart.units[text * 4 + (text % 4)] = 1;
    expect(lossOf(apart)).toBeCloseTo(0, 4);
    const alike = contrastMemory(4, 4);
    for (let text = 0; text < 8; text += 1) alike.units[text * 4] = 1;
    expect(lossOf(alike)).toBeCloseTo(Math.log(4), 6);
  });
});

describe('the sums that all is made of', () => {
  const fours = fc.integer({ min: 1, max: 4 }).map((count) => count * 4);

  test('are dot products of rows, in one go or in pieces', () => {
    fc.assert(
      fc.property(fours, fours, fc.integer({ min: 2, max: 30 }), fc.nat(), (left, right, width, seed) => {
        const random = seededRandom(seed);
        const rows = (count: number) => ({ values: Float64Array.from({ length: count * width }, random), width });
        const [a, b] = [rows(left), rows(right)];
        const whole = { values: new Float64Array(left * right), width: right };
        const pieces = { values: new Float64Array(left * right), width: right };
        const all = { from: 0, to: left };
        dotProducts(a, b, whole, all);
        const middle = Math.floor(width / 2);
        dotProducts(a, b, pieces, all, { from: 0, to: middle });
        dotProducts(a, b, pieces, all, { from: middle, to: width });
        for (const [at, product] of whole.values.entries()) {
          const [i, j] = [Math.floor(at / right), at % right];
          let sum = 0;
          for (let k = 0; k < width; k += 1) sum += (a.values[i * width + k] ?? 0) * (b.values[j * width + k] ?? 0);
          expect(product).toBeCloseTo(sum, 9);
          expect(pieces.values[at]).toBeCloseTo(sum, 9);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('are weighted sums of rows, however many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11 }), fc.nat(), (count, seed) => {
        const random = seededRandom(seed);
        const [width, height] = [5, 6];
        const table = Float32Array.from({ length: width * height }, random);
        const rows = Int32Array.from({ length: count }, () => Math.floor(random() * height));
        const weights = Float32Array.from({ length: count }, random);
        const out = new Float64Array(width + 1).fill(9);
        weightedSum(table, { rows, weights }, 0, count, out, 1, width);
        for (let column = 0; column < width; column += 1) {
          const sum = rows.reduce(
            (total, row, at) => total + (weights[at] ?? 0) * (table[row * width + column] ?? 0),
            0,
          );
          expect(out[1 + column]).toBeCloseTo(sum, 5);
        }
        expect(out[0]).toBe(9);
      }),
    );
  });
});

describe('chance', () => {
  test('is the same for the same seeds, spread over [0, 1), and another one for neighbouring seeds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (seed, step) => {
        const [random, again, next] = [
          seededRandom(seed, step),
          seededRandom(seed, step),
          seededRandom(seed, step + 1),
        ];
        const drawn = Array.from({ length: 200 }, random);
        expect(Array.from({ length: 200 }, again)).toEqual(drawn);
        expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
        const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
        expect(Math.abs(mean - 0.5)).toBeLessThan(0.15);
        expect(Array.from({ length: 200 }, next)).not.toEqual(drawn);
      }),
    );
  });

  test('puts numbers in another order without losing one', () => {
    const numbers = Int32Array.from({ length: 100 }, (_, index) => index);
    shuffle(numbers, seededRandom(3));
    expect([...numbers]).not.toEqual([...numbers].toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(100);
  });
});

describe('work in lockstep', () => {
  test('is done once, piece by piece, and the next round begins from the start', () => {
    const lockstep = alone();
    for (const [count, size] of [
      [10, 3],
      [4, 8],
      [0, 4],
      [7, 1],
    ] as const) {
      const done: number[] = [];
      lockstep.share(count, size, (from, to) => {
        expect(to - from).toBeLessThanOrEqual(size);
        for (let piece = from; piece < to; piece += 1) done.push(piece);
      });
      expect(done).toEqual(Array.from({ length: count }, (_, piece) => piece));
    }
  });
});
