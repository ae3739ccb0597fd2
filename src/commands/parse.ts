import type { CommandName, CommandTable, ParsedCommand, Problem } from './command.js';
import { nearest } from './nearest.js';

/** A command that cannot be run, told so that the next try works. `at` is a place in the whole text. */
export interface ParseProblem extends Omit<Problem, 'meant'> {
  /** The right form; null when nobody can tell which command was meant. */
  readonly usage: string | null;
  /** The whole line that was probably meant. */
  readonly meant?: string;
}

type ParsedLine = { readonly kind: 'parsed'; readonly command: ParsedCommand } | ParseProblem;

/** Splits into the command's name, as typed, and what follows it. */
export function splitCommand(text: string): { readonly name: string; readonly rest: string; readonly restAt: number } {
  const [, space = '', name = '', gap = ''] = /^(\s*)(\S*)(\s*)/.exec(text) ?? [];
  const restAt = space.length + name.length + gap.length;
  return { name, rest: text.slice(restAt).trimEnd(), restAt };
}

export const commandNames = (table: CommandTable): readonly CommandName[] => Object.keys(table) as CommandName[];

/** Reads a line as typed, without `/paper`. Nothing at all is `help`; the case of the name does not matter. */
export function parseCommand(text: string, table: CommandTable): ParsedLine {
  const { name, rest, restAt } = splitCommand(text);
  const wanted = name === '' ? 'help' : name.toLowerCase();
  const known = commandNames(table).find((one) => one === wanted);
  if (known === undefined) return unknownCommand(name, rest, table);
  const spec = table[known];
  const parsed = spec.parse(rest);
  if (parsed.kind === 'parsed') return parsed;
  const { message, at, length, meant } = parsed;
  const place = at === undefined ? {} : { at: restAt + at, length: length ?? 1 };
  const line = meant === undefined ? {} : { meant: `${known} ${meant}` };
  return { kind: 'problem', message, usage: spec.usage, ...place, ...line };
}

function unknownCommand(name: string, rest: string, table: CommandTable): ParseProblem {
  const message = `There is no command "${name.slice(0, 40)}".`;
  const meant = nearest(name, commandNames(table));
  if (meant === undefined) return { kind: 'problem', message, usage: null };
  return { kind: 'problem', message, usage: table[meant].usage, meant: `${meant} ${rest}`.trim() };
}
