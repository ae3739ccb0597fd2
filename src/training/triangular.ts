/** Below this share of the largest one, a direction is an echo of the others and counts as none. */
const negligible = 1e-12;

/**
 * The inverse of the lower triangular L with `gram = L Lᵀ` (Cholesky). What is no direction of its own becomes a row of zeros.
 */
export function inverseOfRoot(gram: Float64Array, size: number): Float64Array {
  const root = rootOf(gram, size);
  const inverse = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    if ((root[row * size + row] ?? 0) > 0) invertRow(root, inverse, row, size);
  }
  return inverse;
}

function invertRow(root: Float64Array, inverse: Float64Array, row: number, size: number): void {
  const pivot = root[row * size + row] ?? 1;
  for (let column = 0; column < row; column += 1) {
    let sum = 0;
    for (let at = column; at < row; at += 1) sum += (root[row * size + at] ?? 0) * (inverse[at * size + column] ?? 0);
    inverse[row * size + column] = -sum / pivot;
  }
  inverse[row * size + row] = 1 / pivot;
}

function rootOf(gram: Float64Array, size: number): Float64Array {
  const root = new Float64Array(size * size);
  const largest = Math.max(...Array.from({ length: size }, (_, row) => gram[row * size + row] ?? 0));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const rest = (gram[row * size + column] ?? 0) - inner(root, row * size, column * size, column);
      root[row * size + column] =
        column < row ? quotient(rest, root[column * size + column] ?? 0) : pivotOf(rest, largest);
    }
  }
  return root;
}

const quotient = (value: number, pivot: number): number => (pivot > 0 ? value / pivot : 0);
const pivotOf = (square: number, largest: number): number => (square > largest * negligible ? Math.sqrt(square) : 0);

function inner(values: Float64Array, a: number, b: number, count: number): number {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += (values[a + at] ?? 0) * (values[b + at] ?? 0);
  return sum;
}
