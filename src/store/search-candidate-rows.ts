import type { SearchModel } from '../search/model.js';
import { type PaperTerms, packedTerms, readText, type SearchedText, unpackedTerms } from '../search/paper-terms.js';
import { vectorOfPaper } from '../search/paper-vector.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { indexVersion } from './search-index.js';
import { rankedOf, rowsOf, textOf } from './search-statements.js';

/** A paper as ranking sees it. */
export interface Candidate {
  readonly doc: number;
  readonly terms: PaperTerms;
  /** Undefined when there is no model, or none that knows a word of the paper. */
  readonly vector: Int8Array | undefined;
}

interface RankedRow {
  readonly doc: number;
  readonly terms: Uint8Array | null;
  readonly vector: Uint8Array | null;
}

interface TextRow {
  readonly doc: number;
  readonly title: string;
  readonly abstract: string;
  readonly authors: string;
  readonly keywords: string;
}

/** Reads candidates, by doc. Papers that this version or model has not indexed yet are cut into words here and now. */
export function candidateRows(
  connection: SqliteConnection,
  docs: readonly number[],
  model: SearchModel | undefined,
): readonly Candidate[] {
  const rows = rowsOf<RankedRow>(connection, rankedOf(docs, indexVersion, model?.id ?? ''));
  const missing = rows.filter((row) => !isIndexed(row, model)).map(({ doc }) => doc);
  const texts = searchedTexts(connection, missing);
  return rows.flatMap((row) => {
    const { doc, terms, vector } = row;
    const text = texts.get(doc);
    if (text !== undefined) return cutIntoTerms(doc, text, model);
    if (terms === null) return [];
    const hasVector = vector !== null && vector.length > 0;
    return { doc, terms: unpackedTerms(terms), vector: hasVector ? new Int8Array(vector) : undefined };
  });
}

const isIndexed = ({ terms, vector }: RankedRow, model: SearchModel | undefined): boolean =>
  terms !== null && (vector !== null || model === undefined);

/** Candidates by their scores, the best first; of equal ones the newest. */
export const bestFirst = (papers: readonly Candidate[], scores: Float64Array): readonly number[] =>
  papers
    .map(({ doc }, index) => ({ doc, score: scores[index] ?? 0 }))
    .toSorted((a, b) => b.score - a.score || b.doc - a.doc)
    .map(({ doc }) => doc);

/** What search looks into of these papers, by doc. */
export function searchedTexts(
  connection: SqliteConnection,
  docs: readonly number[],
): ReadonlyMap<number, SearchedText> {
  if (docs.length === 0) return new Map();
  const rows = rowsOf<TextRow>(connection, textOf(docs));
  return new Map(
    rows.map(({ doc, title, abstract, authors, keywords }) => [
      doc,
      { title, abstract, authors: JSON.parse(authors), keywords: JSON.parse(keywords) },
    ]),
  );
}

function cutIntoTerms(doc: number, text: SearchedText, model: SearchModel | undefined): Candidate {
  const tokens = readText(text);
  const vector = model === undefined ? undefined : vectorOfPaper(model, tokens);
  return { doc, terms: unpackedTerms(packedTerms(text, tokens)), vector };
}
