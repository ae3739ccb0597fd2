import { Int32List, int32s } from './arrays.js';

/**
 * Papers as numbers. A word is the number of its stem; sentence `s` has the words from `sentences[s]` to before `sentences[s + 1]`, paper
 * `p` the sentences from `papers[p]` to before `papers[p + 1]`, of which the first is its title.
 */
export interface Texts {
  readonly words: Int32Array;
  readonly sentences: Int32Array;
  readonly papers: Int32Array;
}

export const paperCount = ({ papers }: Texts): number => papers.length - 1;

/** Where the words of a paper begin and end, those of its title included. */
export const wordsFrom = ({ sentences, papers }: Texts, paper: number): number => sentences[papers[paper] ?? 0] ?? 0;
export const wordsTo = (texts: Texts, paper: number): number => wordsFrom(texts, paper + 1);
/** Where the words of its abstract begin. */
export const abstractFrom = ({ sentences, papers }: Texts, paper: number): number =>
  sentences[(papers[paper] ?? 0) + 1] ?? 0;

/** Texts that grow. */
export class TextList {
  readonly #words = new Int32List();
  readonly #sentences = new Int32List();
  readonly #papers = new Int32List();

  constructor() {
    this.#sentences.push(0);
    this.#papers.push(0);
  }

  /** Sentences without words are left out, save for the first. */
  add(sentences: Iterable<readonly number[]>): void {
    let isTitle = true;
    for (const words of sentences) {
      if (words.length === 0 && !isTitle) continue;
      isTitle = false;
      for (const word of words) this.#words.push(word);
      this.#sentences.push(this.#words.length);
    }
    this.#papers.push(this.#sentences.length - 1);
  }

  all(): Texts {
    return { words: filled(this.#words), sentences: filled(this.#sentences), papers: filled(this.#papers) };
  }
}

function filled(list: Int32List): Int32Array {
  const values = int32s(list.length);
  for (let index = 0; index < list.length; index += 1) values[index] = list.at(index);
  return values;
}
