import { namedSystems, readOptions, wrongUse } from '../peers/options.js';
import type { SystemName } from '../peers/systems.js';
import { runTrials } from '../peers/trials.js';
import { leftOutText } from './left-out.js';
import { meanText, type RelevanceRun, relevanceJson, relevanceText } from './report.js';
import { readTestSet } from './test-set.js';

const systems: readonly SystemName[] = ['ours', 'minisearch', 'wink', 'lunr', 'orama', 'fts5'];
const usage = 'npm run bench -- relevance --set <folder> [--set <folder> …] [--only ours,fts5] [--json]';
const judgedResults = 100;
const testSeed = 42;

/** Sets of documents, queries and judgements of people: how well each search ranks them. */
export async function benchRelevance(args: readonly string[]): Promise<string> {
  const {
    set: folders,
    only,
    json,
  } = readOptions(
    args,
    {
      set: { type: 'string', multiple: true, default: [] },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    usage,
  );
  if (folders.length === 0) throw wrongUse('This benchmark needs a folder with a test set.', usage);
  const asked = namedSystems(only, systems);
  const sets = await Promise.all(folders.map(readTestSet));
  const runs: RelevanceRun[] = [];
  for (const set of sets) {
    const { papers, queries: questions } = set;
    runs.push({
      set,
      ends: await runTrials({ papers, systems: asked, mode: 'plain', questions, limit: judgedResults }),
    });
  }
  if (json) return runs.map(relevanceJson).join('');
  const texts = runs.map((run) => relevanceText(run, testSeed));
  if (runs.length === 1) return texts.join('');
  const leftOut = asked.includes('ours') ? await leftOutText(sets) : '';
  return [...texts, meanText(runs), leftOut].join('');
}
