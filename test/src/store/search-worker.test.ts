import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaperKey } from '../../../src/papers/paper.js';
import { emptyQuery, type SearchQuery } from '../../../src/search/query.js';
import { openSearch } from '../../../src/store/search-client.js';
import { paper } from '../../contract/store-samples.js';
import { builtWorker, openSearchWorld, type SearchWorld } from './search-world.js';

let world: SearchWorld;

beforeEach(async () => {
  world = await openSearchWorld();
});
afterEach(() => world.close());

const words = (...typed: readonly string[]): SearchQuery => ({ ...emptyQuery, words: typed });

describe('search', () => {
  it('sees what was committed after its first answer, and nothing that was rolled back', async () => {
    expect(await world.keys('tides')).toEqual([]);
    await world.shelve('late', { title: 'Tides' });
    const rolledBack = world.store.transaction(async ({ papers }) => {
      await papers.save([{ paper: paper('never', { title: 'Tides' }), listings: [] }]);
      throw new Error('back');
    });
    await expect(rolledBack).rejects.toThrow('back');
    expect(await world.keys('tides')).toEqual(['late']);
  });

  it('finds a paper under its new title and authors, and no longer under the old ones', async () => {
    await world.shelve('one', { title: 'Tides', authors: ['Ada Moon'], publishedOn: null }, 5);
    expect(await world.keys('tides author:moon')).toEqual(['one']);
    await world.shelve('one', { title: 'Currents', authors: ['Ada Sun'] }, 9);
    expect(await world.keys('tides')).toEqual([]);
    expect(await world.keys('moon')).toEqual([]);
    expect(await world.keys('currents author:sun min:9 since:2026-06-01')).toEqual(['one']);
    expect((await world.ask('tidess')).didYouMean).toBeNull();
  });

  it('turns pages up to two hundred results, each shown once', async () => {
    const batch = Array.from({ length: 203 }, (_, index) => paper(`p${index}`, { title: 'Tides again' }));
    await world.store.papers.save(batch.map((one) => ({ paper: one, listings: [] })));
    const seen = new Set<string>();
    for (let page = 1; page <= 40; page += 1) {
      const { hits, first, total, capped } = await world.search.search({ ...words('tides'), page });
      expect({ hits: hits.length, first, total, capped }).toEqual({
        hits: 5,
        first: page * 5 - 4,
        total: 200,
        capped: true,
      });
      for (const hit of hits) seen.add(hit.paper);
    }
    expect(seen.size).toBe(200);
    const past = await world.search.search({ ...words('tides'), page: 41 });
    expect(past).toMatchObject({ hits: [], total: 200 });
  });

  it('shows the last page as far as it goes', async () => {
    for (let index = 0; index < 7; index += 1) await world.shelve(`p${index}`, { title: 'Tides' });
    const page = await world.ask('tides page:2');
    expect(page).toMatchObject({ first: 6, total: 7, capped: false });
    expect(page.hits).toHaveLength(2);
  });
});

describe('papers like one of them', () => {
  it('are the nearest ones without itself, and none for a paper that is not here', async () => {
    await world.shelve('one', { title: 'Tides of the Moon' });
    await world.shelve('two', { title: 'The Moon and its Tides' });
    await world.shelve('three', { title: 'Tides', abstract: 'Of a sea.' });
    await world.shelve('four', { title: 'Deserts', abstract: 'No water.' });
    const near = await world.search.similar('one' as PaperKey, 5);
    expect(near.slice(0, 2)).toEqual(['two', 'three']);
    expect(await world.search.similar('one' as PaperKey, 1)).toEqual(['two']);
    expect(await world.search.similar('none' as PaperKey, 5)).toEqual([]);
  });
});

describe('the thread behind it', () => {
  it('is asked by at most 64 that wait', async () => {
    const asked = Array.from({ length: 66 }, () => world.search.search(words('tides')));
    await expect(asked[65]).rejects.toMatchObject({ code: 'unavailable', message: '64 searches are waiting already.' });
    expect(await Promise.all(asked.slice(0, 65))).toHaveLength(65);
    expect(await world.keys('tides')).toEqual([]);
  });

  it('has five seconds for an answer, and the next search a thread of its own', async () => {
    const slow = world.search.search(words('tides'));
    const waiting = world.search.search(words('tides'));
    const outcome = Promise.allSettled([slow, waiting]);
    await world.clock.advance(5_000);
    expect(await outcome).toMatchObject([
      { status: 'rejected', reason: { code: 'unavailable', message: 'The search took longer than 5 seconds.' } },
      { status: 'rejected', reason: { code: 'unavailable' } },
    ]);
    await world.shelve('one', { title: 'Tides' });
    expect(await world.keys('tides')).toEqual(['one']);
    expect(world.clock.sleepers).toBe(0);
  });

  const workerOf = (source: string): URL => {
    const path = `${world.path}.worker.mjs`;
    writeFileSync(path, source);
    return pathToFileURL(path);
  };

  it('is started again when it dies, and answers what it was asked', async () => {
    const workerUrl = workerOf(`
      import { existsSync, writeFileSync } from 'node:fs';
      import { parentPort, workerData } from 'node:worker_threads';
      const died = workerData.path + '.died';
      if (existsSync(died)) await import(${JSON.stringify(builtWorker.href)});
      else parentPort.on('message', () => { writeFileSync(died, ''); process.exit(9); });
    `);
    await world.shelve('one', { title: 'Tides' });
    const search = openSearch({ ...world, workerUrl });
    expect((await search.search(words('tides'))).total).toBe(1);
    expect(world.log.lines.map(({ event }) => event)).toEqual(['search.worker_died']);
    await search.close();
  });

  it('is not started a third time for the same search', async () => {
    const workerUrl = workerOf(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', () => { throw new Error('broken'); });
    `);
    const search = openSearch({ ...world, workerUrl });
    const [first, second] = await Promise.allSettled([search.search(words('tides')), search.search(words('tides'))]);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    expect(world.log.lines.map(({ fields }) => fields.reason)).toEqual(Array(4).fill('broken'));
    await search.close();
  });

  it('says in a sentence when the database cannot be read', async () => {
    writeFileSync(`${world.path}.other`, 'no database at all, but long enough to look at it twice'.repeat(20));
    const search = openSearch({ ...world, path: `${world.path}.other`, workerUrl: builtWorker });
    await expect(search.search(words('tides'))).rejects.toMatchObject({ name: 'BroadsheetError', code: 'data' });
    await search.close();
  });

  it('ends with whoever waits for it', async () => {
    const left = Promise.allSettled([world.search.search(words('tides')), world.search.search(words('tides'))]);
    await world.search.close();
    expect(await left).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    await expect(world.search.search(words('tides'))).rejects.toMatchObject({ code: 'unavailable' });
    await world.search.close();
  });
});
