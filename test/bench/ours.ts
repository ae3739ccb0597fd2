import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/kernel/system-clock.js';
import type { Paper } from '../../src/papers/paper.js';
import { matchAny } from '../../src/search/match-expression.js';
import { parseSearch } from '../../src/search/parse-search.js';
import { emptyQuery } from '../../src/search/query.js';
import { termsOf } from '../../src/search/terms.js';
import { SqliteConnection } from '../../src/store/dialect/sqlite-connection.js';
import { openStore } from '../../src/store/open.js';
import { answer } from '../../src/store/search-engine.js';
import { byRelevance, shownOf } from '../../src/store/search-statements.js';
import { MemoryLog } from '../fake/log.js';

const batchSize = 500;

/** Broadsheet's own search over some papers. */
export interface Ours {
  /** As typed in a chat, filters and all: the keys of the first ten results. What is no valid search finds nothing. */
  search(text: string): Promise<readonly string[]>;
  /** Plain words of any length, without the query language. The hidden paper is as good as not there. */
  rank(text: string, options: { readonly limit: number; readonly hidden?: string }): readonly string[];
  close(): void;
}

/** Fills a temporary store as an import does. This file alone knows the engine behind it. */
export async function openOurs(papers: readonly Paper[]): Promise<Ours> {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const path = join(home, 'broadsheet.sqlite');
  await fill(path, papers);
  const connection = new SqliteConnection(path, 'read');
  return {
    search: async (text) => {
      const parsed = parseSearch(text);
      if (parsed.kind === 'problem') return [];
      const { query } = parsed;
      return [1, 2].flatMap((page) => answer(connection, { ...query, page }).hits.map(({ paper }) => paper));
    },
    rank: (text, { limit, hidden }) =>
      ranked(connection, text, limit + 1)
        .filter((key) => key !== hidden)
        .slice(0, limit),
    close: () => {
      connection.close();
      rmSync(home, { recursive: true });
    },
  };
}

async function fill(path: string, papers: readonly Paper[]): Promise<void> {
  const clock = systemClock();
  const store = await openStore({ path, mode: 'write', clock, log: new MemoryLog(), version: 'bench' });
  for (let from = 0; from < papers.length; from += batchSize) {
    const batch = papers.slice(from, from + batchSize).map((paper) => ({ paper, listings: [] }));
    await store.transaction((tx) => tx.papers.save(batch));
  }
  await store.transaction((tx) => tx.papers.compact());
  await store.close();
}

function ranked(connection: SqliteConnection, text: string, limit: number): readonly string[] {
  const query = { ...emptyQuery, words: text.split(/\s+/) };
  const any = matchAny(termsOf(query));
  if (any === undefined) return [];
  const best = byRelevance(any, query, limit);
  const docs = connection.run<{ readonly doc: number }>(best.sql, best.parameters).rows.map(({ doc }) => doc);
  const shown = shownOf(docs);
  const rows = connection.run<{ readonly doc: number; readonly key: string }>(shown.sql, shown.parameters).rows;
  const keys = new Map(rows.map(({ doc, key }) => [doc, key]));
  return docs.flatMap((doc) => keys.get(doc) ?? []);
}
