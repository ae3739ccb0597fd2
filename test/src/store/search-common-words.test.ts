import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Paper } from '../../../src/papers/paper.js';
import { parseSearch } from '../../../src/search/parse-search.js';
import { SqliteConnection } from '../../../src/store/dialect/sqlite-connection.js';
import { SearchEngine } from '../../../src/store/search-engine.js';
import { paper } from '../../contract/store-samples.js';
import { openSearchWorld, type SearchWorld } from './search-world.js';

const count = 10_500;
/** Far fewer than have any of the words, as if there were a million papers. */
const bound = 1_000;
/** 201 by score, 300 each with all the words and with all of them in the title, 100 word for word. */
const mostCandidates = 901;

let world: SearchWorld;
let connection: SqliteConnection;
let engine: SearchEngine;

/** Half of the papers speak of waves, half of sand, a third of a model; a few have these in the title, one has them as a name. */
function made(index: number): Paper {
  const title = index % 300 === 7 ? 'Waves in a model' : index % 100 === 3 ? 'Waves' : 'A map';
  const speaks = index % 2 === 1 ? 'Waves.' : 'Sand.';
  const model = index % 3 === 0 ? 'This is a model of it.' : 'This is none of it.';
  const exact = index === 5_001 ? 'A standing model waves good bye.' : '';
  const authors = index % 1_000 === 999 ? ['Eva Rare'] : ['Ada Common'];
  return paper(`p${index}`, { title, abstract: `${speaks} ${model} ${exact}`, authors, keywords: [] });
}

beforeAll(async () => {
  world = await openSearchWorld();
  for (let start = 0; start < count; start += 500) {
    const papers = Array.from({ length: 500 }, (_, index) => made(start + index));
    await world.store.papers.save(papers.map((one) => ({ paper: one, listings: [] })));
  }
  connection = new SqliteConnection(world.path, 'read');
  engine = new SearchEngine(connection, undefined);
});
afterAll(async () => {
  connection.close();
  await world.close();
});

const indexOf = (key: string): number => Number(key.slice(1));

function ranked(text: string): readonly number[] {
  const parsed = parseSearch(text);
  if (parsed.kind === 'problem') throw new Error(parsed.message);
  return engine.rank(parsed.query, { limit: count, bound }).map(indexOf);
}

describe('a search for nothing but common words', () => {
  it('has papers with all of them in the title first', () => {
    const titled = ranked('model waves').slice(0, 35);
    expect(titled.every((index) => index % 300 === 7)).toBe(true);
    expect(
      ranked('waves')
        .slice(0, 100)
        .every((index) => index % 100 === 3),
    ).toBe(true);
  });

  it('then has papers with all of them', () => {
    const all = ranked('model waves').slice(35, 200);
    expect(all).toHaveLength(165);
    expect(all.every((index) => index % 6 === 3)).toBe(true);
  });

  it('finds the one that has them word for word, however long ago it came', () => {
    expect(ranked('model waves')).toContain(5_001);
    expect(ranked('a standing model waves')[0]).toBe(5_001);
  });

  it.each(['model waves', 'waves', 'model', 'sand', 'waves sand', 'sand model', 'model waves -sand', 'none -model'])(
    'ranks some hundreds of papers at most: %s',
    (text) => {
      const found = ranked(text);
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThanOrEqual(mostCandidates);
      expect(new Set(found).size).toBe(found.length);
    },
  );

  it('finds all of the few papers that a filter leaves', () => {
    const rare = (index: number): boolean => index % 1_000 === 999;
    expect(ranked('waves author:rare')).toHaveLength(10);
    expect(ranked('waves author:rare').every(rare)).toBe(true);
    const model = ranked('waves model author:rare');
    expect(model.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, index) => index * 1_000 + 999));
    expect(model.slice(0, 4).every((index) => index % 3 === 0)).toBe(true);
  });

  it('answers the same each time', () => {
    for (const text of ['model waves', 'waves', 'sand model']) expect(ranked(text)).toEqual(ranked(text));
  });
});

describe('two hundred results of very many', () => {
  it.each(['model waves', 'waves', 'sand map', 'waves sort:date'])(
    'are there page by page, each once and in the order of the first asking: %s',
    async (text) => {
      const asked = Array.from({ length: 40 }, (_, index) => world.ask(`${text} page:${index + 1}`));
      const pages = await Promise.all(asked);
      const keys = pages.flatMap(({ hits }) => hits.map((hit) => hit.paper));
      expect(keys).toHaveLength(200);
      expect(new Set(keys).size).toBe(200);
      expect(pages.every(({ total, capped }) => total === 200 && capped)).toBe(true);
      expect(await world.keys(`${text} page:17`)).toEqual(keys.slice(80, 85));
    },
  );
});
