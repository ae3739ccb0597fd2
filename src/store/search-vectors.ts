import { likenesses, withAdded } from '../search/likeness.js';
import type { QueryEmbedding } from '../search/repository.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { rowsOf, vectorsOf } from './search-statements.js';

interface VectorRow {
  readonly doc: number;
  readonly vector: Uint8Array;
}

/** The scores of these papers with what the big model says of them, as far as it has read them. */
export function withModel(
  connection: SqliteConnection,
  scores: Float64Array,
  docs: readonly number[],
  { embedder, vector, weight }: QueryEmbedding,
): Float64Array {
  const rows = rowsOf<VectorRow>(connection, vectorsOf(docs, embedder));
  const vectors = new Map(rows.map((row) => [row.doc, new Int8Array(row.vector)]));
  const papers = docs.map((doc) => vectors.get(doc));
  return withAdded(scores, likenesses(papers, vector), weight);
}
