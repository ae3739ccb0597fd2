import { resolve } from 'node:path';
import { writeModel } from '../search/model.js';
import { type TrainedModel, type TrainingProgress, trainModel } from '../training/train-model.js';
import { countText, ProgressBar } from './progress.js';
import type { Runtime } from './runtime.js';
import { papersOfArchives, papersOfStore, type TrainingPapers } from './training-papers.js';

/** What to learn from. */
export interface Lesson {
  /** None: the papers of the store. */
  readonly archives: readonly string[];
  readonly seed: number;
}

/** A model that was made. */
export interface Learnt {
  readonly bytes: Uint8Array;
  /** What it was made of and how good it is, in sentences. */
  readonly report: readonly string[];
}

const stages: Readonly<Record<TrainingProgress['stage'], string>> = {
  reading: 'Reading the texts',
  starting: 'Looking for directions',
  learning: 'Learning',
  trying: 'Trying it out',
};

/** Undefined where nobody sees it. */
export function trainingBar({ errors, clock }: Runtime): ProgressBar | undefined {
  if (errors.isTTY !== true) return undefined;
  return new ProgressBar({ write: (text) => void errors.write(text), columns: errors.columns ?? 80, clock });
}

/**
 * Makes a model of the papers of the archives, or of the store. Undefined when it was interrupted.
 *
 * @throws BroadsheetError of code `data` when an archive cannot be used, or when there are too few papers.
 */
export async function learn(
  runtime: Runtime,
  { archives, seed }: Lesson,
  store: Parameters<typeof papersOfStore>[0] | undefined,
  bar: ProgressBar | undefined,
): Promise<Learnt | undefined> {
  const { interrupted: signal, workingFolder } = runtime;
  const paths = archives.map((path) => resolve(workingFolder, path));
  const papers =
    store === undefined || paths.length > 0
      ? await papersOfArchives(paths, { interrupted: signal, onProgress: (progress) => bar?.show(progress) })
      : await papersOfStore(store, signal);
  if (signal.aborted) return undefined;
  const onProgress = ({ stage, share }: TrainingProgress): void => bar?.showWork({ name: stages[stage], share });
  runtime.log.info('train.learning', { papers: papers.size, seed });
  const trained = await trainModel(papers.all(), { seed, signal, onProgress });
  return trained === undefined
    ? undefined
    : { bytes: bytesOf(trained, papers, seed), report: reportOf(papers, trained) };
}

function bytesOf(trained: TrainedModel, { source, from, to }: TrainingPapers, seed: number): Uint8Array {
  const { stems, dimensions, scales, rows, papers, steps, heldOut, among, accuracy } = trained;
  const origin = { source, from, to, papers, seed, steps, heldOut, among, accuracy };
  return writeModel({ origin, stems, dimensions, scales, rows });
}

function reportOf({ size, skipped }: TrainingPapers, trained: TrainedModel): readonly string[] {
  const { papers, steps, stems, dimensions, heldOut, among, accuracy } = trained;
  const left = skipped === 0 ? '' : `; ${countText(skipped)} ${skipped === 1 ? 'entry' : 'entries'} could not be used`;
  const lines = [
    `Read ${countText(size)} papers${left}.`,
    `Learnt from ${countText(papers)} of them in ${countText(steps)} steps: ${countText(stems.length)} stems in ${dimensions} dimensions.`,
  ];
  if (accuracy === null) return lines;
  const share = `${(accuracy * 100).toFixed(1)} %`;
  return [
    ...lines,
    `Of ${countText(heldOut)} papers that were kept apart, the title finds its abstract first among ${countText(among)} in ${share}.`,
  ];
}
