import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { breathe } from '../../../src/kernel/breathe.js';
import { Collector } from '../../../src/papers/collect.js';
import type { Paper } from '../../../src/papers/paper.js';
import { readModel } from '../../../src/search/model.js';
import { openStore } from '../../../src/store/open.js';
import type { OpenedStore } from '../../../src/store/store.js';
import { date, huggingface, paper } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { modelFile } from '../search/made-up-model.js';
import { madeUpPapers } from '../training/made-up-papers.js';
import { temporaryFolder } from './fresh-store.js';

const clock = new FakeClock('2026-11-24T09:00:00Z');
const log = new MemoryLog();
const shipped = modelFile({ graph: [1, 0], protein: [0, 1] });
const papers = madeUpPapers(50).map((one, index) => paper(`p${index}`, one));
const unlisted = (all: readonly Paper[]) => all.map((one) => ({ paper: one, listings: [] }));

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let model: string;
let store: OpenedStore;

beforeEach(async () => {
  folder = temporaryFolder();
  path = join(folder.path, 'broadsheet.sqlite');
  model = join(folder.path, 'model.bin');
  writeFileSync(model, shipped);
  store = await openStore({ path, mode: 'write', clock, log, version: '1.2.3', model });
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

/** How often everybody else had a turn while this went on. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let [turns, goesOn] = [0, true];
  const count = (): void => {
    turns += 1;
    if (goesOn) setImmediate(count);
  };
  setImmediate(count);
  await work;
  goesOn = false;
  return turns;
}

function asked(statement: string): unknown {
  const database = new Sqlite(path, { readonly: true });
  try {
    return database.prepare(statement).pluck().get();
  } finally {
    database.close();
  }
}
const found = (word: string): unknown => asked(`select count(*) from paper_text where paper_text match '${word}'`);

describe("a day's list", () => {
  it('lets everybody else have a turn while it is saved, and is indexed whole', async () => {
    const list = async () => ({
      kind: 'listed' as const,
      papers: papers.map((one, upvotes) => ({ paper: one, upvotes })),
      skipped: [],
    });
    const feed = { id: huggingface, list, mayChange: () => true };
    const collector = new Collector({ feeds: new Map([[huggingface, feed as never]]), store, clock, log });
    const day = date('2026-06-02');
    const read = () => collector.readDay([huggingface], day, new AbortController().signal);
    expect(await turnsDuring(read())).toBeGreaterThan(papers.length / 10);
    expect(asked('select count(*) from paper_terms join paper_vector using (doc)')).toBe(papers.length);
    expect(await store.papers.days(huggingface, day, day)).toMatchObject([{ papers: papers.length }]);
  });

  it('is found by what another source says of a paper while it is made ready', async () => {
    const saved = store.papers.save(unlisted(papers));
    for (let turn = 0; turn < 3; turn += 1) await breathe();
    const better = paper('p3', { title: 'Tidewater', keywords: [], sources: ['arxiv'] });
    await store.transaction((tx) => tx.papers.save(unlisted([better])));
    expect(found('tidewater')).toBe(1);
    await saved;
    expect((await store.papers.find([better.key])).get(better.key)?.title).toBe('Tidewater');
    expect(found('tidewater')).toBe(1);
  });
});

describe('the search model', () => {
  it('is read ahead, so that the first save need not', async () => {
    await store.loadModel();
    rmSync(model);
    await store.papers.save(unlisted(papers.slice(0, 1)));
    expect(asked('select model from paper_vector')).toBe(readModel(shipped).id);
  });
});
