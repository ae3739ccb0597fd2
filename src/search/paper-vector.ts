import { likenesses, withAdded } from './likeness.js';
import type { SearchModel } from './model.js';
import type { ReadText } from './paper-terms.js';
import type { Token } from './tokens.js';
import { quantized } from './vector.js';

function stemsOf(tokens: readonly Token[]): readonly string[] {
  const stems: string[] = [];
  for (const token of tokens) if (token.telling) stems.push(token.stem);
  return stems;
}

/** The direction of a paper, as it is stored; undefined when the model knows none of its words. The title counts twice. */
export function vectorOfPaper(
  model: SearchModel,
  { title, abstract }: Pick<ReadText, 'title' | 'abstract'>,
): Int8Array | undefined {
  const vector = model.embed([
    { stems: stemsOf(title), weight: 2 },
    { stems: stemsOf(abstract), weight: 1 },
  ]);
  return vector === undefined ? undefined : quantized(vector);
}

/** The direction of words that somebody typed. */
export const vectorOfWords = (model: SearchModel, words: readonly Token[]): Float32Array | undefined =>
  model.embed([{ stems: stemsOf(words), weight: 1 }]);

/** How much likeness to the query counts beside a best lexical score of 1, and how many of the best papers refine it. */
export interface LikenessWeights {
  readonly weight: number;
  readonly feedback: number;
}

/** Beside the best lexical score of 1, how much the likeness of two papers counts. */
const similarWeight = 1;

export const likenessWeights: LikenessWeights = { weight: 0.7, feedback: 5 };

/**
 * Scores with the likeness of papers to the query added, after one pass of feedback: the directions of the best papers so far draw the query's
 * to where such papers are (Rocchio 1971). A paper without a direction is as like it as papers are on average.
 */
export function withLikeness(
  scores: Float64Array,
  vectors: readonly (Int8Array | undefined)[],
  query: Float32Array,
  { weight, feedback }: LikenessWeights = likenessWeights,
): Float64Array {
  const first = withAdded(scores, likenesses(vectors, query), weight);
  const best = Array.from(first.keys())
    .toSorted((a, b) => (first[b] ?? 0) - (first[a] ?? 0))
    .flatMap((index) => vectors[index] ?? [])
    .slice(0, feedback);
  if (best.length === 0) return scores;
  return withAdded(scores, likenesses(vectors, drawn(query, best)), weight);
}

/** Scores with the likeness to one paper added: no feedback, since a paper says enough of itself. */
export const withLikenessTo = (
  scores: Float64Array,
  vectors: readonly (Int8Array | undefined)[],
  paper: Int8Array,
  weight = similarWeight,
): Float64Array => withAdded(scores, likenesses(vectors, Float32Array.from(paper)), weight);

/** The query's direction and the mean of the others together. */
function drawn(query: Float32Array, others: readonly Int8Array[]): Float32Array {
  const sum = Float32Array.from(query);
  for (const other of others) {
    const length = Math.hypot(...other) || 1;
    for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + (other[at] ?? 0) / length / others.length;
  }
  return sum;
}
