import { availableParallelism } from 'node:os';
import { breathe } from '../kernel/breathe.js';
import { BroadsheetError } from '../kernel/errors.js';
import type { ModelParts } from '../search/model.js';
import { largest, quantized } from '../search/vector.js';
import { type Trial, trialOf } from './accuracy.js';
import { float32s, int32s } from './arrays.js';
import { type Corpus, CorpusBuilder, longestText, makesPairs, type TrainingPaper } from './corpus.js';
import { type CrewOptions, workTogether } from './crew.js';
import { type TableMemory, tableMemory } from './directions.js';
import { learnerMemory } from './learner.js';
import { termMatrix, transposed, weightsOf } from './term-matrix.js';
import type { Job } from './training-messages.js';
import { warmStartMemory } from './warm-start.js';

export interface TrainingProgress {
  readonly stage: 'reading' | 'starting' | 'learning' | 'trying';
  /** From 0 to 1. */
  readonly share: number;
}

export interface TrainingOptions {
  readonly seed: number;
  /** By the number of papers when left out. */
  readonly steps?: number;
  /** At most; fewer when there are few papers. */
  readonly dimensions?: number;
  /** Pairs a step, at most. */
  readonly pairs?: number;
  readonly threads?: number;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
  /** The built worker; beside this file when left out. */
  readonly workerUrl?: URL;
}

/** What came of a training. */
export interface TrainedModel extends Omit<ModelParts, 'origin'> {
  /** How many papers it learnt from, in how many steps. */
  readonly papers: number;
  readonly steps: number;
  /** How many papers it was tried on, among how many, and which share of them came first. */
  readonly heldOut: number;
  readonly among: number;
  readonly accuracy: number | null;
}

const fewestPapers = 200;
const mostDimensions = 256;
const mostPairs = 512;
const mostThreads = 8;
/** How often each paper is learnt from; more brings nothing. */
const timesAround = 16;
const fewestSteps = 150;
const mostSteps = 3_000;
const papersPerBreath = 500;

/**
 * Learns from titles and abstracts which words mean something alike. The same papers, seed and options give the same model, however
 * many threads there are. Resolves to undefined when the signal aborts.
 *
 * @throws BroadsheetError of code `data` when fewer than 200 papers have a title and an abstract to learn from.
 */
export async function trainModel(
  papers: readonly TrainingPaper[],
  options: TrainingOptions,
): Promise<TrainedModel | undefined> {
  const corpus = await readCorpus(papers, options);
  return corpus === undefined ? undefined : new Training(corpus, options).run();
}

async function readCorpus(
  papers: readonly TrainingPaper[],
  { seed, signal, onProgress }: TrainingOptions,
): Promise<Corpus | undefined> {
  const builder = new CorpusBuilder();
  for (const [index, paper] of papers.entries()) {
    builder.add(paper);
    if (index % papersPerBreath !== 0) continue;
    onProgress?.({ stage: 'reading', share: index / papers.length });
    await breathe();
    if (signal?.aborted === true) return undefined;
  }
  if (builder.size >= fewestPapers) return builder.build(seed);
  throw new BroadsheetError(
    'data',
    `A search model needs ${fewestPapers} papers with a title and an abstract to learn from; here are ${builder.size}.`,
    moreNeeded,
  );
}

const moreNeeded = 'Give larger archives, or import more papers first.';

const multipleOfFour = (count: number): number => Math.floor(count / 4) * 4;

class Training {
  readonly #corpus: Corpus;
  readonly #options: TrainingOptions;
  readonly #dimensions: number;
  /** The papers that make pairs. */
  readonly #papers: Int32Array;

  constructor(corpus: Corpus, options: TrainingOptions) {
    const { learnt, stems } = corpus;
    this.#corpus = corpus;
    this.#options = options;
    // A few thousand directions cannot be told apart by a few hundred papers.
    const most = Math.min(options.dimensions ?? mostDimensions, learnt.length / 4, stems.length / 4);
    this.#dimensions = Math.max(4, multipleOfFour(most));
    this.#papers = usable(corpus);
    if (this.#papers.length >= fewestPapers / 2) return;
    throw new BroadsheetError('data', 'The papers have too few words in common to learn from.', moreNeeded);
  }

  async run(): Promise<TrainedModel | undefined> {
    const table = await this.#start();
    const steps = table === undefined ? undefined : await this.#learn(table);
    if (table === undefined || steps === undefined) return undefined;
    const rounded = roundedRows(table);
    const { stems, learnt, heldOut, texts } = this.#corpus;
    const trial = trialOf({ texts, papers: heldOut, vocabulary: stems.length, room: longestText }, rounded.table);
    if (!(await this.#work({ kind: 'try out', memory: trial }, 'trying'))) return undefined;
    return {
      ...{ stems, steps, dimensions: this.#dimensions, scales: rounded.scales, rows: rounded.rows },
      ...{ papers: learnt.length, heldOut: heldOut.length, among: texts.papers.length - 1, accuracy: firsts(trial) },
    };
  }

  /** Rows that lie near each other where their stems stand in the same papers, longer ones for words that say more. */
  async #start(): Promise<TableMemory | undefined> {
    const { stems } = this.#corpus;
    const matrix = termMatrix(this.#corpus);
    const memory = warmStartMemory(matrix, transposed(matrix, stems.length), this.#dimensions, this.#options.seed);
    if (!(await this.#work({ kind: 'find directions', memory }, 'starting'))) return undefined;
    const weights = weightsOf(this.#corpus);
    const table = tableMemory(stems.length, this.#dimensions);
    for (let at = 0; at < table.rows.length; at += 1) {
      table.rows[at] = (memory.basis[at] ?? 0) * (weights[Math.floor(at / this.#dimensions)] ?? 0);
    }
    scaleRows(table, stems.length);
    return table;
  }

  async #learn(table: TableMemory): Promise<number | undefined> {
    const { seed, pairs: most = mostPairs } = this.#options;
    const { texts, learnt, stems } = this.#corpus;
    const papers = this.#papers;
    const pairs = Math.max(4, multipleOfFour(Math.min(most, papers.length / 4)));
    const usual = Math.round((timesAround * learnt.length) / pairs);
    const steps = this.#options.steps ?? Math.min(mostSteps, Math.max(fewestSteps, usual));
    const lessons = { seed, steps, texts, papers, pairs, vocabulary: stems.length, room: longestText };
    const memory = learnerMemory(lessons, table);
    return (await this.#work({ kind: 'learn', memory }, 'learning')) ? steps : undefined;
  }

  #work(job: Job, stage: TrainingProgress['stage']): Promise<boolean> {
    const { threads = Math.min(mostThreads, availableParallelism()), signal, onProgress } = this.#options;
    const workerUrl = this.#options.workerUrl ?? new URL('./training-worker.js', import.meta.url);
    const crew: CrewOptions = { threads, workerUrl, signal };
    onProgress?.({ stage, share: 0 });
    return workTogether(job, crew, (share) => onProgress?.({ stage, share }));
  }
}

function usable({ learnt, texts }: Corpus): Int32Array {
  const found = learnt.filter((paper) => makesPairs(texts, paper));
  const papers = int32s(found.length);
  papers.set(found);
  return papers;
}

/** Makes rows of length 1 on average. */
function scaleRows({ rows, dimensions }: TableMemory, stems: number): void {
  let sum = 0;
  for (let stem = 0; stem < stems; stem += 1) {
    let square = 0;
    for (let at = stem * dimensions; at < (stem + 1) * dimensions; at += 1) square += (rows[at] ?? 0) ** 2;
    sum += Math.sqrt(square);
  }
  for (let at = 0; at < rows.length; at += 1) rows[at] = ((rows[at] ?? 0) * stems) / sum;
}

/** The rows as they are written, and as they will be read. */
function roundedRows({ rows, dimensions }: TableMemory) {
  const stems = rows.length / dimensions;
  const whole = new Int8Array(rows.length);
  const scales = new Float32Array(stems);
  const table: TableMemory = { dimensions, rows: float32s(rows.length), means: float32s(0), squares: float32s(0) };
  for (let stem = 0; stem < stems; stem += 1) {
    const row = rows.subarray(stem * dimensions, (stem + 1) * dimensions);
    if (!row.every(Number.isFinite)) throw new Error('The training went astray.');
    scales[stem] = largest(row) / 127;
    whole.set(quantized(row), stem * dimensions);
  }
  for (let at = 0; at < rows.length; at += 1) {
    table.rows[at] = (scales[Math.floor(at / dimensions)] ?? 0) * (whole[at] ?? 0);
  }
  return { table, scales, rows: whole };
}

function firsts({ ahead, papers }: Trial): number | null {
  if (papers.length === 0) return null;
  return ahead.subarray(0, papers.length).filter((count) => count === 0).length / papers.length;
}
