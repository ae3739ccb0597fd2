const most = 127;

/**
 * The direction of a vector in one byte a number, its largest one 127. Cosines lose less than a hundredth by it. A vector without a
 * direction, or with a number in it that is none, becomes an empty one.
 */
export function quantized(vector: Float32Array): Int8Array {
  const scale = largest(vector) / most;
  if (scale <= 0) return new Int8Array(0);
  const whole = new Int8Array(vector.length);
  for (let at = 0; at < whole.length; at += 1) whole[at] = Math.round((vector[at] ?? 0) / scale);
  return whole;
}

/** The largest component without its sign; 0 when a component is no finite number. */
export function largest(vector: Float32Array): number {
  let largestSize = 0;
  for (let at = 0; at < vector.length; at += 1) {
    const size = Math.abs(vector[at] ?? 0);
    if (!Number.isFinite(size)) return 0;
    if (size > largestSize) largestSize = size;
  }
  return largestSize;
}

/** From -1 to 1; 0 where one of them has no direction, or they come from different spaces. Neither need be of length 1. */
export function cosine(vector: Float32Array, other: Int8Array): number {
  if (vector.length !== other.length) return 0;
  let product = 0;
  let square = 0;
  let otherSquare = 0;
  // Hundreds of papers a search: an iterator would take ten times as long.
  for (let at = 0; at < vector.length; at += 1) {
    const a = vector[at] ?? 0;
    const b = other[at] ?? 0;
    product += a * b;
    square += a * a;
    otherSquare += b * b;
  }
  return square > 0 && otherSquare > 0 ? product / Math.sqrt(square * otherSquare) : 0;
}
