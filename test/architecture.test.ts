import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unusedAllowances } from './architecture/allowances.js';
import { biomeOverrides } from './architecture/biome-overrides.js';
import { check } from './architecture/check.js';
import { commentViolations } from './architecture/habits.js';
import { innocentLines, plantedLines } from './architecture/planted-lines.js';
import { sourceTexts } from './architecture/source-texts.js';
import { parseFile } from './architecture/syntax.js';
import { written } from './architecture/violation.js';

const root = resolve(import.meta.dirname, '..');
const said = (path: string, text: string): readonly string[] => check([{ path, text }]).map(written);

describe('the architecture', () => {
  test('holds in every file of src and adapters', () => {
    const sources = sourceTexts(root, ['src', 'adapters']);
    expect(sources.length).toBeGreaterThan(20);
    expect(check(sources).map(written)).toEqual([]);
  });

  test('is not switched off in a test either', () => {
    const files = sourceTexts(root, ['test']).map(({ path, text }) => parseFile(path, text));
    expect(files.flatMap(commentViolations).map(written)).toEqual([]);
  });

  test('allows no package and no built-in that nobody uses', () => {
    const files = sourceTexts(root, ['src', 'adapters']).map(({ path, text }) => parseFile(path, text));
    expect(unusedAllowances(files)).toEqual([]);
  });

  test('is not proved by reading no file', () => {
    expect(check([]).map(written)).toEqual(['.:0 no file was read']);
  });

  test.each(plantedLines)('forbids: $rule ($path)', ({ path, line, says }) => {
    expect(said(path, line)).toEqual([expect.stringContaining(says)]);
  });

  test.each(innocentLines)('allows: $rule ($path)', ({ path, line }) => {
    expect(said(path, line)).toEqual([]);
  });

  test('names the file and the line of a breach', () => {
    const text = `import { a } from './a.js';\n\nexport const b = [\n  a,\n  Date.now(),\n];\n`;
    expect(said('src/view/x.ts', text)).toEqual(['src/view/x.ts:5 uses Date.now; take a Clock']);
  });

  test('forbids files that import each other in a circle, by types too, and names the way', () => {
    const circle = [
      { path: 'src/view/a.ts', text: `import { b } from './b.js';` },
      { path: 'src/view/b.ts', text: `import type { C } from './c.js';` },
      { path: 'src/view/c.ts', text: `export * from './a.js';` },
      { path: 'src/view/d.ts', text: `import { a } from './a.js';` },
    ];
    expect(check(circle).map(written)).toEqual([
      'src/view/a.ts:1 imports itself in a circle: src/view/a.ts -> src/view/b.ts -> src/view/c.ts -> src/view/a.ts',
    ]);
  });

  test('stops at a file that is no TypeScript instead of passing it', () => {
    expect(() => check([{ path: 'src/view/x.ts', text: 'const = ;' }])).toThrow('src/view/x.ts cannot be parsed');
  });

  // After a change of the rules: npx vitest run test/architecture.test.ts --update
  test('is what Biome shows in the editor', async () => {
    const overrides = biomeOverrides().map((override) => JSON.stringify(override));
    await expect(`{"overrides":[\n${overrides.join(',\n')}\n]}\n`).toMatchFileSnapshot(
      resolve(root, 'biome.folders.json'),
    );
  });
});
