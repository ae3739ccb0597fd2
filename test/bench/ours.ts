import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/kernel/system-clock.js';
import type { Paper } from '../../src/papers/paper.js';
import { parseSearch } from '../../src/search/parse-search.js';
import { emptyQuery } from '../../src/search/query.js';
import { SqliteConnection } from '../../src/store/dialect/sqlite-connection.js';
import { openStore } from '../../src/store/open.js';
import { type RankOptions, SearchEngine } from '../../src/store/search-engine.js';
import { modelFor } from '../../src/store/search-model.js';
import { MemoryLog } from '../fake/log.js';
import { modelFile } from './places.js';

const batchSize = 500;

/** Broadsheet's own search over some papers. */
export interface Ours {
  /** As typed in a chat, filters and all: the keys of the first page's five results. What is no valid search finds nothing. */
  search(text: string): Promise<readonly string[]>;
  /** Plain words of any length, without the query language. The hidden paper is as good as not there. */
  rank(text: string, options: RankOptions): readonly string[];
  close(): void;
}

/** Fills a temporary store as an import does. This file alone knows the engine behind it. */
export async function openOurs(papers: readonly Paper[], model = modelFile): Promise<Ours> {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const path = join(home, 'broadsheet.sqlite');
  await fill(path, papers, model);
  const connection = new SqliteConnection(path, 'read');
  const engine = new SearchEngine(connection, modelFor(connection, model).model);
  return {
    search: async (text) => {
      const parsed = parseSearch(text);
      if (parsed.kind === 'problem') return [];
      return engine.search(parsed.query).hits.map(({ paper }) => paper);
    },
    rank: (text, options) => engine.rank({ ...emptyQuery, words: text.split(/\s+/) }, options),
    close: () => {
      connection.close();
      rmSync(home, { recursive: true });
    },
  };
}

async function fill(path: string, papers: readonly Paper[], model: string): Promise<void> {
  const clock = systemClock();
  const store = await openStore({
    path,
    mode: 'write',
    clock,
    log: new MemoryLog(),
    version: 'bench',
    model,
  });
  for (let from = 0; from < papers.length; from += batchSize) {
    const batch = papers.slice(from, from + batchSize).map((paper) => ({ paper, listings: [] }));
    await store.transaction((tx) => tx.papers.save(batch));
  }
  await store.transaction((tx) => tx.papers.compact());
  await store.close();
}
