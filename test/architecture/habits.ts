import { posix } from 'node:path';
import { descendants, type SourceFile } from './syntax.js';
import type { Violation } from './violation.js';

const fileLines = 250;
const functionLines = 50;

const functions: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

/** Names that say nothing of what is inside. */
const emptyNames: ReadonlySet<string> = new Set([
  ...['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'shared'],
  ...['manager', 'managers', 'service', 'services'],
]);

const switchedOff = /biome-ignore|@ts-ignore|@ts-expect-error|@ts-nocheck/;

function sizeViolations(file: SourceFile): readonly Violation[] {
  const lines = file.text.replace(/\n$/, '').split('\n').length;
  if (lines <= fileLines) return [];
  return [{ path: file.path, line: fileLines + 1, message: `has ${lines} lines; a file has at most ${fileLines}` }];
}

const functionViolations = (file: SourceFile): readonly Violation[] =>
  [...descendants(file.program)]
    .filter(({ type }) => functions.has(type))
    .map(({ start, end }) => ({ line: file.lineAt(start), lines: file.lineAt(end) - file.lineAt(start) + 1 }))
    .filter(({ lines }) => lines > functionLines)
    .map(({ line, lines }) => ({
      path: file.path,
      line,
      message: `has a function of ${lines} lines; a function has at most ${functionLines}`,
    }));

function nameViolations({ path }: SourceFile): readonly Violation[] {
  const at = { path, line: 1 };
  const name = posix.basename(path);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name)) return [{ ...at, message: 'is no kebab-case file name' }];
  const empty = path.split(/[/.-]/).find((word) => emptyNames.has(word));
  return empty === undefined ? [] : [{ ...at, message: `is named "${empty}", which says nothing of what it does` }];
}

/** Comments that switch a check off. */
export const commentViolations = (file: SourceFile): readonly Violation[] =>
  file.comments
    .filter(({ value }) => switchedOff.test(value))
    .map(({ value, start }) => ({
      path: file.path,
      line: file.lineAt(start),
      message: `switches a check off (${switchedOff.exec(value)?.[0]})`,
    }));

/** Sizes, names and comments that the project does not want. */
export const habitViolations = (file: SourceFile): readonly Violation[] => [
  ...sizeViolations(file),
  ...functionViolations(file),
  ...nameViolations(file),
  ...commentViolations(file),
];
