import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openOurs } from './ours.js';
import { meanScores, scoresOf } from './relevance/metrics.js';
import { readTestSet } from './relevance/test-set.js';

/** Where judged sets are kept beside the repository; they are not ours to ship. */
const sets = resolve('../shared/data/relevance');

/** How well our search ranks a set's documents, as `npm run bench -- relevance` measures it. */
async function ndcgOf(name: string): Promise<number> {
  const { papers, queries } = await readTestSet(join(sets, name));
  const ours = await openOurs(papers, resolve('config/search-model.bin'));
  const scores = queries.map(({ text, hidden, judgements }) =>
    scoresOf(ours.rank(text, { limit: 10, ...(hidden !== undefined && { hidden }) }), judgements),
  );
  ours.close();
  return meanScores(scores).ndcg10;
}

describe('the judgements of people', () => {
  it.for([
    ['cacm', 0.475],
    ['cranfield', 0.41],
  ] as const)('%s: nDCG@10 of at least %d', async ([name, least], { skip }) => {
    skip(!existsSync(join(sets, name)), `there is no ${name} in ${sets}`);
    expect(await ndcgOf(name)).toBeGreaterThanOrEqual(least);
  });
});
