import { BroadsheetError } from '../../../src/kernel/errors.js';
import { namedSystems, readOptions, wholeNumber, wrongUse } from '../peers/options.js';
import type { SystemName } from '../peers/systems.js';
import { runTrials } from '../peers/trials.js';
import { knownItems } from './known-items.js';
import { readArchives } from './paper-archives.js';
import { knownJson, knownText } from './report.js';

const systems: readonly SystemName[] = ['ours', 'minisearch', 'lunr', 'fts5'];
/** Too slow to be waited for each time. */
const moreSystems: readonly SystemName[] = ['minisearch-fuzzy'];
const usage =
  'npm run bench -- known --archive <file> [--archive <file> …] [--seed 42] [--papers 300] [--only ours,fts5] [--json]';
const shownResults = 10;

/** Papers that somebody knows and looks for again: how often each search finds them first, and among the first five. */
export async function benchKnown(args: readonly string[]): Promise<string> {
  const { archives, seed, sample, json, only } = read(args);
  // Nobody gets the keywords that a list gives some papers: the others could not use them as well.
  const papers = (await readArchives(archives)).map((paper) => ({ ...paper, keywords: [] }));
  const items = knownItems(papers, sample, seed);
  if (items.length === 0) {
    const message = `No paper of ${archives.join(', ')} has authors, an abstract and three telling words in its title.`;
    throw new BroadsheetError('data', message, 'Give an archive of papers as JSON lines.');
  }
  const questions = items.map(({ text }) => ({ text }));
  const ends = await runTrials({ papers, systems: only, mode: 'typed', questions, limit: shownResults });
  const run = { seed, papers: papers.length, items, ends };
  return json ? knownJson(run) : knownText(run);
}

function read(args: readonly string[]) {
  const values = readOptions(
    args,
    {
      archive: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: '42' },
      papers: { type: 'string', default: '300' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    usage,
  );
  if (values.archive.length === 0) throw wrongUse('This benchmark needs an archive of papers.', usage);
  return {
    archives: values.archive,
    seed: wholeNumber('--seed', values.seed, 0),
    sample: wholeNumber('--papers', values.papers, 1),
    json: values.json,
    only: namedSystems(values.only, systems, moreSystems),
  };
}
