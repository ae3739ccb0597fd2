/** Stems with how often each stands there. Used over and over, since making millions of them would cost more than the rest. */
export class Bag {
  readonly stems: Int32Array;
  readonly counts: Float64Array;
  size = 0;
  /** Where a stem stands, plus one. */
  readonly #places: Int32Array;

  /** `vocabulary`: how many stems there are at all; `most`: how many different ones a text can hold. */
  constructor(vocabulary: number, most: number) {
    this.#places = new Int32Array(vocabulary);
    this.stems = new Int32Array(most);
    this.counts = new Float64Array(most);
  }

  clear(): void {
    for (let at = 0; at < this.size; at += 1) this.#places[this.stems[at] ?? 0] = 0;
    this.size = 0;
  }

  has(stem: number): boolean {
    return (this.#places[stem] ?? 0) > 0;
  }

  add(stem: number): void {
    const at = (this.#places[stem] ?? 0) - 1;
    if (at >= 0) {
      this.counts[at] = (this.counts[at] ?? 0) + 1;
      return;
    }
    this.stems[this.size] = stem;
    this.counts[this.size] = 1;
    this.size += 1;
    this.#places[stem] = this.size;
  }

  addAll(words: Int32Array, from: number, to: number): void {
    for (let at = from; at < to; at += 1) this.add(words[at] ?? 0);
  }

  /** The last stem takes the place of the one that goes. */
  remove(stem: number): void {
    const at = (this.#places[stem] ?? 0) - 1;
    if (at < 0) return;
    this.size -= 1;
    const last = this.stems[this.size] ?? 0;
    this.stems[at] = last;
    this.counts[at] = this.counts[this.size] ?? 0;
    this.#places[last] = at + 1;
    this.#places[stem] = 0;
  }
}
