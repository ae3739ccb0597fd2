import { float32s, int32s } from './arrays.js';
import type { Bag } from './bag.js';
import type { Terms } from './weighted-sum.js';

/** The texts of one step: the left ones of the pairs, then the right ones. Each has room for as many stems as any. */
export interface BatchMemory {
  readonly room: number;
  readonly sizes: Int32Array;
  readonly terms: Terms;
}

export const batchMemory = (texts: number, room: number): BatchMemory => ({
  room,
  sizes: int32s(texts),
  terms: { rows: int32s(texts * room), weights: float32s(texts * room) },
});

/** A stem counts by the logarithm of how often it stands there, as in the model. */
export function putText({ room, sizes, terms }: BatchMemory, text: number, bag: Bag): void {
  sizes[text] = bag.size;
  for (let at = 0; at < bag.size; at += 1) {
    terms.rows[text * room + at] = bag.stems[at] ?? 0;
    terms.weights[text * room + at] = Math.log(1 + (bag.counts[at] ?? 0));
  }
}

/**
 * In which texts of a batch each stem stands. Every worker makes one for itself: that is faster than waiting for it.
 */
export class StemIndex {
  readonly #batch: BatchMemory;
  readonly #next: Int32Array;
  /** The texts of the stems, one stem after the other. */
  readonly terms: Terms;
  /** The stems of the batch in order, and where their texts begin. */
  readonly stems: Int32Array;
  readonly starts: Int32Array;
  size = 0;

  constructor(batch: BatchMemory, vocabulary: number) {
    this.#batch = batch;
    this.#next = new Int32Array(vocabulary);
    const room = batch.terms.rows.length;
    this.terms = { rows: new Int32Array(room), weights: new Float32Array(room) };
    this.stems = new Int32Array(vocabulary);
    this.starts = new Int32Array(vocabulary + 1);
  }

  refresh(): void {
    this.#count();
    this.#layOut();
    this.#place();
  }

  #count(): void {
    const { sizes, terms, room } = this.#batch;
    this.#next.fill(0);
    for (let text = 0; text < sizes.length; text += 1) {
      const end = text * room + (sizes[text] ?? 0);
      for (let at = text * room; at < end; at += 1) {
        const stem = terms.rows[at] ?? 0;
        this.#next[stem] = (this.#next[stem] ?? 0) + 1;
      }
    }
  }

  #layOut(): void {
    let start = 0;
    this.size = 0;
    for (let stem = 0; stem < this.#next.length; stem += 1) {
      const count = this.#next[stem] ?? 0;
      if (count === 0) continue;
      this.stems[this.size] = stem;
      this.starts[this.size] = start;
      this.size += 1;
      this.#next[stem] = start;
      start += count;
    }
    this.starts[this.size] = start;
  }

  #place(): void {
    const { sizes, terms, room } = this.#batch;
    for (let text = 0; text < sizes.length; text += 1) {
      const end = text * room + (sizes[text] ?? 0);
      for (let at = text * room; at < end; at += 1) {
        const stem = terms.rows[at] ?? 0;
        const to = this.#next[stem] ?? 0;
        this.#next[stem] = to + 1;
        this.terms.rows[to] = text;
        this.terms.weights[to] = terms.weights[at] ?? 0;
      }
    }
  }
}
