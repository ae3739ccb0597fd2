/** Large ones for speed, and few sizes, so that a statement is prepared once for each and not once for each remainder. */
const sizes = [64, 8, 1] as const;

/** Cuts rows into the pieces that are written by one statement each. */
export function batchesOf<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const batches: Row[][] = [];
  let start = 0;
  for (const size of sizes) {
    for (; rows.length - start >= size; start += size) batches.push(rows.slice(start, start + size));
  }
  return batches;
}
