import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { type ModelField, readModel, type SearchModel } from '../../src/search/model.js';
import { seededRandom } from '../fake/ids.js';
import { type Figure, percentile } from './measure.js';
import { modelFile } from './places.js';

const texts = 5_000;
const warmUp = 500;
const wordsInQuery = 6;
const wordsInTitle = 8;
/** Of an abstract of usual length, stop words left out. */
const wordsInAbstract = 110;

/** Loads the model that is shipped, and turns made-up texts into directions. */
export async function benchModel(): Promise<readonly Figure[]> {
  const bytes = await readFile(modelFile);
  const start = performance.now();
  const model = readModel(bytes);
  const loadMs = performance.now() - start;
  const word = frequentWords(model);
  const some = (count: number): readonly string[] => Array.from({ length: count }, word);
  const query = (): readonly ModelField[] => [{ stems: some(wordsInQuery), weight: 1 }];
  const paper = (): readonly ModelField[] => [
    { stems: some(wordsInTitle), weight: 2 },
    { stems: some(wordsInAbstract), weight: 1 },
  ];
  return [
    { name: 'model: load', value: loadMs, unit: 'ms', goal: 50, better: 'lower' },
    ...figuresOf('a query', timesOf(model, query), 0.1),
    ...figuresOf('a title with its abstract', timesOf(model, paper), 1),
  ];
}

/** Words by Zipf's law; the most frequent ones come first in a model. */
function frequentWords(model: SearchModel): () => string {
  const random = seededRandom(1);
  return () => model.stems[Math.floor(model.stems.length ** random()) - 1] ?? '';
}

function timesOf(model: SearchModel, make: () => readonly ModelField[]): readonly number[] {
  const times: number[] = [];
  for (let text = 0; text < texts + warmUp; text += 1) {
    const fields = make();
    const start = performance.now();
    model.embed(fields);
    if (text >= warmUp) times.push(performance.now() - start);
  }
  return times;
}

const figuresOf = (what: string, times: readonly number[], goal: number): readonly Figure[] =>
  [0.5, 0.99].map((share) => ({
    name: `model: ${what}, p${share * 100}`,
    value: percentile(times, share),
    ...{ unit: 'ms', goal, better: 'lower' },
  }));
