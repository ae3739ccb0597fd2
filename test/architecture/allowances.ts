import { folderOf, folders } from './folders.js';
import { packageOf } from './import-rules.js';
import { importsOf } from './imports.js';
import type { SourceFile } from './syntax.js';

/** Packages and built-ins that a folder may use and that nothing in it does: a list stays an allow-list only while it is tight. */
export function unusedAllowances(files: readonly SourceFile[]): readonly string[] {
  const used = new Set(
    files.flatMap((file) =>
      importsOf(file).map(({ specifier }) => `${folderOf(file.path)?.path} ${packageOf(specifier ?? '')}`),
    ),
  );
  return folders.flatMap(({ path, packages, builtins }) =>
    [...packages, ...builtins].map((name) => `${path} ${name}`).filter((allowed) => !used.has(allowed)),
  );
}
