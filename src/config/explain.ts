import { redactor } from '../kernel/redact.js';
import type { YamlDocument } from './document.js';
import { type Finding, pathText } from './finding.js';

/** One thing that is wrong with the configuration, in words. None of the texts holds a secret. */
export interface Problem {
  /** `channels[2].time`; the name of a variable for the environment; empty when it is about the file as a whole. */
  readonly path: string;
  /** The line in the file, from 1; null for the environment. */
  readonly line: number | null;
  readonly read: string;
  readonly expected: string;
  /** A sentence, never empty. */
  readonly fix: string;
}

const redact = redactor();
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const joiners = /[\u200d\ufe0f]/u;

/** Safe to print: no tokens, nothing that moves the cursor, not longer than a line or two. */
const clean = (text: string, longest: number): string => {
  const seen = redact(text).replace(unseen, (sign) => (joiners.test(sign) ? sign : ''));
  return seen.length > longest ? `${seen.slice(0, longest)}…` : seen;
};

const longestRead = 80;
const longestAdvice = 400;
/** A word, or what stands in quotes: in advice these repeat what was typed. */
const repeated = /(?<![^\s([])"[^"]{81,}"?|\S{81,}/g;

const advising = (text: string): string =>
  clean(
    text.replace(repeated, (typed) => `${typed.slice(0, longestRead)}…`),
    longestAdvice,
  );

/** What stands in the file, as somebody would say it. */
export function spoken(value: unknown, source?: string): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a group of settings';
  const taken = String(value);
  return source === undefined || source === taken ? taken : `${source}, which YAML takes for ${taken}`;
}

export const problem = (parts: Problem): Problem => ({
  path: clean(parts.path, longestRead),
  line: parts.line,
  read: clean(parts.read, longestRead),
  expected: advising(parts.expected),
  fix: advising(parts.fix),
});

const valueAt = (value: unknown, path: Finding['path']): unknown =>
  path.reduce<unknown>((inner, step) => {
    const holds = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step);
    return holds ? (inner as Record<string | number, unknown>)[step] : undefined;
  }, value);

/** The finding with the words and the line of its file. */
export const problemOf = (finding: Finding, document: YamlDocument): Problem =>
  problem({
    path: pathText(finding.path),
    line: finding.line ?? document.lineOf(finding.path),
    read: finding.read ?? spoken(valueAt(document.value, finding.path), document.sourceOf(finding.path)),
    expected: finding.expected,
    fix: finding.fix,
  });

const mostExplained = 50;

function paragraph({ path, line, read, expected, fix }: Problem, file: string | null): string {
  const place = line === null ? 'environment' : `${file ?? ''}:${line}`;
  return `${path === '' ? place : `${place}  ${path}`}\n  Read ${read}; expected ${expected}.\n  ${fix}\n`;
}

/** Every problem as a short paragraph: where it is, what was read, what was expected, what to do. */
export function explain(problems: readonly Problem[], file: string | null): string {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  const shown = problems.slice(0, mostExplained).map((each) => paragraph(each, file));
  const rest = problems.length - shown.length;
  const more = rest > 0 ? [`and ${rest} more.\n`] : [];
  return [`The configuration has ${count}.\n`, ...shown, ...more].join('\n');
}
