/** The vector as whole numbers, scaled so that the largest component is 127. What has no finite direction becomes zeros. */
export function quantized(vector: Float32Array): Int8Array {
  const scale = largest(vector) / 127;
  return scale > 0
    ? Int8Array.from(vector, (component) => Math.round(component / scale))
    : new Int8Array(vector.length);
}

/** The largest component without its sign; 0 when a component is no finite number. */
export function largest(vector: Float32Array): number {
  let most = 0;
  for (const component of vector) {
    const size = Math.abs(component);
    if (!Number.isFinite(size)) return 0;
    if (size > most) most = size;
  }
  return most;
}

/** The cosine of the angle between a vector and a quantized one, neither of which need be of length 1; 0 when one has no length. */
export function cosine(vector: Float32Array, other: Int8Array): number {
  let product = 0;
  let square = 0;
  let otherSquare = 0;
  for (let at = 0; at < vector.length; at += 1) {
    const a = vector[at] ?? 0;
    const b = other[at] ?? 0;
    product += a * b;
    square += a * a;
    otherSquare += b * b;
  }
  return square > 0 && otherSquare > 0 ? product / Math.sqrt(square * otherSquare) : 0;
}
