import { cosine } from './vector.js';

/**
 * How like papers are to a direction, from -1 to 1, in their order. Those whose own direction is not known, or is of another space, are as like
 * it as the others on average, so that it pushes them neither up nor down. All zeros when no paper has one.
 */
export function likenesses(papers: readonly (Int8Array | undefined)[], direction: Float32Array): Float64Array {
  const known = papers.map((paper) =>
    paper === undefined || paper.length !== direction.length ? undefined : cosine(direction, paper),
  );
  const like = known.filter((one) => one !== undefined);
  const average = like.reduce((sum, one) => sum + one, 0) / Math.max(1, like.length);
  return Float64Array.from(known, (one) => one ?? average);
}

/** Scores with so much of something else added. */
export const withAdded = (scores: Float64Array, more: Float64Array, weight: number): Float64Array =>
  scores.map((score, index) => score + weight * (more[index] ?? 0));
