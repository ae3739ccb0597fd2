import { float32s, float64s } from './arrays.js';
import { dotProducts, type Rows } from './dot-products.js';
import type { Lockstep } from './lockstep.js';
import { seededRandom } from './seeded-random.js';
import type { SparseRows } from './term-matrix.js';
import { inverseOfRoot } from './triangular.js';
import { weightedSum } from './weighted-sum.js';

/** What the search for the first directions works on. */
export interface WarmStart {
  readonly seed: number;
  readonly dimensions: number;
  /** Papers by stems, and the same by stems and papers. */
  readonly matrix: SparseRows;
  readonly turned: SparseRows;
  /** A row a stem: the directions, and what the next round makes of them. Stems are filled up to a multiple of four. */
  readonly basis: Float32Array;
  readonly product: Float64Array;
  readonly across: Float64Array;
  readonly projected: Float32Array;
  readonly gram: Float64Array;
}

const rounds = 6;
const gramRows = 16;
const gramColumns = 512;

export function warmStartMemory(matrix: SparseRows, turned: SparseRows, dimensions: number, seed: number): WarmStart {
  const stems = Math.ceil((turned.starts.length - 1) / 4) * 4;
  return {
    ...{ seed, dimensions, matrix, turned },
    basis: float32s(stems * dimensions),
    product: float64s(stems * dimensions),
    across: float64s(stems * dimensions),
    projected: float32s((matrix.starts.length - 1) * dimensions),
    gram: float64s(dimensions * dimensions),
  };
}

/**
 * Finds the directions in which the papers differ most (latent semantic analysis): the leading singular vectors of the matrix, up to a
 * rotation, which means nothing here. Subspace iteration: directions are multiplied with the matrix and its transpose and made
 * orthogonal again, which turns them towards the leading ones with every round.
 */
export function findDirections(memory: WarmStart, lockstep: Lockstep, onRound: (share: number) => void): void {
  const { dimensions, matrix, turned, basis, product, projected } = memory;
  const papers = matrix.starts.length - 1;
  const stems = turned.starts.length - 1;
  lockstep.share(stems, 64, (from, to) => {
    for (let stem = from; stem < to; stem += 1) {
      const random = seededRandom(memory.seed, 2, stem);
      for (let at = 0; at < dimensions; at += 1) basis[stem * dimensions + at] = random() * 2 - 1;
    }
  });
  for (let round = 0; round < rounds; round += 1) {
    lockstep.share(papers, 64, (from, to) => {
      for (const [row, sum] of productRows(matrix, basis, dimensions, from, to)) projected.set(sum, row * dimensions);
    });
    lockstep.share(stems, 64, (from, to) => {
      for (const [row, sum] of productRows(turned, projected, dimensions, from, to)) product.set(sum, row * dimensions);
    });
    orthonormalize(memory, lockstep);
    onRound((round + 1) / rounds);
  }
}

/** Rows of the product of a sparse matrix with a dense one. */
function* productRows(
  { starts, terms }: SparseRows,
  dense: Float32Array,
  width: number,
  from: number,
  to: number,
): Generator<readonly [number, Float64Array]> {
  const sum = new Float64Array(width);
  for (let row = from; row < to; row += 1) {
    weightedSum(dense, terms, starts[row] ?? 0, starts[row + 1] ?? 0, sum, 0, width);
    yield [row, sum];
  }
}

/** Puts into `basis` orthonormal columns that span what those of `product` span (Cholesky). */
function orthonormalize({ dimensions, basis, product, across, gram }: WarmStart, lockstep: Lockstep): void {
  const stems = product.length / dimensions;
  lockstep.share(stems, 64, (from, to) => {
    for (let stem = from; stem < to; stem += 1) {
      for (let at = 0; at < dimensions; at += 1) across[at * stems + stem] = product[stem * dimensions + at] ?? 0;
    }
  });
  const columns: Rows = { values: across, width: stems };
  const products: Rows = { values: gram, width: dimensions };
  lockstep.share(dimensions, gramRows, (from, to) => {
    for (let column = 0; column < stems; column += gramColumns) {
      const stretch = { from: column, to: Math.min(column + gramColumns, stems) };
      dotProducts(columns, columns, products, { from, to }, stretch);
    }
  });
  // Every worker computes this for itself: it is small, and waiting for one of them would take as long.
  const turn: Rows = { values: inverseOfRoot(gram, dimensions), width: dimensions };
  const rows: Rows = { values: product, width: dimensions };
  const out: Rows = { values: across, width: dimensions };
  lockstep.share(stems, 64, (from, to) => {
    dotProducts(rows, turn, out, { from, to });
    basis.set(across.subarray(from * dimensions, to * dimensions), from * dimensions);
  });
}
