const largest = 127;

/**
 * The direction of a vector in one byte a number, its largest one 127. Cosines lose less than a hundredth by it. A vector without a
 * direction, or with a number in it that is none, becomes an empty one.
 */
export function quantized(vector: Float32Array): Int8Array {
  const most = vector.reduce((so, value) => Math.max(so, Math.abs(value)), 0);
  // A single NaN makes the maximum NaN.
  if (!(most > 0 && Number.isFinite(most))) return new Int8Array(0);
  return new Int8Array(vector.map((value) => Math.round((value / most) * largest)));
}

/** From -1 to 1; 0 where one of them has no direction, or they come from different spaces. */
export function cosineOf(vector: Float32Array, other: Int8Array): number {
  if (vector.length !== other.length) return 0;
  let dot = 0;
  let squares = 0;
  let otherSquares = 0;
  // Hundreds of papers a search: an iterator would take ten times as long.
  for (let place = 0; place < vector.length; place += 1) {
    const value = vector[place] ?? 0;
    const opposite = other[place] ?? 0;
    dot += value * opposite;
    squares += value * value;
    otherSquares += opposite * opposite;
  }
  const lengths = Math.sqrt(squares) * Math.sqrt(otherSquares);
  return lengths > 0 && Number.isFinite(lengths) ? dot / lengths : 0;
}
