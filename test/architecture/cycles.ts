import { targetOf } from './import-rules.js';
import { importsOf } from './imports.js';
import type { SourceFile } from './syntax.js';
import type { Violation } from './violation.js';

const edgesOf = (file: SourceFile): readonly string[] =>
  importsOf(file).flatMap(({ specifier }) =>
    specifier?.startsWith('.') === true ? [targetOf(file.path, specifier)] : [],
  );

type Edges = ReadonlyMap<string, readonly string[]>;

/** The shortest way from the file back to itself. */
function wayBack(start: string, edges: Edges): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    const next = edges.get(way.at(-1) ?? start) ?? [];
    if (next.includes(start)) return [...way, start];
    const fresh = next.filter((file) => !seen.has(file));
    for (const file of fresh) seen.add(file);
    ways.push(...fresh.map((file) => [...way, file]));
  }
  return undefined;
}

/** Files that import each other in a circle, types included: each circle once, at its first file by name. */
export function cycleViolations(files: readonly SourceFile[]): readonly Violation[] {
  const edges = new Map(files.map((file) => [file.path, edgesOf(file)]));
  const reported = new Set<string>();
  return [...edges.keys()].toSorted().flatMap((path) => {
    const way = reported.has(path) ? undefined : wayBack(path, edges);
    if (way === undefined) return [];
    for (const one of way) reported.add(one);
    return [{ path, line: 1, message: `imports itself in a circle: ${way.join(' -> ')}` }];
  });
}
