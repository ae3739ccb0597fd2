import {
  type PaperTerms,
  packedTerms,
  readText,
  type SearchedText,
  unpackedTerms,
} from '../../../src/search/paper-terms.js';
import { type FieldAverages, type RankWeights, rankScores, rankWeights } from '../../../src/search/rank.js';
import type { RankedQuery, RankedSpelling, RankedTerm, TypedWord } from '../../../src/search/ranked-query.js';
import { tokensOf } from '../../../src/search/tokens.js';

/** A paper as ranking reads it. */
export function termsOfPaper(fields: Partial<SearchedText>): PaperTerms {
  const text = { title: '', abstract: '', authors: [], keywords: [], ...fields };
  return unpackedTerms(packedTerms(text, readText(text)));
}

export const spelling = (text: string, idf = 1): RankedSpelling => ({
  ids: tokensOf(text).map(({ stemId }) => stemId),
  idf,
});

export const term = (...spellings: readonly string[]): RankedTerm => ({
  spellings: spellings.map((one) => spelling(one)),
  parts: [],
});

/** What was typed, word by word, without anything that goes by the order or the form of the words. */
export const bare = (...terms: readonly RankedTerm[]): RankedQuery => ({
  terms,
  typed: [],
  phrase: [],
  typedPhrase: [],
});

export const words = (text: string): RankedQuery => bare(...text.split(' ').map((word) => term(word)));

export const typedWords = (text: string): readonly TypedWord[] =>
  tokensOf(text).map(({ wordId, stemId }) => ({ words: [wordId], stems: [stemId] }));

const averages: FieldAverages = { title: 4, typed: 4, names: 1, first: 2, others: 6, more: 4, abstract: 6 };

const noBoosts: RankWeights = { ...rankWeights, all: 0, inTitle: 0, phrase: 0, asTyped: 0, begins: 0 };

/** Scores without any boost, or with these weights. */
export const scoresOf = (
  query: RankedQuery,
  papers: readonly Partial<SearchedText>[],
  weights: Partial<RankWeights> = {},
): readonly number[] => [...rankScores(query, papers.map(termsOfPaper), averages, { ...noBoosts, ...weights })];
