import { type ParseArgsConfig, parseArgs } from 'node:util';
import { BroadsheetError, reasonOf } from '../../../src/kernel/errors.js';
import type { SystemName } from './systems.js';

type Options = NonNullable<ParseArgsConfig['options']>;

export const wrongUse = (message: string, hint: string): BroadsheetError => new BroadsheetError('usage', message, hint);

/** The options of a benchmark; what it does not know is a BroadsheetError of code `usage`. */
export function readOptions<O extends Options>(args: readonly string[], options: O, hint: string) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false, strict: true }).values;
  } catch (thrown) {
    throw wrongUse(`${reasonOf(thrown).split('. ')[0]?.replace(/\.$/, '')}.`, hint);
  }
}

export function wholeNumber(name: string, text: string, least: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least) return number;
  throw wrongUse(`${name} takes a whole number from ${least}, not "${text}".`, `Give one such as ${name} 42.`);
}

/** The systems named in `--only ours,fts5`, ours first; without it those that are usual. */
export function namedSystems(
  only: string | undefined,
  usual: readonly SystemName[],
  more: readonly SystemName[] = [],
): readonly SystemName[] {
  if (only === undefined) return usual;
  const all = [...usual, ...more];
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !all.some((one) => one === name));
  if (unknown === undefined) return all.filter((one) => names.includes(one));
  throw wrongUse(`There is no system "${unknown}" in this benchmark.`, `There are ${all.join(', ')}.`);
}
