import { percentile } from '../measure.js';
import { describeP, pairedTest } from '../peers/paired-test.js';
import { rounded } from '../peers/rounded.js';
import type { SystemName } from '../peers/systems.js';
import { textTable } from '../peers/text-table.js';
import type { Trial, TrialEnd } from '../peers/trial.js';
import { meanScores, metricNames, type Scores, scoresOf } from './metrics.js';
import type { TestSet } from './test-set.js';

export interface RelevanceRun {
  readonly set: TestSet;
  readonly ends: ReadonlyMap<SystemName, TrialEnd>;
}

interface Scored {
  readonly name: SystemName;
  readonly trial: Trial;
  readonly byQuery: readonly Scores[];
  readonly mean: Scores;
}

function scoredOf({ set, ends }: RelevanceRun): readonly Scored[] {
  return [...ends].flatMap(([name, end]) => {
    if (end.kind !== 'trial') return [];
    const byQuery = set.queries.map(({ judgements }, index) => scoresOf(end.results[index] ?? [], judgements));
    return [{ name, trial: end, byQuery, mean: meanScores(byQuery) }];
  });
}

/** One line of JSON; a system that did not run is not in it. */
export function relevanceJson(run: RelevanceRun): string {
  const systems = Object.fromEntries(scoredOf(run).map(({ name, mean }) => [name, mean]));
  return `${JSON.stringify({ set: run.set.name, systems }, rounded)}\n`;
}

const header = ['', 'nDCG@10', 'recall@10', 'recall@100', 'MRR@10'];
const cellsOf = (scores: Scores): readonly string[] => metricNames.map((name) => scores[name].toFixed(3));

/** The table of one set, what did not run, and how ours compares with each of the others. */
export function relevanceText(run: RelevanceRun, seed: number): string {
  const { set, ends } = run;
  const scored = scoredOf(run);
  const own = scored.find(({ name }) => name === 'ours')?.byQuery.map(({ ndcg10 }) => ndcg10);
  const rows = scored.map(({ name, mean, byQuery, trial }) => [
    name,
    ...cellsOf(mean),
    own === undefined || name === 'ours'
      ? ''
      : describeP(
          pairedTest(
            own,
            byQuery.map(({ ndcg10 }) => ndcg10),
            seed,
          ),
        ),
    trial.buildSeconds.toFixed(1),
    [0.5, 0.99].map((at) => percentile(trial.queryMs, at).toFixed(1)).join('/'),
  ]);
  return [
    `${set.name}: ${set.papers.length.toLocaleString('en-US')} documents, ${set.queries.length} queries\n`,
    textTable([[...header, 'ours against it', 'build, s', 'query p50/p99, ms'], ...rows]),
    ...[...ends].map(([name, end]) => (end.kind === 'not run' ? `${name} not run: ${end.why}\n` : '')),
    ...scored.flatMap(({ name, trial }) => trial.trouble.map((line) => `${name}: ${line}\n`)),
    '\n',
  ].join('');
}

/** Each system's mean over the sets, of those that ran on all of them. */
export function meanText(runs: readonly RelevanceRun[]): string {
  const bySet = runs.map(scoredOf);
  const names = (bySet[0] ?? []).map(({ name }) => name);
  const rows = names.flatMap((name) => {
    const means = bySet.flatMap((scored) => scored.filter((one) => one.name === name).map(({ mean }) => mean));
    return means.length === runs.length ? [[name, ...cellsOf(meanScores(means))]] : [];
  });
  return `mean of ${runs.length} sets\n${textTable([header, ...rows])}`;
}
