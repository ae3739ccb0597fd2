import { percentile } from '../measure.js';
import { describeP, pairedTest } from '../peers/paired-test.js';
import { rounded } from '../peers/rounded.js';
import type { SystemName } from '../peers/systems.js';
import { textTable } from '../peers/text-table.js';
import type { Trial, TrialEnd } from '../peers/trial.js';
import type { KnownItem } from './known-items.js';
import { queryKinds } from './query-kinds.js';
import { firstHits, type KnownScore, type Success, scoreOf } from './success.js';

export interface KnownRun {
  readonly seed: number;
  readonly papers: number;
  readonly items: readonly KnownItem[];
  readonly ends: ReadonlyMap<SystemName, TrialEnd>;
}

interface Scored {
  readonly name: SystemName;
  readonly trial: Trial;
  readonly score: KnownScore;
}

const scoredOf = ({ items, ends }: KnownRun): readonly Scored[] =>
  [...ends].flatMap(([name, end]) =>
    end.kind === 'trial' ? [{ name, trial: end, score: scoreOf(items, end.results) }] : [],
  );

/** One line of JSON; a system that did not run is not in it. */
export function knownJson(run: KnownRun): string {
  const systems = Object.fromEntries(scoredOf(run).map(({ name, score }) => [name, score]));
  return `${JSON.stringify({ seed: run.seed, systems }, rounded)}\n`;
}

/** The table, what did not run, and how ours compares with each of the others. */
export function knownText(run: KnownRun): string {
  const { seed, papers, items, ends } = run;
  const asked = new Set(items.map(({ paper }) => paper)).size;
  const unheard = queryKinds.filter(({ name }) => items.every(({ kind }) => kind !== name)).map(({ name }) => name);
  return [
    `${papers.toLocaleString('en-US')} papers, ${items.length} queries for ${asked} of them, seed ${seed}; success at 1 / at 5\n\n`,
    textTable(rowsOf(items, scoredOf(run))),
    '\n',
    ...(unheard.length > 0
      ? [`No paper gave a query of these kinds, the mean is without them: ${unheard.join(', ')}.\n`]
      : []),
    ...[...ends].map(([name, end]) => (end.kind === 'not run' ? `${name} not run: ${end.why}\n` : '')),
    ...scoredOf(run).flatMap(({ name, trial }) => trial.trouble.map((line) => `${name}: ${line}\n`)),
    ...comparisons(run),
    ...notes,
  ].join('');
}

/** What a reader of the table should know of how it came about. */
const notes: readonly string[] = [
  '\nfts5 is plain full-text search over titles and abstracts, without authors. minisearch is without its fuzzy search, which takes\n',
  'seconds a query: --only ours,minisearch-fuzzy asks it. The model of ours learnt from titles and abstracts of the archives that\n',
  'config/search-model.md names: on those it knows the papers, on others it does not.\n',
];

function rowsOf(items: readonly KnownItem[], scored: readonly Scored[]): readonly (readonly string[])[] {
  const row = (name: string, queries: string, cell: (one: Scored) => string): readonly string[] => [
    name,
    queries,
    ...scored.map(cell),
  ];
  return [
    row('', 'queries', ({ name }) => name),
    ...queryKinds.map(({ name }) => {
      const queries = items.filter(({ kind }) => kind === name).length;
      return row(name, String(queries), ({ score }) => pair(score.kinds[name]));
    }),
    row('mean of the kinds', String(items.length), ({ score }) => pair(score)),
    row('build, s', '', ({ trial }) => trial.buildSeconds.toFixed(1)),
    row('query p50 / p99, ms', '', ({ trial }) =>
      [0.5, 0.99].map((at) => percentile(trial.queryMs, at).toFixed(1)).join('/'),
    ),
    row('memory, MB', '', ({ trial }) => trial.megabytes.toFixed(0)),
  ];
}

const pair = (success: Success | undefined): string =>
  [success?.s1, success?.s5].map((share) => share?.toFixed(3) ?? '-').join('/');

function comparisons({ items, ends, seed }: KnownRun): readonly string[] {
  const ours = ends.get('ours');
  if (ours?.kind !== 'trial') return [];
  const own = firstHits(items, ours.results);
  return [...ends].map(([name, end]) => {
    if (name === 'ours' || end.kind !== 'trial') return '';
    const theirs = firstHits(items, end.results);
    const [better, worse] = [1, -1].map(
      (sign) => own.filter((hit, index) => hit - (theirs[index] ?? 0) === sign).length,
    );
    return `ours against ${name}, success at 1 by query: ${better} better, ${worse} worse, ${describeP(pairedTest(own, theirs, seed))}\n`;
  });
}
