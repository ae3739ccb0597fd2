import { embeddingTerm } from '../search/embedding-term.js';
import type { QueryEmbedding } from '../search/repository.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { vectorsOf } from './search-statements.js';

interface VectorRow {
  readonly doc: number;
  readonly vector: Uint8Array;
}

/** What the model adds to the score of each of these papers, in their order, as far as it has read them. */
export function modelTerm(
  connection: SqliteConnection,
  docs: readonly number[],
  embedding: QueryEmbedding,
): readonly number[] {
  const { sql, parameters } = vectorsOf(docs, embedding.embedder);
  const { rows } = connection.run<VectorRow>(sql, parameters);
  const vectors = new Map(rows.map(({ doc, vector }) => [doc, new Int8Array(vector)]));
  return embeddingTerm(docs, vectors, embedding);
}
