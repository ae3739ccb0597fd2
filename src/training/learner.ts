import { float64s } from './arrays.js';
import { Bag } from './bag.js';
import { type BatchMemory, batchMemory, putText, StemIndex } from './batch.js';
import { Contrast, type ContrastMemory, contrastMemory } from './contrast.js';
import { direct, Steps, type TableMemory, turnUpright } from './directions.js';
import type { Lockstep } from './lockstep.js';
import { drawPair } from './pairs.js';
import { seededRandom, shuffle } from './seeded-random.js';
import type { Texts } from './texts.js';

/** What is learnt from and how long. */
export interface Lessons {
  readonly seed: number;
  readonly steps: number;
  readonly texts: Texts;
  /** The papers that make pairs. */
  readonly papers: Int32Array;
  readonly pairs: number;
  readonly vocabulary: number;
  /** The most different stems that a text has. */
  readonly room: number;
}

export interface LearnerMemory {
  readonly lessons: Lessons;
  readonly table: TableMemory;
  readonly batch: BatchMemory;
  readonly contrast: ContrastMemory;
  readonly lengths: Float64Array;
}

export const learnerMemory = (lessons: Lessons, table: TableMemory): LearnerMemory => ({
  lessons,
  table,
  batch: batchMemory(2 * lessons.pairs, lessons.room),
  contrast: contrastMemory(lessons.pairs, table.dimensions),
  lengths: float64s(2 * lessons.pairs),
});

const rate = 0.006;
const warmUp = 50;
const lowestShare = 0.02;

/** Rises at first, since the running means know nothing yet, and falls to almost nothing at the end. */
const rateAt = (step: number, steps: number): number =>
  rate * Math.min(1, (step + 1) / Math.min(warmUp, steps / 4)) * Math.max(lowestShare, 1 - (step + 1) / steps);

/** Learns, in lockstep with other workers, which texts belong together. */
export class Learner {
  readonly #memory: LearnerMemory;
  readonly #lockstep: Lockstep;
  readonly #contrast: Contrast;
  readonly #index: StemIndex;
  readonly #steps: Steps;
  readonly #left: Bag;
  readonly #right: Bag;
  /** The papers in the order of this time around. */
  readonly #order: Int32Array;

  constructor(memory: LearnerMemory, lockstep: Lockstep) {
    const { lessons, batch, contrast, table } = memory;
    this.#memory = memory;
    this.#lockstep = lockstep;
    this.#contrast = new Contrast(contrast, lockstep);
    this.#index = new StemIndex(batch, lessons.vocabulary);
    this.#steps = new Steps(table);
    this.#left = new Bag(lessons.vocabulary, lessons.room);
    this.#right = new Bag(lessons.vocabulary, lessons.room);
    this.#order = new Int32Array(lessons.papers);
  }

  get loss(): number {
    return this.#contrast.loss;
  }

  learn(onStep: (step: number) => void): void {
    const { steps } = this.#memory.lessons;
    for (let step = 0; step < steps; step += 1) {
      this.step(step);
      onStep(step);
    }
  }

  step(step: number): void {
    const { lessons, contrast, lengths } = this.#memory;
    const texts = 2 * lessons.pairs;
    const first = this.#turnTo(step);
    this.#lockstep.share(lessons.pairs, 8, (from, to) => {
      for (let pair = from; pair < to; pair += 1) this.#draw(step, pair, this.#order[first + pair] ?? 0);
    });
    this.#contrast.compare();
    this.#contrast.differentiate();
    this.#lockstep.share(texts, 64, (from, to) => {
      for (let text = from; text < to; text += 1) turnUpright(contrast, text, lengths[text] ?? 1);
    });
    this.#index.refresh();
    const pace = rateAt(step, lessons.steps);
    this.#lockstep.share(this.#index.size, 32, (from, to) => {
      this.#steps.move(this.#index, from, to, contrast.slopes, pace);
    });
  }

  /** Where the papers of a step begin. Every paper comes once before any comes again. */
  #turnTo(step: number): number {
    const { seed, papers, pairs } = this.#memory.lessons;
    const stepsAround = Math.floor(papers.length / pairs);
    const at = step % stepsAround;
    if (at === 0) {
      this.#order.set(papers);
      shuffle(this.#order, seededRandom(seed, 3, step));
    }
    return at * pairs;
  }

  #draw(step: number, pair: number, paper: number): void {
    const { lessons, batch, contrast } = this.#memory;
    drawPair(lessons.texts, paper, seededRandom(lessons.seed, 4, step, pair), this.#left, this.#right);
    putText(batch, pair, this.#left);
    putText(batch, lessons.pairs + pair, this.#right);
    this.#direct(pair, pair, contrast.leftAcross);
    this.#direct(lessons.pairs + pair, pair, contrast.rightAcross);
  }

  #direct(text: number, pair: number, across: Float64Array): void {
    const { table, batch, contrast, lengths } = this.#memory;
    const { units, dimensions, pairs } = contrast;
    const from = text * dimensions;
    lengths[text] = direct(table, batch, text, units, from);
    for (let at = 0; at < dimensions; at += 1) across[at * pairs + pair] = units[from + at] ?? 0;
  }
}
