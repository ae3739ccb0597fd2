import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IsoDate } from '../../../src/kernel/dates.js';
import type { Paper } from '../../../src/papers/paper.js';
import { parseSearch } from '../../../src/search/parse-search.js';
import { SqliteConnection } from '../../../src/store/dialect/sqlite-connection.js';
import { SearchEngine } from '../../../src/store/search-engine.js';
import { paper } from '../../contract/store-samples.js';
import { openSearchWorld, type SearchWorld } from './search-world.js';

let world: SearchWorld;

const made = (name: string, fields: Partial<Paper>): Paper => paper(name, { keywords: [], authors: [], ...fields });

/** More papers with all the words than are looked at: 300 about moons, and some that also have what nobody wants. */
const shelf: readonly Paper[] = [
  made('old', { title: 'Moon tides', publishedOn: '2019-05-01' as IsoDate }),
  ...Array.from({ length: 300 }, (_, index) => made(`clean-${index}`, { title: `Moon tides ${index}` })),
  ...Array.from({ length: 50 }, (_, index) => made(`abstract-${index}`, { title: 'Moon tides', abstract: 'Sand.' })),
  ...Array.from({ length: 50 }, (_, index) => made(`keyword-${index}`, { title: 'Moon tides', keywords: ['sand'] })),
];

beforeAll(async () => {
  world = await openSearchWorld();
  await world.store.papers.save(shelf.map((one) => ({ paper: one, listings: [] })));
});
afterAll(() => world.close());

describe('where more papers have all the words than are looked at', () => {
  it.each(['moon -sand', 'moon tides -sand', 'moon -"sand"'])('what is excluded stays out: %s', async (text) => {
    for (const page of [1, 2, 20, 40]) {
      const found = await world.keys(`${text} page:${page}`);
      expect(found).toHaveLength(5);
      expect(found.filter((key) => !key.startsWith('clean') && key !== 'old')).toEqual([]);
    }
  });

  it('a filter finds the old paper that it asks for, however few papers may get a score', () => {
    const connection = new SqliteConnection(world.path, 'read');
    const engine = new SearchEngine(connection, undefined);
    const parsed = parseSearch('moon tides until:2019');
    if (parsed.kind === 'problem') throw new Error(parsed.message);
    expect(engine.rank(parsed.query, { limit: 10, bound: 20 })).toEqual(['old']);
    connection.close();
  });
});
