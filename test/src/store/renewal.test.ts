import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaperKey } from '../../../src/papers/paper.js';
import { readModel } from '../../../src/search/model.js';
import { emptyQuery } from '../../../src/search/query.js';
import { SqliteConnection } from '../../../src/store/dialect/sqlite-connection.js';
import { openStore } from '../../../src/store/open.js';
import { openSearch } from '../../../src/store/search-client.js';
import { SearchShelf } from '../../../src/store/search-shelf.js';
import type { Store } from '../../../src/store/store.js';
import { paper } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { modelFile } from '../search/made-up-model.js';
import { madeUpPapers, topics } from '../training/made-up-papers.js';
import { temporaryFolder } from './fresh-store.js';
import { leaveOldDatabase, papersAsBefore, schemaBeforeRanking } from './old-database.js';
import { StoreProcess } from './process.js';
import { builtWorker } from './search-world.js';

const clock = new FakeClock('2026-11-24T09:00:00Z');

/** Points each word of a topic near the topic's axis, to one side or the other. */
const modelOf = (tilt: number): Uint8Array =>
  modelFile(
    Object.fromEntries(
      topics.flatMap((words, topic) =>
        words.map((word, index) => [word, [topic === 0 ? 1 : -1, tilt * ((index % 5) - 2), (index % 3) - 1]]),
      ),
    ),
  );
const first = modelOf(1);
const second = modelOf(-3);
const idOf = (bytes: Uint8Array): string => readModel(bytes).id;

const papers = madeUpPapers(70).map((one, index) =>
  paper(`p${index}`, { ...one, authors: [`Ada Author${index % 7}`], keywords: index % 9 === 0 ? ['layer'] : [] }),
);

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let model: string;
let log: MemoryLog;

beforeEach(async () => {
  folder = temporaryFolder();
  path = join(folder.path, 'broadsheet.sqlite');
  model = join(folder.path, 'model.bin');
  log = new MemoryLog();
  writeFileSync(model, first);
  await leaveOldDatabase(path, schemaBeforeRanking, clock, papersAsBefore(papers));
});
afterEach(() => folder.remove());

async function withStore<T>(body: (store: Store) => Promise<T>, shipped: string | undefined = model): Promise<T> {
  const store = await openStore({ path, mode: 'write', clock, log, version: '1.2.3', model: shipped });
  return body(store).finally(() => store.close());
}

/** Renews in pieces of so many papers; how far each got. */
async function renewed(store: Store, most?: number): Promise<readonly number[]> {
  const reached: number[] = [];
  for (;;) {
    const { isDone, papers: done } = await store.searchIndex.renew(most);
    reached.push(done);
    if (isDone) return reached;
  }
}

function inFile<T>(body: (database: Sqlite.Database) => T): T {
  const database = new Sqlite(path, { readonly: true });
  try {
    return body(database);
  } finally {
    database.close();
  }
}

const indexed = () =>
  inFile((database) => ({
    terms: database.prepare('select doc, version, hex(terms) from paper_terms order by doc').all(),
    vectors: database.prepare('select doc, model, hex(vector) from paper_vector order by doc').all(),
  }));
const countOf = (where: string): number =>
  inFile((database) => database.prepare(`select count(*) from ${where}`).pluck().get()) as number;

const asked = [
  'graph',
  'protein gene',
  'layer degree walk cluster path',
  'ada author3 cell',
  'model data node therapy',
];

type Orders = readonly (readonly string[])[];

/** What searches and likeness put in which order. */
async function orders(search: ReturnType<typeof openSearch>): Promise<Orders> {
  const found: (readonly string[])[] = [];
  for (const text of asked) {
    for (const page of [1, 2]) {
      const { hits } = await search.search({ ...emptyQuery, words: text.split(' '), page });
      found.push(hits.map((hit) => hit.paper));
    }
  }
  for (const name of ['p3', 'p40']) found.push(await search.similar(name as PaperKey, 8));
  return found;
}

async function freshOrders(): Promise<Orders> {
  const search = openSearch({ path, model, clock, log, workerUrl: builtWorker });
  return orders(search).finally(() => search.close());
}

describe('papers that an older program stored', () => {
  it('are found at once, in the order in which they are found once they are renewed', async () => {
    await withStore(async (store) => {
      const open = openSearch({ path, model, clock, log, workerUrl: builtWorker });
      const before = await orders(open);
      expect(before.flat().length).toBeGreaterThan(60);
      expect(indexed().vectors).toEqual([]);
      await store.searchIndex.renew(30);
      expect(await orders(open)).toEqual(before);
      await renewed(store);
      expect(countOf('paper_terms where version = 1')).toBe(papers.length);
      expect(await orders(open)).toEqual(before);
      await open.close();
      expect(await freshOrders()).toEqual(before);
    });
  });

  it('are renewed piece by piece, each once, to what they would be were they saved today', async () => {
    const again = await withStore(async (store) => {
      expect(await renewed(store, 20)).toEqual([20, 40, 60, 70]);
      const after = indexed();
      const watcher = new Sqlite(path, { readonly: true });
      const version = watcher.pragma('data_version');
      expect(await renewed(store, 20)).toEqual([70]);
      expect(watcher.pragma('data_version')).toEqual(version);
      watcher.close();
      return after;
    });
    path = join(folder.path, 'fresh.sqlite');
    await withStore((store) => store.papers.save(papers.map((one) => ({ paper: one, listings: [] }))));
    expect(indexed()).toEqual(again);
  });

  it('are gone on with where the process died that renewed them', async () => {
    const script = `
      const store = await open('write');
      await store.searchIndex.renew(15);
      say(String((await store.searchIndex.renew(15)).papers));
      await store.transaction(async (tx) => {
        await tx.searchIndex.renew(15);
        say('half');
        await new Promise(() => setInterval(() => {}, 1000));
      });`;
    const process = new StoreProcess(path, script);
    expect(await process.heard()).toBe('30');
    expect(await process.heard()).toBe('half');
    await process.kill();
    // That process had no model.
    await withStore(async (store) => {
      expect(countOf('paper_terms where version = 1')).toBe(30);
      expect(await renewed(store, 15)).toEqual([45, 60, 70]);
    }, '');
  });

  it('are current when they are saved meanwhile, as are new ones', async () => {
    await withStore(async (store) => {
      await store.searchIndex.renew(20);
      const changed = { ...papers[50], title: 'Graph of changes' } as (typeof papers)[number];
      const added = paper('new', { title: 'Graph of news' });
      await store.papers.save([changed, added].map((one) => ({ paper: one, listings: [] })));
      expect(
        countOf(`paper_terms t join paper_vector v using (doc) where version = 1 and model = '${idOf(first)}'
        and doc in (51, 71)`),
      ).toBe(2);
      const saved = indexed().vectors.filter((row) => [51, 71].includes((row as { doc: number }).doc));
      expect(await renewed(store, 20)).toEqual([40, 61, 71]);
      expect(indexed().vectors).toEqual(expect.arrayContaining(saved));
    });
  });
});

describe('how long papers are on average', () => {
  it('is known before any is renewed, from some of them, and exactly once all are', async () => {
    path = join(folder.path, 'large.sqlite');
    const abstractOf = (index: number): string =>
      Array(10 + (index % 2))
        .fill('tide')
        .join(' ');
    const many = Array.from({ length: 450 }, (_, index) => paper(`p${index}`, { abstract: abstractOf(index) }));
    await leaveOldDatabase(path, schemaBeforeRanking, clock, papersAsBefore(many));
    await withStore(async (store) => {
      const connection = new SqliteConnection(path, 'read');
      const shelf = new SearchShelf(connection);
      const average = (): number => {
        shelf.renew();
        return shelf.averages().abstract;
      };
      expect(average()).toBe(10);
      await renewed(store, 200);
      expect(average()).toBe(10.5);
      connection.close();
    });
  });
});

describe('another model that ships with a newer program', () => {
  it('is searched by at once, and all directions are renewed', async () => {
    await withStore(renewed);
    const byFirst = await freshOrders();
    writeFileSync(model, second);
    const bySecond = await freshOrders();
    expect(bySecond).not.toEqual(byFirst);
    await withStore(async (store) => {
      expect(await renewed(store, 40)).toEqual([40, 70]);
      expect(countOf(`paper_vector where model = '${idOf(second)}'`)).toBe(papers.length);
      expect(await freshOrders()).toEqual(bySecond);
      expect(await renewed(store)).toEqual([70]);
    });
  });

  it('leaves the words as they are indexed, so that more papers fit into one piece', async () => {
    await withStore(async (store) => expect(await renewed(store)).toEqual([8, 16, 24, 32, 40, 48, 56, 64, 70]));
    const words = () =>
      inFile((database) =>
        ['paper_text_data', 'paper_name_data', 'paper_terms'].map((table) =>
          database.prepare(`select * from ${table}`).all(),
        ),
      );
    const before = words();
    writeFileSync(model, second);
    await withStore(async (store) => expect(await renewed(store)).toEqual([30, 60, 70]));
    expect(words()).toEqual(before);
    await withStore((store) => store.papers.save([{ paper: paper('p0', { title: 'Walk' }), listings: [] }]));
    expect(words()).not.toEqual(before);
  });

  it('changes nothing for a model that was trained', async () => {
    await withStore(async (store) => {
      await renewed(store);
      await store.searchIndex.replaceModel(second);
    });
    const before = indexed();
    writeFileSync(model, modelOf(5));
    await withStore(async (store) => expect(await renewed(store)).toEqual([70]));
    expect(indexed()).toEqual(before);
  });
});
