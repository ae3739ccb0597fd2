import { cycleViolations } from './cycles.js';
import { globalViolations } from './globals.js';
import { habitViolations } from './habits.js';
import { importViolations } from './import-rules.js';
import { parseFile } from './syntax.js';
import type { Violation } from './violation.js';

export interface SourceText {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Holds sources against every rule. Nothing at all to read is a breach too: a checker that sees no file proves nothing. */
export function check(sources: readonly SourceText[]): readonly Violation[] {
  if (sources.length === 0) return [{ path: '.', line: 0, message: 'no file was read' }];
  const files = sources.map(({ path, text }) => parseFile(path, text));
  const single = files.flatMap((file) => [
    ...importViolations(file),
    ...globalViolations(file),
    ...habitViolations(file),
  ]);
  return [...single, ...cycleViolations(files)];
}
