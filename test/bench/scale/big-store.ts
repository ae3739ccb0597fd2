import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { systemClock } from '../../../src/kernel/system-clock.js';
import type { Paper } from '../../../src/papers/paper.js';
import { readModel } from '../../../src/search/model.js';
import { compactIndex } from '../../../src/store/compaction.js';
import { SqliteConnection } from '../../../src/store/dialect/sqlite-connection.js';
import { openDatabase, storeOf } from '../../../src/store/open.js';
import { rowOfPaper } from '../../../src/store/paper-rows.js';
import { indexPapers } from '../../../src/store/search-index.js';
import { MemoryLog } from '../../fake/log.js';
import { modelFile } from '../places.js';

const batchSize = 500;

/** How long it took to index the papers that are stored. */
export interface Built {
  readonly papers: number;
  readonly indexSeconds: number;
  readonly compactSeconds: number;
}

/** Stores papers, then indexes them as a save does, in batches, so that the two can be told apart. */
export async function buildStore(
  path: string,
  papers: Iterable<Paper>,
  onBatch: (papers: number) => void,
): Promise<Built> {
  const log = new MemoryLog();
  const options = { path, mode: 'write' as const, clock: systemClock(), log, version: 'bench', model: modelFile };
  const opened = await openDatabase(options);
  const store = storeOf(opened, options);
  const model = readModel(readFileSync(modelFile));
  let [count, indexMs] = [0, 0];
  for (const batch of batches(papers)) {
    await opened.db.insertInto('paper').values(batch.map(rowOfPaper)).execute();
    const start = performance.now();
    await opened.db.transaction().execute((tx) => indexPapers(tx, batch, model));
    indexMs += performance.now() - start;
    count += batch.length;
    onBatch(count);
  }
  const start = performance.now();
  await opened.db.transaction().execute((tx) => compactIndex(tx));
  const compactMs = performance.now() - start;
  await store.close();
  return { papers: count, indexSeconds: indexMs / 1_000, compactSeconds: compactMs / 1_000 };
}

function* batches(papers: Iterable<Paper>): Generator<readonly Paper[]> {
  let batch: Paper[] = [];
  for (const paper of papers) {
    batch.push(paper);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What the parts of the file take, in bytes, by table or index, the largest first. */
export function sizesIn(path: string): readonly { readonly name: string; readonly bytes: number }[] {
  const connection = new SqliteConnection(path, 'read');
  const sql = `select case when name like 'paper_text%' then 'paper_text' when name like 'paper_name%' then 'paper_name'
      when name like 'sqlite_autoindex%' then 'keys' else name end as name, sum(pgsize) as bytes
    from dbstat where aggregate = true group by 1 order by 2 desc`;
  const { rows } = connection.run<{ readonly name: string; readonly bytes: number }>(sql, []);
  connection.close();
  return rows;
}

/** Titles from the whole store, evenly by when they came. */
export function titlesIn(path: string, count: number): readonly string[] {
  const connection = new SqliteConnection(path, 'read');
  const sql = `select p.title from paper_doc d join paper p on p.key = d.paper_key
    where d.doc % max(1, (select max(doc) from paper_doc) / ?) = 0 order by d.doc`;
  const { rows } = connection.run<{ readonly title: string }>(sql, [count]);
  connection.close();
  return rows.map(({ title }) => title);
}
