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

/** What somebody typed, as a direction. */
export interface QueryVector {
  readonly direction: Float32Array;
  /** How many telling words were typed. */
  readonly words: number;
}

/** Of words in all their spellings, and how many of them were typed. Undefined when the model knows none. */
export function vectorOfWords(
  model: SearchModel,
  spellings: readonly Token[],
  words = stemsOf(spellings).length,
): QueryVector | undefined {
  const direction = model.embed([{ stems: stemsOf(spellings), weight: 1 }]);
  return direction === undefined ? undefined : { direction, words };
}

/** How much likeness to the query counts beside a best lexical score of 1. */
export interface LikenessWeights {
  readonly weight: number;
  /** Telling words from which on it counts in full: two or three are a piece of a title or a name rather than something meant. */
  readonly words: number;
  /** How many of the best papers refine the query. */
  readonly feedback: number;
}

/** Beside the best lexical score of 1, how much the likeness of two papers counts. */
const similarWeight = 1;

export const likenessWeights: LikenessWeights = { weight: 0.7, words: 6, feedback: 5 };

/**
 * Scores with the likeness of papers to some telling words added, after one pass of feedback: the directions of the best papers so far draw the
 * query's to where such papers are (Rocchio 1971).
 */
export function withLikeness(
  scores: Float64Array,
  vectors: readonly (Int8Array | undefined)[],
  query: QueryVector,
  { weight, words, feedback }: LikenessWeights = likenessWeights,
): Float64Array {
  const share = weight * Math.min(1, query.words / words);
  const first = withAdded(scores, likenesses(vectors, query.direction), share);
  const best = Array.from(first.keys())
    .toSorted((a, b) => (first[b] ?? 0) - (first[a] ?? 0))
    .flatMap((index) => vectors[index] ?? [])
    .slice(0, feedback);
  return withAdded(scores, likenesses(vectors, drawn(query.direction, best)), share);
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
