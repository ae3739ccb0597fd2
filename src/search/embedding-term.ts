import type { QueryEmbedding } from './repository.js';
import { cosineOf } from './vector.js';

/**
 * What a model adds to the score of each of these papers, in their order: its weight times the cosine. A paper whose vector is not there
 * yet gets the mean of the others, so that it is pushed neither down nor up. All zeros when no vector is of any use.
 */
export function embeddingTerm(
  candidates: readonly number[],
  vectors: ReadonlyMap<number, Int8Array>,
  { vector, weight }: Pick<QueryEmbedding, 'vector' | 'weight'>,
): readonly number[] {
  const cosines = candidates.map((doc) => {
    const own = vectors.get(doc);
    return own === undefined || own.length !== vector.length ? undefined : cosineOf(vector, own);
  });
  const known = cosines.filter((cosine) => cosine !== undefined);
  const mean = known.length === 0 ? 0 : known.reduce((sum, cosine) => sum + cosine, 0) / known.length;
  return cosines.map((cosine) => weight * (cosine ?? mean));
}
