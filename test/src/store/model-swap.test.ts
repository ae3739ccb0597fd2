import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readModel } from '../../../src/search/model.js';
import { emptyQuery, type SearchQuery } from '../../../src/search/query.js';
import { openStore } from '../../../src/store/open.js';
import { restoreStore } from '../../../src/store/restore.js';
import { openSearch } from '../../../src/store/search-client.js';
import { paper } from '../../contract/store-samples.js';
import { modelFile } from '../search/made-up-model.js';
import { builtWorker, openSearchWorld, type SearchWorld } from './search-world.js';

/** To each of these models a tide is something else. */
const likeMoon = modelFile({ tide: [1, 0], moon: [1, 0], wind: [-0.2, 1], sand: [-0.8, 1] });
const likeWind = modelFile({ tide: [1, 0], moon: [-0.2, 1], wind: [1, 0], sand: [-0.8, 1] });
const idOf = (bytes: Uint8Array): string => readModel(bytes).id;
const [moonId, windId] = [idOf(likeMoon), idOf(likeWind)];

const byMoon = ['moon', 'wind', 'sand'];
const byWind = ['wind', 'moon', 'sand'];
const byWords = ['sand', 'wind', 'moon'];

let world: SearchWorld;

beforeEach(async () => {
  world = await openSearchWorld(likeMoon);
  // To the words they are all alike, and the newest comes first.
  for (const name of ['moon', 'wind', 'sand']) await world.shelve(name, { title: `Tide ${name}`, abstract: '' });
});
afterEach(() => world.close());

const tideQuery: SearchQuery = { ...emptyQuery, words: ['tide'] };
const tides = () => world.keys('tide');

function inFile<T>(body: (database: Sqlite.Database) => T): T {
  const database = new Sqlite(world.path);
  try {
    return body(database);
  } finally {
    database.close();
  }
}

/** Which model is stored, and what is stored that models made. */
const stored = () =>
  inFile((database) => ({
    model: database.prepare('select id from search_model').pluck().all(),
    vectors: database.prepare('select doc, model, hex(vector) as vector from paper_vector order by doc').all(),
  }));

const modelsTold = () => world.log.lines.filter(({ event }) => event === 'search.model').map(({ fields }) => fields);
const troubles = () => world.log.lines.filter(({ event }) => event === 'search.model-unusable');

/** So many that a swap takes more than one breath. */
const shelveMany = () => {
  const many = Array.from({ length: 1_200 }, (_, index) =>
    paper(`p${index}`, { title: `Sand ${index}`, abstract: '' }),
  );
  return world.store.papers.save(many.map((one) => ({ paper: one, listings: [] })));
};

describe('another search model', () => {
  it('takes the place of the first with all directions in one step, for searches that are open already too', async () => {
    await shelveMany();
    expect(await tides()).toEqual(byMoon);
    const seen: string[] = [];
    let isSwapped = false;
    const swap = world.store.searchIndex.replaceModel(likeWind).finally(() => {
      isSwapped = true;
    });
    while (!isSwapped) seen.push((await tides()).join());
    expect(await swap).toEqual({ kind: 'swapped', model: windId, papers: 1_203 });
    expect(await tides()).toEqual(byWind);
    const whole = [byMoon.join(), byWind.join()];
    expect(seen.filter((order) => !whole.includes(order))).toEqual([]);
    expect(modelsTold()).toEqual([
      { model: moonId, trained: false },
      { model: windId, trained: true },
    ]);
    expect(new Set(stored().vectors.map((row) => (row as { model: string }).model))).toEqual(new Set([windId]));
    await world.shelve('late', { title: 'Tide wind', abstract: 'wind' });
    expect(stored().vectors.at(-1)).toMatchObject({ model: windId });
  });

  it('says how far it is, and changes nothing when it is stopped', async () => {
    await shelveMany();
    await world.store.searchIndex.renew();
    const before = stored();
    const stopping = new AbortController();
    const reports: string[] = [];
    const onProgress = (papers: number, of: number): void => {
      reports.push(`${papers} of ${of}`);
      if (reports.length === 2) setImmediate(() => stopping.abort());
    };
    const options = { onProgress, signal: stopping.signal };
    expect(await world.store.searchIndex.replaceModel(likeWind, options)).toEqual({ kind: 'stopped' });
    expect(reports).toEqual(['500 of 1203', '1000 of 1203']);
    expect(stored()).toEqual(before);
    expect(await tides()).toEqual(byMoon);
    await world.shelve('late', { title: 'Tide late', abstract: 'moon' });
    expect(stored().vectors.at(-1)).toMatchObject({ model: moonId });
  });

  it('is refused when it is none, and then nothing has changed', async () => {
    const before = stored();
    await expect(world.store.searchIndex.replaceModel(Buffer.from('prose'))).rejects.toMatchObject({ code: 'data' });
    expect(stored()).toEqual(before);
  });

  it('needs no renewal, neither before nor after', async () => {
    expect(await world.store.searchIndex.renew()).toMatchObject({ isDone: true });
    await world.store.searchIndex.replaceModel(likeWind);
    const before = stored();
    expect(inFile((database) => database.prepare('select model, doc from search_renewal').all())).toEqual([
      { model: windId, doc: 3 },
    ]);
    expect(await world.store.searchIndex.renew()).toEqual({ isDone: true, papers: 3, of: 3, texts: 0 });
    expect(stored()).toEqual(before);
  });

  it('is gone again, as if it had never been there, when search returns to the one that ships', async () => {
    const before = stored();
    const { searchIndex } = world.store;
    expect(await searchIndex.returnToShippedModel()).toEqual({ kind: 'unchanged' });
    await searchIndex.replaceModel(likeWind);
    expect(await tides()).toEqual(byWind);
    writeFileSync(world.shipped, likeMoon.subarray(0, -1));
    const refused = searchIndex.returnToShippedModel();
    await expect(refused).rejects.toMatchObject({ code: 'data', message: expect.stringContaining('cannot be read') });
    expect(await tides()).toEqual(byWind);
    writeFileSync(world.shipped, likeMoon);
    expect(await searchIndex.returnToShippedModel()).toEqual({ kind: 'swapped', model: moonId, papers: 3 });
    expect(stored()).toEqual(before);
    expect(await tides()).toEqual(byMoon);
  });

  it('stays in backups, and comes back with them', async () => {
    await world.store.searchIndex.replaceModel(likeWind);
    const copy = join(world.path, '..', 'copy.sqlite');
    await world.store.backup(copy);
    const restored = join(world.path, '..', 'restored', 'broadsheet.sqlite');
    const { clock, log } = world;
    await (await openStore({ path: restored, mode: 'write', clock, log, version: '0.0.0' })).close();
    await restoreStore({ path: restored, from: copy, clock, log, version: '0.0.0' });
    for (const path of [copy, restored]) {
      const search = openSearch({ path, model: world.shipped, clock, log, workerUrl: builtWorker });
      const { hits } = await search.search(tideQuery);
      expect(hits.map((hit) => hit.paper)).toEqual(byWind);
      await search.close();
    }
  });
});

describe('a search model that cannot be read', () => {
  it('leaves search to the words, and is told once by whoever writes and once by whoever searches', async () => {
    await world.close();
    world = await openSearchWorld(likeMoon.subarray(0, -1));
    for (const name of ['moon', 'wind', 'sand']) await world.shelve(name, { title: `Tide ${name}`, abstract: '' });
    for (let time = 0; time < 3; time += 1) expect(await tides()).toEqual(byWords);
    const trouble = {
      level: 'warn',
      event: 'search.model-unusable',
      fields: { reason: 'The search model is cut off or damaged.', instead: 'words alone' },
    };
    expect(world.log.lines).toEqual([trouble, trouble]);
    writeFileSync(world.shipped, likeMoon);
    const search = openSearch({ ...world, model: world.shipped, workerUrl: builtWorker });
    expect((await search.search(tideQuery)).hits.map((hit) => hit.paper)).toEqual(byMoon);
    await search.close();
  });

  it('is not told again when the thread that searches is another one', async () => {
    writeFileSync(world.shipped, 'damaged');
    const dying = `${world.path}.worker.mjs`;
    writeFileSync(
      dying,
      `import { existsSync, writeFileSync } from 'node:fs';
      import { parentPort, workerData } from 'node:worker_threads';
      const died = workerData.path + '.died';
      await import(${JSON.stringify(builtWorker.href)});
      let asked = 0;
      parentPort.on('message', () => {
        asked += 1;
        if (asked < 2 || existsSync(died)) return;
        writeFileSync(died, '');
        process.exit(9);
      });`,
    );
    const search = openSearch({ ...world, model: world.shipped, workerUrl: pathToFileURL(dying) });
    for (let time = 0; time < 6; time += 1) expect((await search.search(tideQuery)).total).toBe(3);
    expect(world.log.lines.map(({ event }) => event)).toEqual(['search.model-unusable', 'search.worker_died']);
    await search.close();
  });

  it('gives way to the one that ships when it was trained by another version', async () => {
    await world.store.searchIndex.replaceModel(likeWind);
    inFile((database) => database.prepare("update search_model set id = 'other', bytes = ?").run(Buffer.from('new')));
    expect(await tides()).toEqual(byMoon);
    expect(troubles()).toMatchObject([{ fields: { instead: moonId } }]);
    const { path, clock, log, shipped } = world;
    await world.store.close();
    const again = await openStore({ path, mode: 'write', clock, log, version: '0.0.0', model: shipped });
    await again.searchIndex.renew();
    expect(stored().vectors).toMatchObject([{ model: moonId }, { model: moonId }, { model: moonId }]);
    expect(troubles()).toHaveLength(2);
    await again.close();
  });

  it('leaves no direction of a text that changed meanwhile', async () => {
    const { path, clock, log, shipped } = world;
    await world.store.searchIndex.renew();
    await world.store.close();
    writeFileSync(shipped, 'damaged');
    const blind = await openStore({ path, mode: 'write', clock, log, version: '0.0.0', model: shipped });
    await blind.papers.save([
      { paper: paper('sand', { keywords: [], title: 'Tide moon', abstract: '' }), listings: [] },
    ]);
    await blind.close();
    writeFileSync(shipped, likeMoon);
    const store = await openStore({ path, mode: 'write', clock, log, version: '0.0.0', model: shipped });
    expect(await store.searchIndex.renew()).toMatchObject({ isDone: true });
    const [moon, , sand] = stored().vectors as { vector: string }[];
    expect(sand?.vector).toBe(moon?.vector);
    expect(readFileSync(shipped).length).toBe(likeMoon.length);
    await store.close();
  });
});
