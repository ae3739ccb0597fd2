import { type Field, type FieldRange, fieldRange, type PaperTerms, type StemField, stemFields } from './paper-terms.js';
import type { RankedQuery, RankedTerm, TypedWord } from './ranked-query.js';
import { standsAt, TermCounts } from './term-counts.js';

/** How many words the fields of a paper have on average. */
export type FieldAverages = { readonly [K in Field]: number };

/**
 * BM25F (Robertson, Zaragoza and Taylor 2004): a term's occurrences are weighed by field and by the field's length, then saturated.
 * The other numbers are added where something holds of a paper, as shares of the best BM25F among the candidates.
 */
export interface RankWeights {
  readonly k1: number;
  readonly b: number;
  readonly field: { readonly [K in StemField]: number };
  /** All terms are somewhere in the paper. */
  readonly all: number;
  /** All terms are in the title. */
  readonly inTitle: number;
  /** All that was typed stands there word for word. */
  readonly phrase: number;
  /** All telling words are in the title as typed; the shorter the title, the more of it. */
  readonly asTyped: number;
  /** The title begins with what was typed. */
  readonly begins: number;
}

export const rankWeights: RankWeights = {
  k1: 2,
  b: 0.75,
  field: { title: 3, names: 2, first: 6, others: 3, more: 0.5, abstract: 1 },
  all: 0.8,
  inTitle: 0.5,
  phrase: 1.2,
  asTyped: 1,
  begins: 0.3,
};

const titleField = stemFields.indexOf('title');
const namesField = stemFields.indexOf('names');

/** Scores of candidates for one query: the best BM25F is 1, and boosts come on top. */
export function rankScores(
  query: RankedQuery,
  papers: readonly PaperTerms[],
  averages: FieldAverages,
  weights: RankWeights = rankWeights,
): Float64Array {
  const reader = new PaperReader(query, averages, weights);
  const readings = papers.map((paper) => reader.read(paper));
  const best = readings.reduce((most, { bm25f }) => Math.max(most, bm25f), 0) || 1;
  return Float64Array.from(readings, ({ bm25f, boost }) => bm25f / best + boost);
}

/** What is known of one candidate after its words were read. */
interface Reading {
  readonly bm25f: number;
  readonly boost: number;
}

/** What is known of one term in one candidate. */
interface Found {
  readonly worth: number;
  readonly isThere: boolean;
  readonly isInTitle: boolean;
}

class PaperReader {
  readonly #query: RankedQuery;
  readonly #weights: RankWeights;
  readonly #averages: FieldAverages;
  readonly #counts: TermCounts;

  constructor(query: RankedQuery, averages: FieldAverages, weights: RankWeights) {
    this.#query = query;
    this.#weights = weights;
    this.#averages = averages;
    this.#counts = new TermCounts(query.terms.flatMap(({ spellings, parts }) => [...spellings, ...parts]));
  }

  read(paper: PaperTerms): Reading {
    this.#counts.read(paper);
    const norms = stemFields.map((field) => this.#normOf(paper, field));
    const found: Found[] = [];
    let spelling = 0;
    for (const term of this.#query.terms) {
      found.push(this.#lookFor(term, spelling, norms));
      spelling += term.spellings.length + term.parts.length;
    }
    const bm25f = found.reduce((sum, { worth }) => sum + worth, 0);
    return { bm25f, boost: this.#boostOf(paper, found) };
  }

  #normOf(paper: PaperTerms, field: StemField): number {
    const { b } = this.#weights;
    const { from, to } = fieldRange(paper, field);
    return 1 - b + (b * (to - from)) / Math.max(1, this.#averages[field]);
  }

  #lookFor({ spellings, parts }: RankedTerm, first: number, norms: readonly number[]): Found {
    const whole = spellings.map(({ idf }, index) => this.#worthOf(first + index, idf, norms));
    const partly = parts.map(({ idf }, index) => this.#worthOf(first + spellings.length + index, idf, norms));
    const best = Math.max(...whole);
    return {
      worth: Math.max(
        best,
        partly.reduce((sum, worth) => sum + worth, 0),
      ),
      isThere: best > 0,
      isInTitle: spellings.some(
        (_, index) => this.#counts.of(first + index, titleField) + this.#counts.of(first + index, namesField) > 0,
      ),
    };
  }

  #worthOf(spelling: number, idf: number, norms: readonly number[]): number {
    const { k1, field: weights } = this.#weights;
    let weight = 0;
    for (const [place, field] of stemFields.entries()) {
      weight += (weights[field] * this.#counts.of(spelling, place)) / (norms[place] ?? 1);
    }
    return (idf * weight * (k1 + 1)) / (weight + k1);
  }

  #boostOf(paper: PaperTerms, found: readonly Found[]): number {
    const { all, inTitle, phrase, asTyped, begins } = this.#weights;
    const { typed, phrase: inOrder } = this.#query;
    const title = fieldRange(paper, 'title');
    return [
      found.length > 1 && found.every(({ isThere }) => isThere) ? all : 0,
      found.every(({ isInTitle }) => isInTitle) ? inTitle : 0,
      this.#hasPhrase(paper) ? phrase : 0,
      typed.length > 0 && typed.every((word) => isInTitleAsTyped(word, paper)) ? asTyped * this.#shareOf(title) : 0,
      inOrder.length > 0 && standsAt(inOrder, paper.ids, title.from, title.to) ? begins : 0,
    ].reduce((sum, boost) => sum + boost, 0);
  }

  /** In a title word for word; elsewhere the same stems will do. */
  #hasPhrase(paper: PaperTerms): boolean {
    const { phrase, typedPhrase } = this.#query;
    if (phrase.length < 2) return false;
    if (isInOrder(typedPhrase, paper, 'typed')) return true;
    return stemFields.some((field) => field !== 'title' && isInOrder(phrase, paper, field));
  }

  /** From 1.5 for the shortest titles to 0.5 for the longest; an average one has 1. */
  #shareOf({ from, to }: FieldRange): number {
    return 0.5 + 1 / (1 + (to - from) / this.#averages.title);
  }
}

function isInOrder(wanted: readonly number[], paper: PaperTerms, field: Field): boolean {
  const { from, to } = fieldRange(paper, field);
  const first = wanted[0] ?? 0;
  for (let index = paper.ids.indexOf(first, from); index >= 0 && index < to; ) {
    if (standsAt(wanted, paper.ids, index, to)) return true;
    index = paper.ids.indexOf(first, index + 1);
  }
  return false;
}

const isInTitleAsTyped = ({ words, stems }: TypedWord, paper: PaperTerms): boolean =>
  words.some((word) => isIn(word, paper, 'typed')) || stems.some((stem) => isIn(stem, paper, 'names'));

function isIn(id: number, paper: PaperTerms, field: Field): boolean {
  const { from, to } = fieldRange(paper, field);
  const index = paper.ids.indexOf(id, from);
  return index >= 0 && index < to;
}
