import type { QueryEmbedding } from '../search/repository.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { modelTerm } from './search-vectors.js';

/** A paper that matches and how well: as SQLite has it, the lower the better. */
export interface ScoredDoc {
  readonly doc: number;
  readonly score: number;
}

/** The matches, best first: by their words alone, or with what the model says beside it. */
export function reranked(
  connection: SqliteConnection,
  matches: readonly ScoredDoc[],
  embedding: QueryEmbedding | undefined,
): readonly number[] {
  const docs = matches.map(({ doc }) => doc);
  const best = matches[0]?.score ?? 0;
  if (embedding === undefined || best >= 0) return docs;
  const terms = modelTerm(connection, docs, embedding);
  // The best match by words has 1, so that the weight means the same for a search of one word and of ten.
  return matches
    .map(({ doc, score }, place) => ({ doc, total: score / best + (terms[place] ?? 0) }))
    .toSorted((a, b) => b.total - a.total)
    .map(({ doc }) => doc);
}
