import { float32s, int32s } from './arrays.js';
import { Bag } from './bag.js';
import { type Corpus, longestText } from './corpus.js';
import { wordsFrom, wordsTo } from './texts.js';
import type { Terms } from './weighted-sum.js';

/**
 * A matrix of mostly zeros: row `r` has the terms from `starts[r]` to before `starts[r + 1]`. A term names its column, which is a row of
 * whatever the matrix is multiplied with.
 */
export interface SparseRows {
  readonly starts: Int32Array;
  readonly terms: Terms;
}

/** How much a stem of this frequency says about a paper. */
export const weightsOf = ({ frequencies, learnt }: Corpus): Float64Array =>
  Float64Array.from(frequencies, (frequency) => Math.log((learnt.length + 1) / (frequency + 0.5)));

/** The papers to learn from as rows of tf.idf weights, each of length 1. */
export function termMatrix(corpus: Corpus): SparseRows {
  const { texts, learnt, stems } = corpus;
  const weights = weightsOf(corpus);
  const bag = new Bag(stems.length, longestText);
  const starts = int32s(learnt.length + 1);
  const room = learnt.reduce((sum, paper) => sum + wordsTo(texts, paper) - wordsFrom(texts, paper), 0);
  const matrix = { starts, terms: { rows: int32s(room), weights: float32s(room) } };
  for (const [row, paper] of learnt.entries()) {
    bag.clear();
    bag.addAll(texts.words, wordsFrom(texts, paper), wordsTo(texts, paper));
    putRow(matrix, row, bag, weights);
  }
  return matrix;
}

function putRow({ starts, terms }: SparseRows, row: number, bag: Bag, weights: Float64Array): void {
  const start = starts[row] ?? 0;
  const end = start + bag.size;
  let square = 0;
  for (let at = 0; at < bag.size; at += 1) {
    const stem = bag.stems[at] ?? 0;
    const value = Math.log(1 + (bag.counts[at] ?? 0)) * (weights[stem] ?? 0);
    terms.rows[start + at] = stem;
    terms.weights[start + at] = value;
    square += value * value;
  }
  const length = Math.max(Math.sqrt(square), 1e-9);
  for (let at = start; at < end; at += 1) terms.weights[at] = (terms.weights[at] ?? 0) / length;
  starts[row + 1] = end;
}

/** Rows as columns; within each, what stood in an earlier row comes first. */
export function transposed({ starts, terms }: SparseRows, width: number): SparseRows {
  const count = starts[starts.length - 1] ?? 0;
  const ends = int32s(width + 1);
  for (const column of terms.rows.subarray(0, count)) countUp(ends, column + 1);
  for (let column = 1; column <= width; column += 1) ends[column] = (ends[column] ?? 0) + (ends[column - 1] ?? 0);
  const next = ends.slice();
  const turned = { rows: int32s(count), weights: float32s(count) };
  let row = 0;
  for (const [at, column] of terms.rows.subarray(0, count).entries()) {
    while (at >= (starts[row + 1] ?? count)) row += 1;
    const to = countUp(next, column);
    turned.rows[to] = row;
    turned.weights[to] = terms.weights[at] ?? 0;
  }
  return { starts: ends, terms: turned };
}

/** Counts one up and gives the number before. */
function countUp(counts: Int32Array, at: number): number {
  const before = counts[at] ?? 0;
  counts[at] = before + 1;
  return before;
}
