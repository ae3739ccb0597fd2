import type { Problem } from './command.js';

/** A command that takes nothing says so when something follows it: nothing is silently ignored. */
export function nothingAfter(name: string, rest: string): Problem | undefined {
  if (rest === '') return undefined;
  return { kind: 'problem', message: `Nothing follows "${name}".`, at: 0, length: rest.length };
}
