import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../src/kernel/errors.js';

const root = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const markdownIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: folder !== '.' })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const documents = ['.', 'docs', 'adapters', 'test'].flatMap(markdownIn);

const localLinks = (path: string): readonly string[] =>
  [...read(path).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !target.includes(':'));

describe('the documents', () => {
  test.each(documents)('%s links only to files that are there', (path) => {
    const missing = localLinks(path).filter((target) => !existsSync(join(root, dirname(path), target)));
    expect(missing).toEqual([]);
  });

  test('the README names every exit code that there is', () => {
    const readme = read('README.md');
    const named = [...readme.matchAll(/^\| (\d+) \|/gm), ...readme.matchAll(/^(\d+) would be/gm)].map(
      ([, code]) => code,
    );
    expect(named.map(Number).toSorted()).toEqual([0, ...Object.values(exitCodes)].toSorted());
  });

  test('the documents name no npm script that does not exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const used = documents.flatMap((path) =>
      [...read(path).matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name),
    );
    expect(used.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('the list of decisions names each of them, in order', () => {
    const records = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-/.test(name));
    expect(localLinks('docs/adr/README.md')).toEqual(records.toSorted());
  });
});
