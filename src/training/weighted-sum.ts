/** Which rows to add up, and how much each counts. */
export interface Terms {
  readonly rows: Int32Array;
  readonly weights: Float32Array;
}

/**
 * Puts the weighted sum of rows of `table` into the `width` places of `out` from `at` on. Four rows at a time, so that the sum is
 * loaded and stored a quarter as often. All that a training does in sparse steps goes through here.
 */
export function weightedSum(
  table: Float32Array,
  { rows, weights }: Terms,
  from: number,
  to: number,
  out: Float64Array,
  at: number,
  width: number,
): void {
  out.fill(0, at, at + width);
  let term = from;
  for (; term + 4 <= to; term += 4) addFour(table, rows, weights, term, out, at, width);
  for (; term < to; term += 1) {
    const start = (rows[term] ?? 0) * width;
    const weight = weights[term] ?? 0;
    for (let column = 0; column < width; column += 1) {
      out[at + column] = (out[at + column] ?? 0) + weight * (table[start + column] ?? 0);
    }
  }
}

function addFour(
  table: Float32Array,
  rows: Int32Array,
  weights: Float32Array,
  term: number,
  out: Float64Array,
  at: number,
  width: number,
): void {
  let a = rowAt(rows, term) * width;
  let b = rowAt(rows, term + 1) * width;
  let c = rowAt(rows, term + 2) * width;
  let d = rowAt(rows, term + 3) * width;
  const [x, y] = [weightAt(weights, term), weightAt(weights, term + 1)];
  const [z, w] = [weightAt(weights, term + 2), weightAt(weights, term + 3)];
  for (let to = at; to < at + width; to += 1) {
    out[to] = (out[to] ?? 0) + x * (table[a] ?? 0) + y * (table[b] ?? 0) + z * (table[c] ?? 0) + w * (table[d] ?? 0);
    a += 1;
    b += 1;
    c += 1;
    d += 1;
  }
}

const rowAt = (rows: Int32Array, term: number): number => rows[term] ?? 0;
const weightAt = (weights: Float32Array, term: number): number => weights[term] ?? 0;
