import { wordsOf } from '../search/fold.js';
import { stem } from '../search/stem.js';
import { stopWords } from '../search/stop-words.js';
import { int32s } from './arrays.js';
import { seededRandom, shuffle } from './seeded-random.js';
import { abstractFrom, paperCount, TextList, type Texts, wordsFrom, wordsTo } from './texts.js';

export interface TrainingPaper {
  readonly title: string;
  readonly abstract: string;
}

/** What a model is learnt from and tried on. */
export interface Corpus {
  readonly texts: Texts;
  /** The vocabulary: the stems by their numbers, the most frequent first. */
  readonly stems: readonly string[];
  /** In how many of the papers to learn from a stem stands. */
  readonly frequencies: Int32Array;
  /** The papers to learn from, and those kept apart. */
  readonly learnt: Int32Array;
  readonly heldOut: Int32Array;
}

/** Stems of fewer papers than this say too little of what they mean. */
const fewestPapersOfStem = 4;
const mostStems = 32_768;
/** Words of an abstract with something to say: about two sentences. */
const shortestAbstract = 20;
/** What goes on for longer is no abstract; learning from its beginning is enough. */
export const longestText = 512;
const mostHeldOut = 2_000;
const papersPerHeldOut = 20;

const address = /https?:\/\/\S+/g;
const sentenceEnd = /(?<=[.!?])\s+(?=[\p{Lu}\p{Lo}\p{N}$\\(])|(?<=[。！？])/u;

/** Takes papers one after the other; what stands there twice (by title) or has no abstract to speak of is left out. */
export class CorpusBuilder {
  readonly #stems: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** The stem's number by word; stop words have -1. */
  readonly #words = new Map<string, number>();
  readonly #titles = new Set<string>();
  readonly #texts = new TextList();
  /** How many papers were taken. */
  size = 0;

  add({ title, abstract }: TrainingPaper): void {
    const name = wordsOf(title).join(' ');
    if (name === '' || this.#titles.has(name)) return;
    const sentences = abstract
      .replace(address, ' ')
      .split(sentenceEnd)
      .map((text) => this.#contentOf(text));
    if (sentences.reduce((sum, { length }) => sum + length, 0) < shortestAbstract) return;
    this.#titles.add(name);
    this.#texts.add(cutShort([this.#contentOf(title), ...sentences]));
    this.size += 1;
  }

  #contentOf(text: string): readonly number[] {
    return wordsOf(text)
      .map((word) => this.#numberOf(word))
      .filter((number) => number >= 0);
  }

  #numberOf(word: string): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const number = stopWords.has(word) ? -1 : this.#numberOfStem(stem(word));
    this.#words.set(word, number);
    return number;
  }

  #numberOfStem(stemmed: string): number {
    const known = this.#numbers.get(stemmed);
    if (known !== undefined) return known;
    const number = this.#stems.length;
    this.#stems.push(stemmed);
    this.#numbers.set(stemmed, number);
    return number;
  }

  build(seed: number): Corpus {
    const all = this.#texts.all();
    const [learnt, heldOut] = divided(paperCount(all), seed);
    const frequencies = frequenciesIn(all, learnt, this.#stems.length);
    const kept = this.#vocabulary(frequencies);
    return {
      texts: renumbered(all, kept, this.#stems.length),
      stems: kept.map((number) => this.#stems[number] ?? ''),
      frequencies: Int32Array.from(kept, (number) => frequencies[number] ?? 0),
      learnt,
      heldOut,
    };
  }

  #vocabulary(frequencies: Int32Array): readonly number[] {
    const often = (number: number): number => frequencies[number] ?? 0;
    const name = (number: number): string => this.#stems[number] ?? '';
    return Array.from(this.#stems.keys())
      .filter((number) => often(number) >= fewestPapersOfStem)
      .sort((a, b) => often(b) - often(a) || (name(a) < name(b) ? -1 : 1))
      .slice(0, mostStems);
  }
}

function* cutShort(sentences: readonly (readonly number[])[]): Generator<readonly number[]> {
  let left = longestText;
  for (const words of sentences) {
    yield words.slice(0, left);
    left -= Math.min(left, words.length);
  }
}

/** Chance decides which papers are kept apart. */
function divided(count: number, seed: number): readonly [Int32Array, Int32Array] {
  const order = Int32Array.from({ length: count }, (_, paper) => paper);
  shuffle(order, seededRandom(seed, 1));
  const apart = Math.min(mostHeldOut, Math.floor(count / papersPerHeldOut));
  const learnt = int32s(count - apart);
  learnt.set(order.subarray(apart).sort());
  const heldOut = int32s(apart);
  heldOut.set(order.subarray(0, apart).sort());
  return [learnt, heldOut];
}

function frequenciesIn(texts: Texts, papers: Int32Array, stems: number): Int32Array {
  const frequencies = new Int32Array(stems);
  const lastSeen = new Int32Array(stems).fill(-1);
  for (const paper of papers) {
    for (let at = wordsFrom(texts, paper); at < wordsTo(texts, paper); at += 1) {
      const word = texts.words[at] ?? 0;
      if (lastSeen[word] === paper) continue;
      lastSeen[word] = paper;
      frequencies[word] = (frequencies[word] ?? 0) + 1;
    }
  }
  return frequencies;
}

/** The texts in the numbers of the vocabulary; other words are gone. */
function renumbered(texts: Texts, kept: readonly number[], stems: number): Texts {
  const numbers = new Int32Array(stems).fill(-1);
  for (const [number, old] of kept.entries()) numbers[old] = number;
  const list = new TextList();
  for (let paper = 0; paper < paperCount(texts); paper += 1) list.add(sentencesOf(texts, paper, numbers));
  return list.all();
}

function* sentencesOf(texts: Texts, paper: number, numbers: Int32Array): Generator<readonly number[]> {
  for (let sentence = texts.papers[paper] ?? 0; sentence < (texts.papers[paper + 1] ?? 0); sentence += 1) {
    const words = texts.words.subarray(texts.sentences[sentence], texts.sentences[sentence + 1]);
    yield Array.from(words, (word) => numbers[word] ?? -1).filter((word) => word >= 0);
  }
}

/** Whether a paper has a title and an abstract that a pair can be made of. */
export const makesPairs = (texts: Texts, paper: number): boolean => {
  const middle = abstractFrom(texts, paper);
  return middle > wordsFrom(texts, paper) && wordsTo(texts, paper) - middle >= shortestAbstract / 2;
};
