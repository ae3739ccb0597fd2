/** What a file may do that reaches outside its arguments. */
export type Grant = 'process' | 'time' | 'chance' | 'network';

/**
 * What the files of one folder may use. Everything that is not named is forbidden. The longest `path` that a file lies under is
 * its folder; a `path` that ends in `.ts` is a folder of one file. A folder always sees itself.
 */
export interface Folder {
  readonly path: string;
  /** Folders of ours, or single files of them. */
  readonly sees: readonly string[];
  /** Folders of which only types may be imported. */
  readonly seesTypesOf: readonly string[];
  /** Folders that may be imported only by a dynamic `import()`, so that their packages load when they are used. */
  readonly loads: readonly string[];
  readonly packages: readonly string[];
  readonly builtins: readonly string[];
  readonly grants: readonly Grant[];
}

const nothing: Omit<Folder, 'path'> = {
  sees: [],
  seesTypesOf: [],
  loads: [],
  packages: [],
  builtins: [],
  grants: [],
};

const folder = (path: string, allowed: Partial<Omit<Folder, 'path'>>): Folder => ({ ...nothing, ...allowed, path });

const base = ['src/kernel', 'src/view', 'src/platform'];
const features = ['src/papers', 'src/search', 'src/votes', 'src/editions', 'src/delivery', 'src/commands'];

const core: readonly Folder[] = [
  folder('src/kernel', {
    packages: ['temporal-polyfill', 'pino', 'node-cron'],
    builtins: ['node:crypto'],
    grants: ['process', 'time', 'chance'],
  }),
  folder('src/view', { sees: ['src/kernel'] }),
  folder('src/platform', { sees: ['src/kernel', 'src/view'], builtins: ['node:stream'] }),
  folder('src/config', {
    sees: ['src/kernel'],
    packages: ['zod', 'yaml'],
    builtins: ['node:fs', 'node:path'],
  }),
];

const featureFolders: readonly Folder[] = [
  folder('src/papers', { sees: base }),
  folder('src/papers/feeds', {
    sees: [...base, 'src/papers'],
    builtins: ['node:fs', 'node:fs/promises', 'node:path', 'node:stream', 'node:zlib'],
    grants: ['network'],
  }),
  folder('src/search', { sees: [...base, 'src/papers'], packages: ['stemmer'] }),
  folder('src/training', {
    sees: [...base, 'src/papers', 'src/search'],
    builtins: ['node:os', 'node:worker_threads'],
  }),
  folder('src/embedding', { sees: [...base, 'src/papers', 'src/search'] }),
  folder('src/embedding/models', {
    sees: [...base, 'src/embedding'],
    packages: ['onnxruntime-web', '@huggingface/tokenizers'],
    builtins: ['node:crypto', 'node:fs/promises', 'node:module', 'node:worker_threads'],
    grants: ['network'],
  }),
  folder('src/votes', { sees: [...base, 'src/papers'] }),
  folder('src/editions', { sees: [...base, 'src/papers', 'src/search', 'src/votes'] }),
  folder('src/delivery', { sees: [...base, 'src/papers', 'src/search', 'src/votes', 'src/editions'] }),
  folder('src/commands', { sees: [...base, 'src/papers', 'src/search', 'src/votes', 'src/editions', 'src/delivery'] }),
];

const storeFolders: readonly Folder[] = [
  folder('src/store', {
    sees: [...base, ...features, 'src/store/dialect'],
    packages: ['kysely'],
    builtins: ['node:fs', 'node:path', 'node:worker_threads'],
  }),
  folder('src/store/dialect', {
    sees: ['src/kernel'],
    seesTypesOf: ['src/store'],
    packages: ['kysely', 'better-sqlite3'],
    builtins: ['node:fs', 'node:path'],
  }),
];

const processFolders: readonly Folder[] = [
  folder('src/app', { sees: [...base, ...features], seesTypesOf: ['src/store'] }),
  folder('src/cli', {
    sees: [
      ...base,
      ...features,
      'src/papers/feeds',
      'src/training',
      'src/embedding',
      'src/embedding/models',
      'src/store',
      'src/config',
      'src/app',
    ],
    packages: ['commander', 'string-width'],
    builtins: ['node:fs/promises', 'node:path', 'node:readline', 'node:stream'],
  }),
  folder('src/main.ts', {
    sees: [
      ...base,
      ...features,
      'src/papers/feeds',
      'src/store',
      'src/config',
      'src/app',
      'src/cli',
      'adapters/registry.ts',
    ],
    builtins: ['node:fs/promises', 'node:os', 'node:path', 'node:url'],
    grants: ['process', 'time', 'chance'],
  }),
];

const adapter = (name: string, packages: readonly string[], builtins: readonly string[]): Folder =>
  folder(`adapters/${name}`, { sees: base, packages: ['zod', ...packages], builtins, grants: ['network'] });

const adapterFolders: readonly Folder[] = [
  adapter('terminal', ['string-width'], ['node:fs/promises', 'node:path', 'node:readline']),
  adapter(
    'slack',
    ['@slack/bolt', '@slack/oauth', '@slack/socket-mode', '@slack/types', '@slack/web-api'],
    ['node:http'],
  ),
  adapter('discord', ['@discordjs/ws', 'discord.js'], ['node:crypto']),
];

const registry: Folder = folder('adapters/registry.ts', {
  sees: [...base, ...adapterFolders.map(({ path }) => `${path}/config.ts`)],
  loads: adapterFolders.map(({ path }) => path),
  packages: ['zod'],
});

/** The dependency rule: an allow-list for every folder. */
export const folders: readonly Folder[] = [
  ...core,
  ...featureFolders,
  ...storeFolders,
  ...processFolders,
  ...adapterFolders,
  registry,
];

const lies = (file: string, path: string): boolean =>
  file === path || file === `${path}.ts` || file.startsWith(`${path}/`);

/** The folder that a file lies in: the one with the longest path. */
export function folderOf(file: string, all: readonly Folder[] = folders): Folder | undefined {
  const holding = all.filter(({ path }) => lies(file, path));
  return holding.toSorted((a, b) => b.path.length - a.path.length)[0];
}
