import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyQuery } from '../../../src/search/query.js';
import type { SuggestQuery } from '../../../src/search/repository.js';
import { openSearch } from '../../../src/store/search-client.js';
import { date, paper } from '../../contract/store-samples.js';
import { openSearchWorld, type SearchWorld } from './search-world.js';

const asked = (world: SearchWorld, kind: SuggestQuery['kind'], typed: string, limit = 20) =>
  world.search.suggest({ kind, typed, limit });

describe('suggestions', () => {
  let world: SearchWorld;

  const texts = async (kind: SuggestQuery['kind'], typed: string, limit?: number) =>
    (await asked(world, kind, typed, limit)).map(({ text }) => text);
  const keys = async (typed: string, limit?: number) =>
    (await asked(world, 'titles', typed, limit)).map((one) => one.paper);

  beforeAll(async () => {
    world = await openSearchWorld();
    const { shelve } = world;
    const shelf = [
      [
        '2401.00001',
        'Flow Matching for Everyone',
        '2024-01-01',
        ['Yann LeCun', 'Jürgen Schmidhuber'],
        ['cs.LG', 'cs.CV'],
      ],
      ['2501.00002', 'Flow Matching Again', '2025-01-01', ['Yann LeCun'], ['cs.LG']],
      [
        '2601.00003',
        'Better Matching by a Flow of Words',
        '2026-01-01',
        ['Jun Wang', 'Wang Jun Le'],
        ['cs.CL', 'not a category'],
      ],
      ['2601.00004', 'Why Flow Matching Works', '2026-02-01', [], ['math-ph', 'astro-ph.CO']],
      ['2602.00005', 'Flowers and the Matter of Water', '2026-02-02', ['Zoë Öz'], ['stat.ML']],
      ['2602.00006', 'Model-free Modelling of Models', '2026-02-02', [], ['cs.LG']],
      ['2602.00007', 'The Model and the Modal Verb', '2026-02-03', [], []],
      ['2602.00008', 'The Schrödinger Bridge', '2026-02-04', [], []],
      ['2602.00009', '图像扩散模型的研究', '2026-02-04', ['王军'], []],
    ] as const;
    for (const [key, title, day, authors, categories] of shelf) {
      await shelve(key, { title, publishedOn: date(day), authors, categories });
    }
  });
  afterAll(() => world.close());

  it('for a word are those that titles have with the words before, then any, the most frequent first', async () => {
    expect(await texts('words', 'mod')).toEqual(['model', 'modal', 'modelling', 'models']);
    expect(await texts('words', 'MOD', 1)).toEqual(['model']);
    expect(await texts('words', 'flow wo')).toEqual(['works', 'words']);
    expect(await texts('words', 'water ma')).toEqual(['matter', 'matching']);
    expect(await texts('words', 'zebra mat')).toEqual(['matching', 'matter']);
  });

  it('for a word are neither what stands there already, nor words that say nothing, nor names of people', async () => {
    expect(await texts('words', 'model model')).toEqual(['modelling', 'models']);
    expect(await texts('words', 'matching flow')).toEqual(['flowers']);
    expect(await texts('words', 'th')).toEqual([]);
    expect(await texts('words', 'lec')).toEqual([]);
    expect(await texts('words', 'Schröd')).toEqual(['schrodinger']);
  });

  it('for a title are those that begin so before those that have it, the newest first', async () => {
    expect(await keys('flow mat')).toEqual(['2501.00002', '2401.00001', '2601.00004', '2602.00005', '2601.00003']);
    expect(await keys('flow mat', 2)).toEqual(['2501.00002', '2401.00001']);
    expect(await keys('matching')).toEqual(['2601.00004', '2601.00003', '2501.00002', '2401.00001']);
    expect(await keys('schrodinger bri')).toEqual(['2602.00008']);
    expect(await keys('扩散模')).toEqual(['2602.00009']);
    expect(await asked(world, 'titles', 'why')).toEqual([{ text: 'Why Flow Matching Works', paper: '2601.00004' }]);
  });

  it('for a paper are found by its id or address, or the beginning of an id', async () => {
    expect(await keys('2602.00005v2')).toEqual(['2602.00005']);
    expect(await keys('https://arxiv.org/abs/2602.00005')).toEqual(['2602.00005']);
    expect(await keys('2601.0')).toEqual(['2601.00004', '2601.00003']);
  });

  it('for an author are found by any part of the name without accents, the most frequent first', async () => {
    expect(await texts('authors', 'le')).toEqual(['Yann LeCun', 'Wang Jun Le']);
    expect(await texts('authors', 'lecun y')).toEqual(['Yann LeCun']);
    expect(await texts('authors', 'schmid')).toEqual(['Jürgen Schmidhuber']);
    expect(await texts('authors', 'ÖZ zoe')).toEqual(['Zoë Öz']);
    expect(await texts('authors', 'jun wang')).toHaveLength(2);
    expect(await texts('authors', 'yann jurgen')).toEqual([]);
    expect(await texts('authors', '王')).toEqual(['王军']);
  });

  it('for a category are found by its beginning, as it is written, the most frequent first', async () => {
    expect(await texts('categories', '')).toEqual(['cs.LG', 'astro-ph.CO', 'cs.CL', 'cs.CV', 'math-ph', 'stat.ML']);
    expect(await texts('categories', 'CS.')).toEqual(['cs.LG', 'cs.CL', 'cs.CV']);
    expect(await texts('categories', 'astro-ph.')).toEqual(['astro-ph.CO']);
    expect(await texts('categories', 'LG')).toEqual([]);
  });

  it('are empty for nothing, and never fail, whatever is typed', async () => {
    for (const kind of ['words', 'authors', 'titles'] as const) expect(await texts(kind, ' ')).toEqual([]);
    const kinds = fc.constantFrom<SuggestQuery['kind']>('words', 'authors', 'categories', 'titles');
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.constantFrom('"', '*', '^', 'flow', ' ', 'NEAR(', ' AND ', 'title:', '-', "'", '%', '\0', '½', '['))
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(kinds, typed, async (kind, text) => {
        expect((await texts(kind, text, 5)).length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the waiting line', () => {
  let world: SearchWorld;

  beforeEach(async () => {
    world = await openSearchWorld();
    await world.shelve('2401.00001', { title: 'Tides', authors: ['Ada Moon'], categories: ['cs.CL'] });
  });
  afterEach(() => world.close());

  it('shows what was committed since, and nothing of what is gone', async () => {
    expect(await asked(world, 'titles', 'tid')).toHaveLength(1);
    await world.shelve('2401.00001', { title: 'Currents', authors: ['Ada Sun'], categories: ['cs.CV'] });
    expect(await asked(world, 'titles', 'tid')).toEqual([]);
    expect(await asked(world, 'words', 'tid')).toEqual([]);
    expect(await asked(world, 'authors', 'ada')).toEqual([{ text: 'Ada Sun', paper: null }]);
    await world.store.papers.save([{ paper: paper('2401.00002', { categories: ['cs.AI'] }), listings: [] }]);
    expect((await asked(world, 'categories', 'cs.a')).map(({ text }) => text)).toContain('cs.AI');
  });

  it('drops the oldest suggestions of too many, and answers every search between them', async () => {
    const suggested = Array.from({ length: 60 }, () => asked(world, 'titles', 'tid'));
    const found = Array.from({ length: 20 }, () => world.keys('tides'));
    expect(await Promise.all(found)).toEqual(Array.from({ length: 20 }, () => ['2401.00001']));
    const answers = (await Promise.all(suggested)).map(({ length }) => length);
    expect(answers.at(0)).toBe(1);
    expect(answers.slice(1, 28)).toEqual(Array.from({ length: 27 }, () => 0));
    expect(answers.slice(28)).toEqual(Array.from({ length: 32 }, () => 1));
  });

  it('goes on while a search is under way that takes long', async () => {
    const path = `${world.path}.worker.mjs`;
    writeFileSync(
      path,
      `import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ kind }) => {
        if (kind === 'suggest') parentPort.postMessage({ kind: 'answer', answer: [{ text: 'tides', paper: null }] });
      });`,
    );
    const search = openSearch({ ...world, workerUrl: pathToFileURL(path) });
    const never = search.search({ ...emptyQuery, words: ['tides'] });
    const refused = expect(never).rejects.toMatchObject({ code: 'unavailable' });
    expect(await search.suggest({ kind: 'words', typed: 'tid', limit: 5 })).toEqual([{ text: 'tides', paper: null }]);
    await search.close();
    await refused;
  });

  it('has nothing when search is closed', async () => {
    await world.search.close();
    await expect(asked(world, 'titles', 'tid')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
