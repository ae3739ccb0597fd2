/** One line that breaks one rule: where it is planted, and what the checker has to say. */
export interface PlantedLine {
  readonly rule: string;
  readonly path: string;
  readonly line: string;
  readonly says: string;
}

const planted = (rule: string, path: string, line: string, says: string): PlantedLine => ({ rule, path, line, says });

const folderOrder: readonly PlantedLine[] = [
  planted('kernel is a leaf', 'src/kernel/x.ts', `import { text } from '../view/view.js';`, 'src/kernel sees nothing'),
  planted(
    'view sees only kernel',
    'src/view/x.ts',
    `import type { A } from '../platform/a.js';`,
    'src/view sees src/kernel',
  ),
  planted(
    'platform sees no feature',
    'src/platform/x.ts',
    `import { p } from '../papers/paper.js';`,
    'imports src/papers',
  ),
  planted(
    'config sees only kernel',
    'src/config/x.ts',
    `import { l } from '../editions/layout.js';`,
    'imports src/editions',
  ),
  planted(
    'papers come first',
    'src/papers/x.ts',
    `import { s } from '../search/query.js';`,
    'imports src/search/query.ts',
  ),
  planted(
    'papers know a feed by its port',
    'src/papers/x.ts',
    `import { h } from './feeds/rss.js';`,
    'imports src/papers/feeds',
  ),
  planted(
    'feeds see papers only',
    'src/papers/feeds/x.ts',
    `import { v } from '../../votes/tally.js';`,
    'imports src/votes',
  ),
  planted(
    'search does not see votes',
    'src/search/x.ts',
    `import { v } from '../votes/tally.js';`,
    'imports src/votes/tally.ts',
  ),
  planted(
    'search does not see how its model is made',
    'src/search/x.ts',
    `import { t } from '../training/train-model.js';`,
    'imports src/training/train-model.ts',
  ),
  planted(
    'training does not see the store',
    'src/training/x.ts',
    `import type { S } from '../store/store.js';`,
    'imports src/store',
  ),
  planted(
    'search does not see the models that serve it',
    'src/search/x.ts',
    `import { e } from '../embedding/text-embedder.js';`,
    'imports src/embedding/text-embedder.ts',
  ),
  planted(
    'embedding knows a model by its port',
    'src/embedding/x.ts',
    `import { o } from './models/openai-embedder.js';`,
    'imports src/embedding/models',
  ),
  planted(
    'votes do not see search',
    'src/votes/x.ts',
    `import { q } from '../search/query.js';`,
    'imports src/search/query.ts',
  ),
  planted(
    'editions do not see delivery',
    'src/editions/x.ts',
    `import { d } from '../delivery/deliver.js';`,
    'imports src/delivery',
  ),
  planted(
    'delivery does not see commands',
    'src/delivery/x.ts',
    `import { d } from '../commands/parse.js';`,
    'imports src/commands',
  ),
  planted(
    'commands do not see the store',
    'src/commands/x.ts',
    `import type { S } from '../store/store.js';`,
    'imports src/store',
  ),
  planted('the store does not see the app', 'src/store/x.ts', `import { c } from '../app.js';`, 'imports src/app.ts'),
  planted(
    'the store does not see the cli',
    'src/store/x.ts',
    `import { c } from '../cli/start.js';`,
    'imports src/cli/start.ts',
  ),
  planted(
    'the store does not see the configuration',
    'src/store/x.ts',
    `import { c } from '../config/load.js';`,
    'imports src/config',
  ),
  planted(
    'the store sees no adapter',
    'src/store/x.ts',
    `import { t } from '../../adapters/terminal/index.js';`,
    'adapters/terminal',
  ),
  planted(
    'a dialect sees only types of the store',
    'src/store/dialect/x.ts',
    `import { t } from '../tables.js';`,
    'only types of src/store',
  ),
  planted(
    'the app sees only types of the store',
    'src/app.ts',
    `import { open } from './store/open.js';`,
    'only types of src/store',
  ),
  planted(
    'the app does not see the configuration',
    'src/app.ts',
    `import { c } from './config/load.js';`,
    'imports src/config/load.ts',
  ),
  planted(
    'the cli sees no dialect',
    'src/cli/x.ts',
    `import { d } from '../store/dialect/sqlite.js';`,
    'imports src/store/dialect',
  ),
  planted('the cli does not see main', 'src/cli/x.ts', `import { m } from '../main.js';`, 'imports src/main.ts'),
  planted(
    'the cli sees no adapter',
    'src/cli/x.ts',
    `import { r } from '../../adapters/registry.js';`,
    'imports adapters/registry.ts',
  ),
  planted(
    'main sees no adapter but by the registry',
    'src/main.ts',
    `import { t } from '../adapters/terminal/index.js';`,
    'imports adapters/terminal',
  ),
  planted(
    'main sees no dialect',
    'src/main.ts',
    `import { d } from './store/dialect/sqlite.js';`,
    'imports src/store/dialect',
  ),
  planted(
    'an adapter sees no feature',
    'adapters/terminal/x.ts',
    `import { p } from '../../src/papers/paper.js';`,
    'imports src/papers',
  ),
  planted(
    'an adapter does not see the store',
    'adapters/terminal/x.ts',
    `import type { S } from '../../src/store/store.js';`,
    'src/store',
  ),
  planted(
    'an adapter sees no other adapter',
    'adapters/terminal/x.ts',
    `import { s } from '../slack/index.js';`,
    'imports adapters/slack',
  ),
  planted(
    'the registry loads adapters late',
    'adapters/registry.ts',
    `import { t } from './terminal/index.js';`,
    'by import() only',
  ),
  planted(
    'the registry sees no feature',
    'adapters/registry.ts',
    `import { p } from '../src/papers/paper.js';`,
    'imports src/papers',
  ),
  planted(
    'nothing imports tests',
    'src/kernel/x.ts',
    `import { c } from '../../test/fake/clock.js';`,
    'imports test/fake/clock.ts',
  ),
  planted('a new adapter needs a rule', 'adapters/pigeon/index.ts', 'export const x = 1;', 'no rule names'),
  planted('a new folder needs a rule', 'src/magic/x.ts', 'export const x = 1;', 'no rule names'),
];

const onlyHome = (name: string, path: string): PlantedLine =>
  planted(
    `${name} has its home elsewhere than ${path}`,
    path,
    `import { x } from '${name}';`,
    `imports package ${name}`,
  );

const packages: readonly PlantedLine[] = [
  ...['kysely', 'zod', 'commander', 'stemmer', 'string-width', 'left-pad'].map((name) =>
    onlyHome(name, 'src/kernel/x.ts'),
  ),
  ...['temporal-polyfill', 'pino', 'node-cron', 'yaml', 'better-sqlite3'].map((name) => onlyHome(name, 'src/app.ts')),
  onlyHome('better-sqlite3', 'src/store/open.ts'),
  onlyHome('pino', 'src/main.ts'),
  onlyHome('yaml', 'adapters/terminal/config.ts'),
  onlyHome('stemmer', 'src/store/papers.ts'),
  planted('a part of a package is the package', 'src/view/x.ts', `import { z } from 'zod/v4';`, 'imports package zod'),
  planted(
    'a scoped package has two parts',
    'src/view/x.ts',
    `import b from '@slack/bolt/x';`,
    'imports package @slack/bolt',
  ),
  planted('an alias is no way round', 'src/view/x.ts', `import { k } from '#kernel/clock';`, 'imports package #kernel'),
];

const builtins: readonly PlantedLine[] = [
  planted('only the kernel makes ids', 'src/editions/x.ts', `import { randomUUID } from 'node:crypto';`, 'node:crypto'),
  planted(
    'only the kernel waits',
    'src/store/x.ts',
    `import { setTimeout } from 'node:timers/promises';`,
    'node:timers',
  ),
  planted(
    'features do no I/O',
    'src/papers/x.ts',
    `import { readFile } from 'node:fs/promises';`,
    'imports node:fs/promises',
  ),
  planted(
    'features start no worker',
    'src/search/x.ts',
    `import { Worker } from 'node:worker_threads';`,
    'node:worker_threads',
  ),
  planted(
    'built-ins without node: are built-ins',
    'src/view/x.ts',
    `import { join } from 'path';`,
    'imports node:path',
  ),
  planted(
    'only main imports the process',
    'src/cli/x.ts',
    `import { exit } from 'node:process';`,
    'imports node:process',
  ),
  planted(
    'nobody makes a require',
    'src/store/x.ts',
    `import { createRequire } from 'node:module';`,
    'imports node:module',
  ),
];

const across = `'../papers/paper.js'`;

const forms: readonly PlantedLine[] = [
  planted('import type', 'src/view/x.ts', `import type { A } from ${across};`, 'imports src/papers/paper.ts'),
  planted('an import marked type', 'src/view/x.ts', `import { type A } from ${across};`, 'imports src/papers/paper.ts'),
  planted('a bare import', 'src/view/x.ts', `import ${across};`, 'imports src/papers/paper.ts'),
  planted('import()', 'src/view/x.ts', `export const a = () => import(${across});`, 'imports src/papers/paper.ts'),
  planted('import() in a template', 'src/view/x.ts', 'export const a = () => import(`zod`);', 'imports package zod'),
  planted('a type import()', 'src/view/x.ts', `export type A = import(${across}).A;`, 'imports src/papers/paper.ts'),
  planted('a re-export', 'src/view/x.ts', `export { a } from ${across};`, 'imports src/papers/paper.ts'),
  planted('a re-export of all', 'src/view/x.ts', `export * from ${across};`, 'imports src/papers/paper.ts'),
  planted('a re-export of types', 'src/view/x.ts', `export type { A } from ${across};`, 'imports src/papers/paper.ts'),
  planted(
    'a module address for a worker',
    'src/view/x.ts',
    `export const a = new URL(${across}, import.meta.url);`,
    'src/papers',
  ),
  planted('require', 'src/view/x.ts', `const a = require(${across});`, 'calls require'),
  planted('import = require', 'src/view/x.ts', `import a = require(${across});`, 'calls require'),
  planted('an address that is computed', 'src/view/x.ts', 'export const a = (b: string) => import(b);', 'computed'),
  planted('an import without its ending', 'src/view/x.ts', `import { a } from '../kernel/clock';`, 'ends in .js'),
];

const worldly = (use: string, line: string, path = 'src/editions/x.ts'): PlantedLine =>
  planted(`${use} is not for ${path}`, path, line, `uses ${use}`);

const globals: readonly PlantedLine[] = [
  worldly('process', 'export const a = process.env.HOME;'),
  worldly('process', 'export const a = globalThis.process.pid;'),
  worldly('process', 'export const a = { process };', 'src/cli/x.ts'),
  worldly('process', 'export const { argv } = process;', 'adapters/terminal/x.ts'),
  worldly('Date.now', 'export const a = Date.now();'),
  worldly('Date.now', 'export const a = Date["now"]();'),
  worldly('Date.now', 'export const { now } = Date;'),
  worldly('new Date()', 'export const a = new Date();'),
  worldly('Date()', 'export const a = Date();'),
  worldly('performance', 'export const a = performance.now();', 'src/store/x.ts'),
  worldly('setTimeout', 'setTimeout(() => 0, 1);', 'src/delivery/x.ts'),
  worldly('setInterval', 'globalThis.setInterval(() => 0, 1);', 'adapters/terminal/x.ts'),
  worldly('AbortSignal.timeout', 'export const a = AbortSignal.timeout(1);', 'src/papers/feeds/x.ts'),
  worldly('Math.random', 'export const a = (b = Math.random()) => b;'),
  worldly('crypto', 'export const a = crypto.randomUUID();'),
  worldly('fetch', `export const a = fetch('https://example.org');`),
  worldly('fetch', 'export const a = (get: typeof fetch = fetch) => get;', 'src/papers/collect.ts'),
];

const lines = (count: number): string => '  0;\n'.repeat(count);

const habits: readonly PlantedLine[] = [
  planted('a file has at most 250 lines', 'src/view/x.ts', lines(251), 'has 251 lines'),
  planted(
    'a function has at most 50 lines',
    'src/view/x.ts',
    `function a() {\n${lines(49)}}`,
    'a function of 51 lines',
  ),
  planted('so has an arrow function', 'src/view/x.ts', `const a = () => {\n${lines(49)}};`, 'a function of 51 lines'),
  planted('and a method', 'src/view/x.ts', `class A {\n  b() {\n${lines(49)}}\n}`, 'a function of 51 lines'),
  planted('file names are kebab-case', 'src/view/fitView.ts', 'export const x = 1;', 'no kebab-case file name'),
  planted('everything is TypeScript', 'src/view/fit.js', 'export const x = 1;', 'no kebab-case file name'),
  planted('no helpers', 'src/view/text-helpers.ts', 'export const x = 1;', 'is named "helpers"'),
  planted('no utils folder', 'src/view/utils/text.ts', 'export const x = 1;', 'is named "utils"'),
  planted('no lint switched off', 'src/view/x.ts', '// biome-ignore lint: because', 'switches a check off'),
  planted('no type error silenced', 'src/view/x.ts', '/* @ts-expect-error */', 'switches a check off'),
];

export const plantedLines: readonly PlantedLine[] = [
  ...folderOrder,
  ...packages,
  ...builtins,
  ...forms,
  ...globals,
  ...habits,
];

/** Lines that look like a breach and are none. */
export const innocentLines: readonly Omit<PlantedLine, 'says'>[] = [
  { rule: 'own folder', path: 'src/papers/x.ts', line: `import { a } from './merge.js';` },
  { rule: 'own subfolder', path: 'src/store/migrations/x.ts', line: `import { a } from '../tables.js';` },
  { rule: 'an earlier feature', path: 'src/delivery/x.ts', line: `import { a } from '../votes/ballot.js';` },
  { rule: 'types of the store', path: 'src/app.ts', line: `import type { Store } from './store/store.js';` },
  {
    rule: 'an adapter loaded late',
    path: 'adapters/registry.ts',
    line: `export const a = () => import('./terminal/index.js');`,
  },
  { rule: `an adapter's settings`, path: 'adapters/registry.ts', line: `import { a } from './terminal/config.js';` },
  {
    rule: 'kernel reads the clock',
    path: 'src/kernel/x.ts',
    line: 'export const a = () => Date.now() + Math.random();',
  },
  { rule: 'a feed fetches', path: 'src/papers/feeds/x.ts', line: `export const a = fetch('https://example.org');` },
  { rule: 'a date that is said', path: 'src/editions/x.ts', line: 'export const a = (at: number) => new Date(at);' },
  {
    rule: 'a member of that name',
    path: 'src/editions/x.ts',
    line: 'export const a = (b: { process: 1 }) => b.process;',
  },
  { rule: 'a key of that name', path: 'src/editions/x.ts', line: 'export const a = { process: 1, fetch() {} };' },
  {
    rule: 'a parameter of that name',
    path: 'src/editions/x.ts',
    line: 'export const a = (fetch: () => 1) => fetch();',
  },
  {
    rule: 'a taken-apart parameter',
    path: 'src/editions/x.ts',
    line: 'export const a = ({ process }: B) => process.run();',
  },
  {
    rule: 'a local of that name',
    path: 'src/editions/x.ts',
    line: 'export function a() { const process = 1; return process; }',
  },
  { rule: 'a type of a global', path: 'src/editions/x.ts', line: 'export type A = typeof fetch;' },
  {
    rule: 'a file that is no module',
    path: 'src/view/x.ts',
    line: `export const a = new URL('../../x.json', import.meta.url);`,
  },
  { rule: '250 lines', path: 'src/view/x.ts', line: lines(250) },
  { rule: 'a function of 50 lines', path: 'src/view/x.ts', line: `function a() {\n${lines(48)}}` },
];
