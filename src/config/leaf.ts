import { z } from 'zod';
import type { Advice } from './finding.js';

/** What one value may be. `parse` gets the value as YAML gives it and answers undefined when it will not do. */
export interface LeafSpec<Value> {
  readonly expected: string;
  readonly parse: (value: unknown) => Value | undefined;
  readonly fix: (value: unknown) => string;
}

/** zod's issues hold one text: the expectation and the fix go through it as two lines. */
export const adviceText = ({ expected, fix }: Advice): string => `${expected}\n${fix}`;

export function adviceOf(message: string): Advice {
  const [expected = '', fix = ''] = message.split('\n');
  return { expected, fix: fix === '' ? 'Compare it with config/broadsheet.example.yaml.' : fix };
}

/** A schema of one value that explains itself. */
export const leaf = <Value>({ expected, parse, fix }: LeafSpec<Value>) =>
  z.unknown().transform((value, context): Value => {
    const parsed = parse(value);
    if (parsed !== undefined) return parsed;
    const advice = { expected, fix: value === null ? 'Write a value, or delete the line.' : fix(value ?? '') };
    context.addIssue({ code: 'custom', message: adviceText(advice) });
    return z.NEVER;
  });

/** A leaf that is text in the file. */
export const textLeaf = <Value>(spec: {
  readonly expected: string;
  readonly parse: (text: string) => Value | undefined;
  readonly fix: (text: string) => string;
}) =>
  leaf({
    expected: spec.expected,
    parse: (value) => (typeof value === 'string' ? spec.parse(value.trim()) : undefined),
    fix: (value) => spec.fix(String(value)),
  });

const wholeNumberFix = (value: unknown, from: number, to: number): string => {
  if (typeof value === 'string' && /^\d+$/.test(value)) return `Write it without quotes: ${value}.`;
  if (typeof value !== 'number' || Number.isNaN(value)) return `Write a number such as ${Math.min(10, to)}.`;
  if (value < from) return `Write ${from} or more.`;
  return value > to ? `Write ${to} or less.` : `Write ${Math.floor(value)} or ${Math.ceil(value)}.`;
};

export const wholeNumber = (from: number, to: number) =>
  leaf({
    expected: `a whole number from ${from} to ${to}`,
    parse: (value) =>
      Number.isInteger(value) && Number(value) >= from && Number(value) <= to ? Number(value) : undefined,
    fix: (value) => wholeNumberFix(value, from, to),
  });

/** A number from 0 up to `to`, 0 left out, parts allowed. */
export const positiveNumber = (to: number) =>
  leaf({
    expected: `a number above 0, up to ${to}`,
    parse: (value) => (typeof value === 'number' && value > 0 && value <= to ? value : undefined),
    fix: (value) =>
      typeof value === 'number' && value > to ? `Write ${to} or less.` : 'Write a number such as 3 or 0.5.',
  });

export const below = (key: string): string => `Write its settings below "${key}:", two blanks further in.`;

/** Keys with values of their own. What is not one of them is refused, and the message then lists those that are. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape, advice: Advice) =>
  z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : adviceText(advice)),
  });

/** A list with at least one entry. */
export const list = <Entry extends z.ZodType>(entry: Entry, expected: string, fix: (value: unknown) => string) => {
  const error = ({ input }: { readonly input?: unknown }): string =>
    adviceText({ expected, fix: Array.isArray(input) ? 'Write at least one, or delete the line.' : fix(input) });
  return z.array(entry, { error }).min(1, { error });
};
