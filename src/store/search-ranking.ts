import { anyOf } from '../search/match-expression.js';
import type { SearchModel } from '../search/model.js';
import { type LikenessWeights, vectorOfWords, withLikeness } from '../search/paper-vector.js';
import { type RankWeights, rankScores } from '../search/rank.js';
import type { RankedQuery, RankedSpelling, TypedWord } from '../search/ranked-query.js';
import type { QueryEmbedding } from '../search/repository.js';
import { partsOf, type Sequence } from '../search/terms.js';
import { type Token, tokenOf } from '../search/tokens.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import type { Asked } from './search-asked.js';
import { bestFirst, candidateRows } from './search-candidate-rows.js';
import type { SearchShelf } from './search-shelf.js';
import { withModel } from './search-vectors.js';

/** What ranking goes by; both have defaults. */
export interface Weights {
  readonly rank?: RankWeights;
  readonly likeness?: LikenessWeights;
}

export interface RankingOptions {
  readonly weights?: Weights | undefined;
  /** What a big model makes of the query, when there is one. */
  readonly embedding?: QueryEmbedding | undefined;
}

/** These papers, the best first. */
export function ranked(
  connection: SqliteConnection,
  shelf: SearchShelf,
  model: SearchModel | undefined,
  asked: Asked,
  docs: readonly number[],
  { weights = {}, embedding }: RankingOptions = {},
): readonly number[] {
  const papers = candidateRows(connection, docs, model);
  const terms = papers.map((paper) => paper.terms);
  const scores = rankScores(rankedQueryOf(asked, shelf), terms, shelf.averages(), weights.rank);
  const query = model === undefined ? undefined : vectorOfWords(model, spellingsOf(asked), wordsTyped(asked));
  const vectors = papers.map(({ vector }) => vector);
  const like = query === undefined ? scores : withLikeness(scores, vectors, query, weights.likeness);
  const found = papers.map(({ doc }) => doc);
  const final = embedding === undefined ? like : withModel(connection, like, found, embedding);
  return bestFirst(papers, final);
}

const spellingsOf = ({ terms }: Asked): readonly Token[] => [...terms.words, ...terms.phrases].flat(2).map(tokenOf);

/** A compound counts once, a phrase by its telling words. */
const wordsTyped = ({ terms }: Asked): number =>
  terms.words.length + terms.phrases.flatMap(([phrase = []]) => phrase.filter((word) => tokenOf(word).telling)).length;

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
    typedPhrase: tokens.map(({ wordId }) => wordId),
  };
}

const typedWord = (tokens: readonly Token[]): TypedWord => ({
  words: tokens.map(({ wordId }) => wordId),
  stems: tokens.map(({ stemId }) => stemId),
});
