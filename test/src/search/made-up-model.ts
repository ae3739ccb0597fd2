import { type ModelOrigin, type ModelParts, writeModel } from '../../../src/search/model.js';
import { largest, quantized } from '../../../src/search/vector.js';

export const origin: ModelOrigin = {
  ...{ source: 'made up', papers: 3, from: null, to: null, seed: 1, steps: 0, heldOut: 0, among: 0, accuracy: null },
};

/** A row without a direction is a row nevertheless. */
const rowOf = (row: Float32Array): readonly number[] => {
  const whole = quantized(row);
  return whole.length === 0 ? [...row].map(() => 0) : [...whole];
};

/** A model of these rows, a stem each. */
export function partsOf(rows: Readonly<Record<string, readonly number[]>>): ModelParts {
  const all = Object.values(rows).map((row) => Float32Array.from(row));
  return {
    origin,
    stems: Object.keys(rows),
    dimensions: all[0]?.length ?? 1,
    scales: Float32Array.from(all, (row) => largest(row) / 127),
    rows: Int8Array.from(all.flatMap((row) => [...rowOf(row)])),
  };
}

/** The file of a model in which these words point there. */
export const modelFile = (rows: Readonly<Record<string, readonly number[]>>): Uint8Array => writeModel(partsOf(rows));
