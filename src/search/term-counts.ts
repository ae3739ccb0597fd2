import { fieldRange, type PaperTerms, stemFields } from './paper-terms.js';
import type { RankedSpelling } from './ranked-query.js';

interface Place {
  readonly ids: readonly number[];
  readonly spelling: number;
}

const lowBits = 0xffff;

/** Counts how often each of some spellings stands in each field of a paper, one paper after the other. */
export class TermCounts {
  /** The spellings that begin with a number. */
  readonly #places = new Map<number, Place[]>();
  /** A first look by the low bits of a number: nearly no word of a paper is in the query. */
  readonly #marks = new Uint8Array(lowBits + 1);
  readonly #counts: Float64Array;

  constructor(spellings: readonly RankedSpelling[]) {
    this.#counts = new Float64Array(spellings.length * stemFields.length);
    for (const [spelling, { ids }] of spellings.entries()) {
      const first = ids[0] ?? 0;
      this.#places.set(first, [...(this.#places.get(first) ?? []), { ids, spelling }]);
      this.#marks[first & lowBits] = 1;
    }
  }

  /** How often the spelling stands in the field (its place among `stemFields`) of the paper read last. */
  of(spelling: number, field: number): number {
    return this.#counts[spelling * stemFields.length + field] ?? 0;
  }

  read(paper: PaperTerms): void {
    this.#counts.fill(0);
    const { ids } = paper;
    for (const [place, field] of stemFields.entries()) {
      const { from, to } = fieldRange(paper, field);
      for (let index = from; index < to; index += 1) {
        if (this.#marks[(ids[index] ?? 0) & lowBits] === 1) this.#countAt(ids, index, to, place);
      }
    }
  }

  #countAt(ids: Uint32Array, index: number, end: number, field: number): void {
    for (const { ids: wanted, spelling } of this.#places.get(ids[index] ?? 0) ?? []) {
      if (!standsAt(wanted, ids, index, end)) continue;
      const slot = spelling * stemFields.length + field;
      this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    }
  }
}

/** Whether these numbers stand there side by side, before `end`. */
export function standsAt(wanted: readonly number[], ids: Uint32Array, index: number, end: number): boolean {
  if (index + wanted.length > end) return false;
  for (let offset = 0; offset < wanted.length; offset += 1) {
    if (ids[index + offset] !== wanted[offset]) return false;
  }
  return true;
}
