import { float64s, int32s } from './arrays.js';
import { Bag } from './bag.js';
import { batchMemory, putText } from './batch.js';
import { direct, type TableMemory } from './directions.js';
import { dotProducts, type Rows } from './dot-products.js';
import type { Lockstep } from './lockstep.js';
import { abstractFrom, paperCount, type Texts, wordsFrom, wordsTo } from './texts.js';

/** What a model is tried on: titles whose abstracts are looked for among those of all papers. */
export interface Trial {
  readonly texts: Texts;
  readonly papers: Int32Array;
  readonly table: TableMemory;
  readonly vocabulary: number;
  readonly room: number;
  /** A row a title, filled up to a multiple of four; how like it its own abstract is; how many others are more like it. */
  readonly titles: Float64Array;
  readonly own: Float64Array;
  readonly ahead: Int32Array;
}

export function trialOf(from: Pick<Trial, 'texts' | 'papers' | 'vocabulary' | 'room'>, table: TableMemory): Trial {
  const rows = Math.ceil(from.papers.length / 4) * 4;
  const titles = float64s(rows * table.dimensions);
  return { ...from, table, titles, own: float64s(rows), ahead: int32s(rows) };
}

const abstractsAtOnce = 32;

/** Fills `ahead`. */
export function tryOut(trial: Trial, lockstep: Lockstep): void {
  const { papers, texts } = trial;
  const looker = new Looker(trial);
  lockstep.share(papers.length, 16, (from, to) => {
    for (let title = from; title < to; title += 1) looker.readTitle(title);
  });
  lockstep.share(paperCount(texts), abstractsAtOnce, (from, to) => looker.compare(from, to));
}

class Looker {
  readonly #trial: Trial;
  readonly #bag: Bag;
  readonly #batch;
  readonly #titles: Rows;
  readonly #abstracts: Rows;
  readonly #cosines: Rows;

  constructor(trial: Trial) {
    const width = trial.table.dimensions;
    const rows = trial.titles.length / width;
    this.#trial = trial;
    this.#bag = new Bag(trial.vocabulary, trial.room);
    this.#batch = batchMemory(1, trial.room);
    this.#titles = { values: trial.titles, width };
    this.#abstracts = { values: new Float64Array(abstractsAtOnce * width), width };
    this.#cosines = { values: new Float64Array(abstractsAtOnce * rows), width: rows };
  }

  readTitle(title: number): void {
    const { texts, papers, table, titles, own } = this.#trial;
    const paper = papers[title] ?? 0;
    const middle = abstractFrom(texts, paper);
    this.#direct(wordsFrom(texts, paper), middle, titles, title * table.dimensions);
    this.#direct(middle, wordsTo(texts, paper), this.#abstracts.values, 0);
    let product = 0;
    for (let at = 0; at < table.dimensions; at += 1) {
      product += (titles[title * table.dimensions + at] ?? 0) * (this.#abstracts.values[at] ?? 0);
    }
    own[title] = product;
  }

  compare(from: number, to: number): void {
    const { texts, table } = this.#trial;
    for (let paper = from; paper < to; paper += 1) {
      const at = (paper - from) * table.dimensions;
      this.#direct(abstractFrom(texts, paper), wordsTo(texts, paper), this.#abstracts.values, at);
    }
    dotProducts(this.#abstracts, this.#titles, this.#cosines, { from: 0, to: abstractsAtOnce });
    for (let paper = from; paper < to; paper += 1) this.#count(paper, (paper - from) * this.#cosines.width);
  }

  #count(paper: number, row: number): void {
    const { papers, own, ahead } = this.#trial;
    for (let title = 0; title < papers.length; title += 1) {
      const isAhead = (this.#cosines.values[row + title] ?? 0) > (own[title] ?? 0);
      if (isAhead && papers[title] !== paper) Atomics.add(ahead, title, 1);
    }
  }

  #direct(from: number, to: number, out: Float64Array, at: number): void {
    this.#bag.clear();
    this.#bag.addAll(this.#trial.texts.words, from, to);
    putText(this.#batch, 0, this.#bag);
    direct(this.#trial.table, this.#batch, 0, out, at);
  }
}
