import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { type Folder, folderOf } from './folders.js';
import { type ImportLine, importsOf } from './imports.js';
import type { SourceFile } from './syntax.js';
import type { Violation } from './violation.js';

const isRelative = (specifier: string): boolean => specifier.startsWith('./') || specifier.startsWith('../');

/** The source file that a relative specifier means: `./x.js` beside `src/a/b.ts` is `src/a/x.ts`. */
export const targetOf = (path: string, specifier: string): string =>
  posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');

/** `zod/v4` and `@slack/bolt/x` belong to `zod` and `@slack/bolt`; a built-in is itself. */
export function packageOf(specifier: string): string {
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '));

const names = (list: readonly string[], target: string, targetFolder: string): boolean =>
  list.includes(target) || list.includes(targetFolder);

function folderTrouble(own: Folder, target: string, form: ImportLine['form']): string | undefined {
  const targetFolder = folderOf(target)?.path ?? posix.dirname(target);
  if (own.path === targetFolder || names(own.sees, target, targetFolder)) return undefined;
  if (names(own.loads, target, targetFolder)) {
    return form === 'dynamic' ? undefined : `imports ${target}; ${own.path} loads ${targetFolder} by import() only`;
  }
  if (names(own.seesTypesOf, target, targetFolder)) {
    return form === 'types' ? undefined : `imports ${target}; ${own.path} sees only types of ${targetFolder}`;
  }
  return `imports ${target}; ${own.path} sees ${listed(own.sees)}`;
}

function relativeTrouble(own: Folder, path: string, specifier: string, form: ImportLine['form']): string | undefined {
  if (!specifier.endsWith('.js')) return `imports ${specifier}; an import of ours ends in .js`;
  return folderTrouble(own, targetOf(path, specifier), form);
}

function outsideTrouble(own: Folder, specifier: string): string | undefined {
  const name = packageOf(specifier);
  if (isBuiltin(specifier)) {
    return own.builtins.includes(name)
      ? undefined
      : `imports ${name}; ${own.path} may use the built-ins ${listed(own.builtins)}`;
  }
  return own.packages.includes(name)
    ? undefined
    : `imports package ${name}; ${own.path} may use the packages ${listed(own.packages)}`;
}

function troubleOf(own: Folder, path: string, { specifier, form }: ImportLine): string | undefined {
  if (form === 'require') return `calls require(${specifier ?? '…'}); modules are imported`;
  if (specifier === undefined) return 'imports a computed address, which no rule can be held against';
  return isRelative(specifier) ? relativeTrouble(own, path, specifier, form) : outsideTrouble(own, specifier);
}

/** Holds every import of the file against the allow-list of its folder. */
export function importViolations(file: SourceFile): readonly Violation[] {
  const own = folderOf(file.path);
  if (own === undefined) return [{ path: file.path, line: 1, message: 'lies in a folder that no rule names' }];
  return importsOf(file).flatMap((line) => {
    const message = troubleOf(own, file.path, line);
    return message === undefined ? [] : [{ path: file.path, line: line.line, message }];
  });
}
