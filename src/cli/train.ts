import { resolve } from 'node:path';
import { BroadsheetError } from '../kernel/errors.js';
import { readModel, writeModel } from '../search/model.js';
import { type TrainedModel, type TrainingProgress, trainModel } from '../training/train-model.js';
import { readConfig } from './configuration.js';
import { ModelFile } from './model-file.js';
import { countText, durationText, ProgressBar } from './progress.js';
import { interruptedCode, type Runtime, say } from './runtime.js';
import { openReadStore } from './session.js';
import { papersOfArchives, papersOfStore, type TrainingPapers } from './training-papers.js';

export interface TrainWords {
  /** None: the papers of the store. */
  readonly archives: readonly string[];
  readonly out: string | null;
  readonly seed: number;
}

const stages: Readonly<Record<TrainingProgress['stage'], string>> = {
  reading: 'Reading the texts',
  starting: 'Looking for directions',
  learning: 'Learning',
  trying: 'Trying it out',
};

/** Makes a search model and says how good it is. Exit code 0; 130 when it was interrupted, and then nothing is written. */
export async function train(runtime: Runtime, words: TrainWords): Promise<number> {
  const file = await ModelFile.open(resolve(runtime.workingFolder, outOf(words)));
  const bar = barOf(runtime);
  try {
    const startedMs = runtime.clock.monotonicMs();
    const papers = await papersFor(runtime, words, bar);
    const trained = await learn(runtime, papers, words.seed, bar);
    bar?.clear();
    if (trained === undefined) {
      runtime.errors.write('Stopped before the end; nothing was written.\n');
      return interruptedCode;
    }
    const bytes = bytesOf(trained, papers, words.seed);
    await file.write(bytes);
    for (const line of reportOf(papers, trained)) say(runtime, line);
    say(runtime, writtenLine(bytes, outOf(words), runtime.clock.monotonicMs() - startedMs));
    return 0;
  } catch (thrown) {
    bar?.clear();
    throw thrown;
  } finally {
    await file.close();
  }
}

function outOf({ out }: TrainWords): string {
  if (out !== null && out !== '') return out;
  throw new BroadsheetError(
    'usage',
    'train needs the file to write the model to.',
    'For example: broadsheet train --out search-model.bin',
  );
}

function barOf({ errors, clock }: Runtime): ProgressBar | undefined {
  if (errors.isTTY !== true) return undefined;
  return new ProgressBar({ write: (text) => void errors.write(text), columns: errors.columns ?? 80, clock });
}

async function papersFor(
  runtime: Runtime,
  { archives }: TrainWords,
  bar: ProgressBar | undefined,
): Promise<TrainingPapers> {
  const { interrupted, workingFolder } = runtime;
  if (archives.length > 0) {
    const paths = archives.map((path) => resolve(workingFolder, path));
    return papersOfArchives(paths, { interrupted, onProgress: (progress) => bar?.show(progress) });
  }
  const store = await openReadStore(runtime, readConfig(runtime));
  return papersOfStore(store.papers, interrupted).finally(() => store.close());
}

function learn(
  { interrupted }: Runtime,
  papers: TrainingPapers,
  seed: number,
  bar: ProgressBar | undefined,
): Promise<TrainedModel | undefined> {
  if (interrupted.aborted) return Promise.resolve(undefined);
  return trainModel(papers.all(), {
    seed,
    signal: interrupted,
    onProgress: ({ stage, share }) => bar?.showWork({ name: stages[stage], share }),
  });
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

const sizeText = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

const writtenLine = (bytes: Uint8Array, path: string, elapsedMs: number): string =>
  `Wrote ${path} (${sizeText(bytes.length)}, model ${readModel(bytes).id}) after ${durationText(elapsedMs)}.`;
