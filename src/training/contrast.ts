import { float32s, float64s } from './arrays.js';
import { dotProducts, type Rows } from './dot-products.js';
import type { Lockstep } from './lockstep.js';

/**
 * Pairs of texts as directions (`units`: a row each, the left ones first), and what pulls at them. `across` is the same by columns,
 * left and right apart; `pull[i][j]` is how the loss changes with the likeness of left `i` and right `j`.
 */
export interface ContrastMemory {
  readonly pairs: number;
  readonly dimensions: number;
  readonly units: Float64Array;
  readonly leftAcross: Float64Array;
  readonly rightAcross: Float64Array;
  readonly likeness: Float64Array;
  readonly pull: Float64Array;
  readonly pullAcross: Float64Array;
  readonly leftSums: Float64Array;
  readonly rightSums: Float64Array;
  readonly gradient: Float64Array;
  /** What `turnUpright` makes of the gradient. */
  readonly slopes: Float32Array;
}

export const contrastMemory = (pairs: number, dimensions: number): ContrastMemory => ({
  pairs,
  dimensions,
  units: float64s(2 * pairs * dimensions),
  leftAcross: float64s(pairs * dimensions),
  rightAcross: float64s(pairs * dimensions),
  likeness: float64s(pairs * pairs),
  pull: float64s(pairs * pairs),
  pullAcross: float64s(pairs * pairs),
  leftSums: float64s(pairs),
  rightSums: float64s(pairs),
  gradient: float64s(2 * pairs * dimensions),
  slopes: float32s(2 * pairs * dimensions),
});

/** How sharply the right partner has to stand out. */
const temperature = 0.06;
const rowsAtOnce = 16;
const columnsAtOnce = 64;

/**
 * The loss of telling apart: from each left text its own right one among all of the batch, and from each right one its left one
 * (InfoNCE in both directions).
 */
export class Contrast {
  readonly #memory: ContrastMemory;
  readonly #lockstep: Lockstep;
  readonly #left: Rows;
  readonly #right: Rows;

  constructor(memory: ContrastMemory, lockstep: Lockstep) {
    const { pairs, dimensions: width, units } = memory;
    this.#memory = memory;
    this.#lockstep = lockstep;
    this.#left = { values: units.subarray(0, pairs * width), width };
    this.#right = { values: units.subarray(pairs * width), width };
  }

  /** The mean over both directions, after `compare`. */
  get loss(): number {
    const { pairs, likeness, leftSums, rightSums } = this.#memory;
    let sum = 0;
    for (let pair = 0; pair < pairs; pair += 1) {
      const own = likeness[pair * pairs + pair] ?? 0;
      sum -= Math.log(own / (leftSums[pair] ?? 0)) + Math.log(own / (rightSums[pair] ?? 0));
    }
    return sum / (2 * pairs);
  }

  /** Fills `likeness` with exp((cosine - 1) / temperature), which is above 0 and at most 1, and sums it both ways. */
  compare(): void {
    const { pairs, likeness, leftSums, rightSums } = this.#memory;
    const out: Rows = { values: likeness, width: pairs };
    this.#lockstep.share(pairs, rowsAtOnce, (from, to) => {
      dotProducts(this.#left, this.#right, out, { from, to });
      for (let row = from; row < to; row += 1) leftSums[row] = sharpened(likeness, row * pairs, (row + 1) * pairs);
    });
    this.#lockstep.share(pairs, columnsAtOnce, (from, to) => {
      rightSums.fill(0, from, to);
      for (let row = 0; row < pairs; row += 1) {
        for (let at = from; at < to; at += 1) rightSums[at] = (rightSums[at] ?? 0) + (likeness[row * pairs + at] ?? 0);
      }
    });
  }

  /** Fills `gradient`: how the loss changes with each component of the directions, after `compare`. */
  differentiate(): void {
    const { pairs, dimensions: width, leftAcross, rightAcross, pull, pullAcross, gradient } = this.#memory;
    this.#lockstep.share(pairs, rowsAtOnce, (from, to) => this.#pull(from, to));
    const left: Rows = { values: gradient.subarray(0, pairs * width), width };
    const right: Rows = { values: gradient.subarray(pairs * width), width };
    this.#lockstep.share(2 * pairs, rowsAtOnce, (from, to) => {
      for (let row = from; row < to; row += 4) {
        const rows = { from: row % pairs, to: (row % pairs) + 4 };
        if (row < pairs) dotProducts({ values: pull, width: pairs }, { values: rightAcross, width: pairs }, left, rows);
        else dotProducts({ values: pullAcross, width: pairs }, { values: leftAcross, width: pairs }, right, rows);
      }
    });
  }

  #pull(from: number, to: number): void {
    const { pairs, likeness, leftSums, rightSums, pull, pullAcross } = this.#memory;
    const factor = 1 / (2 * pairs * temperature);
    for (let row = from; row < to; row += 1) {
      const leftSum = leftSums[row] ?? 0;
      for (let column = 0; column < pairs; column += 1) {
        const share = (likeness[row * pairs + column] ?? 0) * (1 / leftSum + 1 / (rightSums[column] ?? 0));
        const value = factor * (column === row ? share - 2 : share);
        pull[row * pairs + column] = value;
        pullAcross[column * pairs + row] = value;
      }
    }
  }
}

function sharpened(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) {
    const value = Math.exp(((values[at] ?? 0) - 1) / temperature);
    values[at] = value;
    sum += value;
  }
  return sum;
}
