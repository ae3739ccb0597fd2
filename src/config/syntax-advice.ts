import type { LineCounter, YAMLError } from 'yaml';
import type { Advice, Finding } from './finding.js';
import { shownLine } from './secrets.js';

const oneKeyALine: Advice = {
  expected: 'one "key: value" a line, indented like its neighbours',
  fix: 'Begin a new line, or put the value in quotes when the colon belongs to it.',
};
const shortKey: Advice = { expected: 'a short key', fix: 'Delete the line, or put a colon after the key.' };

/** By the codes of the YAML library (https://eemeli.org/yaml/#errors). */
const advice: Readonly<Record<string, Advice>> = {
  DUPLICATE_KEY: { expected: 'each key once', fix: 'Delete one of the two lines.' },
  TAB_AS_INDENT: { expected: 'blanks before the key', fix: 'Replace each tab by two blanks.' },
  MULTIPLE_DOCS: { expected: 'one document', fix: 'Delete the line "---" and what does not belong here.' },
  BAD_SCALAR_START: { expected: 'a value that begins with a letter or a digit', fix: 'Put the value in quotes.' },
  BAD_DQ_ESCAPE: {
    expected: 'a text in which a backslash stands only for itself',
    fix: 'Write each backslash twice, or put the text in single quotes.',
  },
  BLOCK_AS_IMPLICIT_KEY: oneKeyALine,
  MULTILINE_IMPLICIT_KEY: {
    expected: 'a key with a colon and a blank after it',
    fix: 'Put the colon after the key, or delete the line.',
  },
  KEY_OVER_1024_CHARS: shortKey,
  BAD_INDENT: { expected: 'a closed bracket and the same indentation as its neighbours', fix: 'Close the bracket.' },
  TAG_RESOLVE_FAILED: { expected: 'a value without a tag', fix: 'Delete the word that begins with "!".' },
  BAD_DIRECTIVE: { expected: 'no line that begins with "%"', fix: 'Delete that line.' },
};

/** Directives end with a line of three dashes, and what the library misses is found only after them. */
const missesDashes = /directives-end/;

const generalFix = 'Look for a missing quote or bracket, a missing blank after a colon, or a wrong indentation.';

const generalAdvice = (message: string): Advice => ({
  expected: 'YAML',
  fix: `The reader says: ${message.replace(/[.\s]+$/, '')}. ${generalFix}`,
});

function directiveFinding(lines: readonly string[]): Finding {
  const index = lines.findIndex((text) => text.startsWith('%'));
  const found = { path: [], line: index + 1, read: shownLine(lines[index] ?? '') };
  return { ...found, expected: 'no line that begins with "%"', fix: 'Delete that line.' };
}

/** What the YAML library has against a text, with its line and the way out. */
export function syntaxFinding(
  { code, message, pos }: YAMLError,
  lines: readonly string[],
  counter: LineCounter,
): Finding {
  if (missesDashes.test(message) && lines.some((text) => text.startsWith('%'))) return directiveFinding(lines);
  const { line } = counter.linePos(pos[0]);
  const text = shownLine(lines[line - 1] ?? '');
  const read =
    code === 'TAB_AS_INDENT'
      ? `a tab before ${text}`
      : code === 'DUPLICATE_KEY'
        ? `${text}, a key for the second time`
        : text;
  return { path: [], line, read, ...(advice[code] ?? generalAdvice(message)) };
}

interface AliasTrouble extends Pick<Finding, 'read'> {
  readonly line: number;
}

function aliasTrouble(message: string, lines: readonly string[]): AliasTrouble {
  const [, name] = /Unresolved alias.*: (\S+)$/.exec(message) ?? [];
  const sign = name === undefined ? '*' : `*${name}`;
  const line = Math.max(1, lines.findIndex((text) => text.includes(sign)) + 1);
  if (name !== undefined) return { line, read: `the alias "${sign}", but nothing is marked "&${name}"` };
  if (/circular/.test(message)) return { line, read: 'an alias ("*") that stands within what it stands for' };
  return { line, read: 'aliases ("*") that multiply without end' };
}

/** What became of aliases that lead nowhere, round in a circle, or to more and more of themselves. */
export const aliasFinding = (message: string, lines: readonly string[]): Finding => ({
  path: [],
  ...aliasTrouble(message, lines),
  expected: 'each value written out, without aliases',
  fix: 'Write the value out where the word with "*" stands.',
});
