import { float32s } from './arrays.js';
import type { BatchMemory, StemIndex } from './batch.js';
import type { ContrastMemory } from './contrast.js';
import { weightedSum } from './weighted-sum.js';

/** The model while it learns: a row a stem, and the running means of its gradient and of its square (Adam). */
export interface TableMemory {
  readonly dimensions: number;
  readonly rows: Float32Array;
  readonly means: Float32Array;
  readonly squares: Float32Array;
}

export const tableMemory = (stems: number, dimensions: number): TableMemory => ({
  dimensions,
  rows: float32s(stems * dimensions),
  means: float32s(stems * dimensions),
  squares: float32s(stems * dimensions),
});

const shortest = 1e-6;

/** The weighted sum of the rows of a text's stems as a direction. Gives the length that the sum had. */
export function direct(table: TableMemory, batch: BatchMemory, text: number, out: Float64Array, at: number): number {
  const { dimensions, rows } = table;
  const from = text * batch.room;
  weightedSum(rows, batch.terms, from, from + (batch.sizes[text] ?? 0), out, at, dimensions);
  let square = 0;
  for (let index = at; index < at + dimensions; index += 1) square += (out[index] ?? 0) ** 2;
  const length = Math.max(Math.sqrt(square), shortest);
  for (let index = at; index < at + dimensions; index += 1) out[index] = (out[index] ?? 0) / length;
  return length;
}

/**
 * Puts into `slopes` how the loss changes with the sum that a direction came from. A change of its length changes nothing, so what
 * is left of the gradient stands upright on the direction.
 */
export function turnUpright(
  { units, gradient, slopes, dimensions }: ContrastMemory,
  text: number,
  length: number,
): void {
  const from = text * dimensions;
  let along = 0;
  for (let at = from; at < from + dimensions; at += 1) along += (gradient[at] ?? 0) * (units[at] ?? 0);
  for (let at = from; at < from + dimensions; at += 1) {
    slopes[at] = ((gradient[at] ?? 0) - along * (units[at] ?? 0)) / length;
  }
}

const meanKept = 0.9;
const squareKept = 0.99;
const smallest = 1e-8;

/** Moves the rows of the stems `from` to `to` of the batch against their gradients (Adam, without correction of the start). */
export class Steps {
  readonly #table: TableMemory;
  readonly #sum: Float64Array;

  constructor(table: TableMemory) {
    this.#table = table;
    this.#sum = new Float64Array(table.dimensions);
  }

  move(index: StemIndex, from: number, to: number, slopes: Float32Array, rate: number): void {
    const { dimensions } = this.#table;
    for (let stem = from; stem < to; stem += 1) {
      const [start, end] = [index.starts[stem] ?? 0, index.starts[stem + 1] ?? 0];
      weightedSum(slopes, index.terms, start, end, this.#sum, 0, dimensions);
      this.#moveRow((index.stems[stem] ?? 0) * dimensions, rate);
    }
  }

  #moveRow(from: number, rate: number): void {
    const { rows, means, squares, dimensions } = this.#table;
    for (let at = 0; at < dimensions; at += 1) {
      const slope = this.#sum[at] ?? 0;
      const mean = meanKept * (means[from + at] ?? 0) + (1 - meanKept) * slope;
      const square = squareKept * (squares[from + at] ?? 0) + (1 - squareKept) * slope * slope;
      means[from + at] = mean;
      squares[from + at] = square;
      rows[from + at] = (rows[from + at] ?? 0) - (rate * mean) / (Math.sqrt(square) + smallest);
    }
  }
}
