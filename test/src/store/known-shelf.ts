import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Paper } from '../../../src/papers/paper.js';
import { paper } from '../../contract/store-samples.js';
import type { SearchWorld } from './search-world.js';

/** What somebody types who looks for a paper, and the papers that may come first. */
export interface KnownQuery {
  readonly kind: string;
  readonly query: string;
  readonly papers: readonly string[];
}

function linesOf<Line>(name: string): readonly Line[] {
  const text = readFileSync(resolve('test/fixture/search', name), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

type WrittenPaper = Pick<Paper, 'title' | 'abstract' | 'authors'> & { readonly key: string };

/** Some sixty papers that we made up, on what papers are about today. */
export const knownPapers: readonly Paper[] = linesOf<WrittenPaper>('papers.jsonl').map(({ key, ...fields }) =>
  paper(key, { keywords: [], ...fields }),
);

export const knownQueries: readonly KnownQuery[] = linesOf('queries.jsonl');

export async function shelveKnown({ store }: SearchWorld): Promise<void> {
  await store.papers.save(knownPapers.map((one) => ({ paper: one, listings: [] })));
}
