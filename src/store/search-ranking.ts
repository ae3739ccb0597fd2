import type { SearchModel } from '../search/model.js';
import { packedTerms, type PaperTerms, tokensOfText, unpackedTerms } from '../search/paper-terms.js';
import { type LikenessWeights, vectorOfPaper, vectorOfWords, withLikeness } from '../search/paper-vector.js';
import { type RankedQuery, type RankedSpelling, type RankWeights, rankScores, type TypedWord } from '../search/rank.js';
import { partsOf, type Sequence } from '../search/terms.js';
import { type Token, tokenOf } from '../search/tokens.js';
import { anyOf } from '../search/match-expression.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import type { Asked } from './search-asked.js';
import { indexVersion } from './search-index.js';
import type { SearchShelf } from './search-shelf.js';
import { rankedOf, rowsOf, textOf } from './search-statements.js';

/** What ranking goes by; both have defaults. */
export interface Weights {
  readonly rank?: RankWeights;
  readonly likeness?: LikenessWeights;
}

/** These papers, the best first. */
export function ranked(
  connection: SqliteConnection,
  shelf: SearchShelf,
  model: SearchModel | undefined,
  asked: Asked,
  docs: readonly number[],
  weights: Weights = {},
): readonly number[] {
  const papers = read(connection, docs, model);
  const terms = papers.map((paper) => paper.terms);
  const scores = rankScores(rankedQueryOf(asked, shelf), terms, shelf.averages(), weights.rank);
  const words = wordsOfQuery(asked);
  const query = model === undefined ? undefined : vectorOfWords(model, words);
  const vectors = papers.map(({ vector }) => vector);
  const final = query === undefined ? scores : withLikeness(scores, vectors, query, weights.likeness);
  return papers
    .map(({ doc }, index) => ({ doc, score: final[index] ?? 0 }))
    .toSorted((a, b) => b.score - a.score || b.doc - a.doc)
    .map(({ doc }) => doc);
}

const wordsOfQuery = ({ terms }: Asked) => [...terms.words, ...terms.phrases].flat(2).map(tokenOf);

function rankedQueryOf({ terms, typed, slips }: Asked, shelf: SearchShelf): RankedQuery {
  const ranked = (spelling: Sequence): RankedSpelling => ({
    ids: spelling.map((word) => tokenOf(word).stemId),
    idf: shelf.idf(shelf.matching(anyOf([spelling]))),
  });
  const tokens = typed.map(tokenOf);
  const meant = ({ word }: Token): readonly Token[] => {
    const slip = slips.get(word);
    return slip === undefined ? [] : [tokenOf(slip)];
  };
  const telling = tokens.filter(({ telling }) => telling);
  return {
    terms: [...terms.words, ...terms.phrases].map((term) => ({
      spellings: term.map(ranked),
      parts: partsOf(term).flatMap((part) => part.map(ranked)),
    })),
    typed: (telling.length > 0 ? telling : tokens).map((token) => typedWord([token, ...meant(token)])),
    phrase: tokens.map(({ stemId }) => stemId),
  };
}

const typedWord = (tokens: readonly Token[]): TypedWord => ({
  words: tokens.map(({ wordId }) => wordId),
  stems: tokens.map(({ stemId }) => stemId),
});

interface Candidate {
  readonly doc: number;
  readonly terms: PaperTerms;
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

/** Papers that are not indexed by this version yet are cut into words here and now. */
function read(
  connection: SqliteConnection,
  docs: readonly number[],
  model: SearchModel | undefined,
): readonly Candidate[] {
  const rows = rowsOf<RankedRow>(connection, rankedOf(docs, indexVersion, model?.id ?? ''));
  const missing = rows.filter(({ terms }) => terms === null).map(({ doc }) => doc);
  const texts = missing.length === 0 ? [] : rowsOf<TextRow>(connection, textOf(missing));
  const cut = new Map(texts.map((row) => [row.doc, cutIntoTerms(row, model)]));
  return rows.flatMap(({ doc, terms, vector }) => {
    if (terms === null) return cut.get(doc) ?? [];
    return { doc, terms: unpackedTerms(terms), vector: vector === null || vector.length === 0 ? undefined : new Int8Array(vector) };
  });
}

function cutIntoTerms({ doc, title, abstract, authors, keywords }: TextRow, model: SearchModel | undefined): Candidate {
  const text = { title, abstract, authors: JSON.parse(authors), keywords: JSON.parse(keywords) };
  const tokens = tokensOfText(text);
  const vector = model === undefined ? undefined : vectorOfPaper(model, tokens);
  return { doc, terms: unpackedTerms(packedTerms(text, tokens)), vector };
}
