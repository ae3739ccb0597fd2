import { type Folder, folders } from './folders.js';

/** The gitignore-style patterns by which Biome knows imports of a folder, wherever they are written from. */
const patternsOf = (path: string): readonly string[] => {
  const name = path.split('/').at(-1)?.replace(/\.ts$/, '') ?? path;
  return path.endsWith('.ts') || path === 'src/app' ? [`**/${name}.js`, `**/${name}/**`] : [`**/${name}/**`];
};

const isSeen = (own: Folder, other: Folder): boolean =>
  [...own.sees, ...own.seesTypesOf, ...own.loads, own.path].some(
    (seen) => seen === other.path || seen.startsWith(`${other.path}/`),
  );

const isAdapter = (path: string): boolean => path.startsWith('adapters/');

/** An adapter's own files are `./…`, so that all that goes through the adapters' folder is foreign. */
const forbiddenPatterns = (own: Folder): readonly string[] => [
  ...folders.filter((other) => !isAdapter(other.path) && !isSeen(own, other)).flatMap(({ path }) => patternsOf(path)),
  ...(own.path === 'src/main.ts' ? ['**/adapters/*/**'] : ['**/adapters/**']),
];

const globs = (path: string): readonly string[] => {
  if (path.endsWith('.ts')) return [path];
  return path === 'src/app' ? ['src/app.ts', 'src/app/**'] : [`${path}/**`];
};

const below = (own: Folder): readonly string[] =>
  folders
    .filter(({ path }) => path.startsWith(`${own.path}/`))
    .flatMap(({ path }) => globs(path).map((one) => `!${one}`));

const list = (names: readonly string[]): string => names.join(', ') || 'none';

function overrideOf(own: Folder): unknown {
  const outside = [
    ...own.packages.flatMap((name) => [`!${name}`, `!${name}/**`]),
    ...own.builtins.map((name) => `!${name}`),
  ];
  const patterns = [
    {
      group: ['**', '!./**', '!../**', ...outside],
      message: `${own.path} may use the packages: ${list(own.packages)}; the built-ins: ${list(own.builtins)}.`,
    },
    { group: forbiddenPatterns(own), message: `${own.path} sees: ${list(own.sees)}.` },
  ];
  return {
    includes: [...globs(own.path), ...below(own)],
    linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
  };
}

/** The dependency rule as Biome's configuration, so that an editor shows most breaches as they are typed. */
export const biomeOverrides = (): readonly unknown[] => folders.map(overrideOf);
