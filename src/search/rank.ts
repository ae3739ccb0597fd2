import { type Field, fields, type PaperTerms } from './paper-terms.js';

/** One way to write a term: numbers of stems that follow each other, and how telling it is. */
export interface RankedSpelling {
  readonly ids: readonly number[];
  readonly idf: number;
}

/** What is asked for: the best of its spellings counts, or its words one by one where these together count more. */
export interface RankedTerm {
  readonly spellings: readonly RankedSpelling[];
  readonly parts: readonly RankedSpelling[];
}

/** A word as typed: numbers of the words it may be in a title, and of the stems it may be among other spellings of names there. */
export interface TypedWord {
  readonly words: readonly number[];
  readonly stems: readonly number[];
}

/** A query as ranking reads it. */
export interface RankedQuery {
  readonly terms: readonly RankedTerm[];
  /** The telling words as typed, each with what it may be a slip of. */
  readonly typed: readonly TypedWord[];
  /** Numbers of the stems of all that was typed, in order. */
  readonly phrase: readonly number[];
}

/** How many words the fields of a paper have on average. */
export type FieldAverages = { readonly [K in Field]: number };

/**
 * BM25F (Robertson, Zaragoza and Taylor 2004): a term's occurrences are weighed by field and by the field's length, then saturated.
 * The other numbers are added where something holds of a paper, as shares of the best BM25F among the candidates.
 */
export interface RankWeights {
  readonly k1: number;
  readonly b: number;
  readonly field: { readonly [K in Exclude<Field, 'typed'>]: number };
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
  asTyped: 0.7,
  begins: 0.3,
};

const at = Object.fromEntries(fields.map((field, index) => [field, index])) as { readonly [K in Field]: number };
const fieldCount = fields.length;
const scored = fields.filter((field) => field !== 'typed');

/** What is known of one candidate after its words were read. */
interface Reading {
  readonly bm25f: number;
  readonly boost: number;
}

/** Scores of candidates for one query: the best BM25F is 1, and boosts come on top. */
export function rankScores(
  query: RankedQuery,
  papers: readonly PaperTerms[],
  averages: FieldAverages,
  weights: RankWeights = rankWeights,
): Float64Array {
  const reader = new Reader(query, averages, weights);
  const readings = papers.map((paper) => reader.read(paper));
  const best = readings.reduce((most, { bm25f }) => Math.max(most, bm25f), 0) || 1;
  return Float64Array.from(readings, ({ bm25f, boost }) => bm25f / best + boost);
}

interface Place {
  readonly ids: readonly number[];
  /** Position among all spellings. */
  readonly spelling: number;
}

class Reader {
  readonly #query: RankedQuery;
  readonly #weights: RankWeights;
  readonly #averages: FieldAverages;
  readonly #places = new Map<number, Place[]>();
  /** A first look by the low bits of a number: nearly no word of a paper is in the query. */
  readonly #marks = new Uint8Array(65_536);
  readonly #counts: Float64Array;

  constructor(query: RankedQuery, averages: FieldAverages, weights: RankWeights) {
    this.#query = query;
    this.#weights = weights;
    this.#averages = averages;
    const spellings = query.terms.flatMap((term) => [...term.spellings, ...term.parts]);
    this.#counts = new Float64Array(spellings.length * fieldCount);
    for (const [spelling, { ids }] of spellings.entries()) {
      const first = ids[0] ?? 0;
      this.#places.set(first, [...(this.#places.get(first) ?? []), { ids, spelling }]);
      this.#marks[first & 0xffff] = 1;
    }
  }

  read(paper: PaperTerms): Reading {
    this.#count(paper);
    const lengths = paper.ends.map((end, field) => end - (paper.ends[field - 1] ?? 0));
    let bm25f = 0;
    let isAll = true;
    let isInTitle = true;
    let spelling = 0;
    for (const { spellings, parts } of this.#query.terms) {
      let best = 0;
      let together = 0;
      let inTitle = false;
      for (const { idf } of spellings) {
        best = Math.max(best, this.#worth(spelling, idf, lengths));
        inTitle ||= this.#countIn(spelling, at.title) + this.#countIn(spelling, at.names) > 0;
        spelling += 1;
      }
      for (const { idf } of parts) {
        together += this.#worth(spelling, idf, lengths);
        spelling += 1;
      }
      bm25f += Math.max(best, together);
      isAll &&= best > 0;
      isInTitle &&= inTitle;
    }
    return { bm25f, boost: this.#boost(paper, lengths, isAll, isInTitle) };
  }

  #worth(spelling: number, idf: number, lengths: readonly number[]): number {
    const weight = this.#weightOf(spelling, lengths);
    return (idf * weight * (this.#weights.k1 + 1)) / (weight + this.#weights.k1);
  }

  #countIn(spelling: number, field: number): number {
    return this.#counts[spelling * fieldCount + field] ?? 0;
  }

  /** How often each spelling stands in each field. */
  #count({ ids, ends }: PaperTerms): void {
    this.#counts.fill(0);
    let from = 0;
    for (let field = 0; field < fieldCount; field += 1) {
      const end = ends[field] ?? from;
      if (field !== at.typed) {
        for (let index = from; index < end; index += 1) {
          const id = ids[index] ?? 0;
          if (this.#marks[id & 0xffff] === 1) this.#countAt(ids, index, end, field);
        }
      }
      from = end;
    }
  }

  #countAt(ids: Uint32Array, index: number, end: number, field: number): void {
    for (const place of this.#places.get(ids[index] ?? 0) ?? []) {
      if (!standsAt(place.ids, ids, index, end)) continue;
      const slot = place.spelling * fieldCount + field;
      this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    }
  }

  #weightOf(spelling: number, lengths: readonly number[]): number {
    const { b, field: fieldWeights } = this.#weights;
    let sum = 0;
    for (const field of scored) {
      const count = this.#countIn(spelling, at[field]);
      if (count === 0) continue;
      const norm = 1 - b + (b * (lengths[at[field]] ?? 0)) / Math.max(1, this.#averages[field]);
      sum += (fieldWeights[field] * count) / norm;
    }
    return sum;
  }

  #boost(paper: PaperTerms, lengths: readonly number[], isAll: boolean, isInTitle: boolean): number {
    const { all, inTitle, phrase, asTyped, begins } = this.#weights;
    const { terms, typed, phrase: typedIds } = this.#query;
    const several = terms.length > 1;
    let boost = 0;
    if (isAll && several) boost += all;
    if (isInTitle) boost += inTitle;
    if (typedIds.length > 1 && this.#hasPhrase(paper)) boost += phrase;
    if (typed.length > 0 && typed.every((word) => isInTitleAsTyped(word, paper))) {
      const share = 1 / (1 + (lengths[at.typed] ?? 0) / this.#averages.typed);
      boost += asTyped * (0.5 + share);
    }
    if (typedIds.length > 0 && standsAt(typedIds, paper.ids, 0, paper.ends[at.title] ?? 0)) boost += begins;
    return boost;
  }

  #hasPhrase({ ids, ends }: PaperTerms): boolean {
    const { phrase } = this.#query;
    const first = phrase[0];
    let from = 0;
    for (let field = 0; field < fieldCount; field += 1) {
      const end = ends[field] ?? from;
      if (field !== at.typed) {
        for (let index = from; index <= end - phrase.length; index += 1) {
          if (ids[index] === first && standsAt(phrase, ids, index, end)) return true;
        }
      }
      from = end;
    }
    return false;
  }
}

function standsAt(wanted: readonly number[], ids: Uint32Array, index: number, end: number): boolean {
  if (index + wanted.length > end) return false;
  for (let offset = 0; offset < wanted.length; offset += 1) {
    if (ids[index + offset] !== wanted[offset]) return false;
  }
  return true;
}

const isInTitleAsTyped = ({ words, stems }: TypedWord, paper: PaperTerms): boolean =>
  hasAny(words, paper, at.typed) || hasAny(stems, paper, at.names);

function hasAny(wanted: readonly number[], { ids, ends }: PaperTerms, field: number): boolean {
  const end = ends[field] ?? 0;
  for (let index = ends[field - 1] ?? 0; index < end; index += 1) if (wanted.includes(ids[index] ?? 0)) return true;
  return false;
}
