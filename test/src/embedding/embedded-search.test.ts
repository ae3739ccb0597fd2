import { beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedSearch } from '../../../src/embedding/embedded-search.js';
import { emptyQuery, type SearchQuery } from '../../../src/search/query.js';
import type { PaperSearch, QueryEmbedding } from '../../../src/search/repository.js';
import { key } from '../../contract/store-samples.js';
import { FakeClock, settle } from '../../fake/clock.js';
import { FakeEmbedder } from '../../fake/embedder.js';
import { MemoryLog } from '../../fake/log.js';

let clock: FakeClock;
let log: MemoryLog;
let embedder: FakeEmbedder;
let search: EmbeddedSearch;
/** What the search by words was handed. */
let handed: (QueryEmbedding | undefined)[];
/** How many papers the model has read when that is counted next. */
let counts: number;
let countMs: number;

beforeEach(() => {
  clock = new FakeClock('2026-11-24T09:00:00Z');
  log = new MemoryLog();
  embedder = new FakeEmbedder();
  handed = [];
  counts = 3;
  countMs = 0;
  const words: PaperSearch = {
    search: async (_, embedding) => {
      handed.push(embedding);
      return { hits: [], first: 1, total: 0, capped: false, didYouMean: null };
    },
    suggest: async () => [],
    similar: async () => [],
    close: async () => undefined,
  };
  search = new EmbeddedSearch({
    ...{ search: words, embedder, clock, log, weight: 0.3, patienceMs: 1_500 },
    embeddings: {
      progress: async () => {
        if (countMs > 0) await clock.sleep(countMs);
        return { read: counts++, papers: 7 };
      },
    },
    trouble: () => 'it cannot answer',
  });
});

const query = (more: Partial<SearchQuery>): SearchQuery => ({ ...emptyQuery, ...more });
const words = (...typed: readonly string[]): SearchQuery => query({ words: typed });
const failures = () => log.lines.filter(({ event }) => event === 'query-embedding.failed');

describe('a search with a model', () => {
  it('has the words and phrases read, and hands on what the model says', async () => {
    await search.search(query({ words: ['tides', 'moon'], phrases: ['low water'], without: ['sand'] }));
    expect(embedder.asked).toEqual([{ texts: ['tides moon low water'], as: 'query' }]);
    expect(handed).toMatchObject([{ embedder: 'letters', weight: 0.3 }]);
    expect(handed[0]?.vector).toHaveLength(26);
  });

  it.each([
    ['a paper by its id', { paper: key('2406.10000'), words: ['2406.10000'] }],
    ['filters alone', { categories: ['cs.CL'], without: ['tides'] }],
    ['the newest first', { words: ['tides'], sort: 'date' as const }],
    ['the most upvoted first', { words: ['tides'], sort: 'votes' as const }],
  ])('does not ask the model for %s', async (_, more) => {
    await search.search(query(more));
    expect(embedder.asked).toEqual([]);
    expect(handed).toEqual([undefined]);
  });

  it('asks once for all pages of a search', async () => {
    await search.search(words('tides'));
    await search.search({ ...words('tides'), page: 2 });
    expect(embedder.asked).toHaveLength(1);
    expect(handed[1]).toEqual(handed[0]);
  });

  it('tells how far the model has got, and what it waits for', async () => {
    expect(await search.model.state()).toEqual({ read: 3, papers: 7, trouble: 'it cannot answer' });
  });

  it('counts the papers at once for all who ask, and the less often the longer that takes', async () => {
    countMs = 50;
    const asked = [search.model.state(), search.model.state()];
    await clock.advance(50);
    expect((await Promise.all(asked)).map(({ read }) => read)).toEqual([3, 3]);
    await clock.advance(4_999);
    expect((await search.model.state()).read).toBe(3);
    await clock.advance(1);
    const again = search.model.state();
    await clock.advance(50);
    expect((await again).read).toBe(4);
  });

  it('closes the model with itself', async () => {
    await search.close();
    expect(embedder.isClosed).toBe(true);
  });
});

describe('a search with a model in trouble', () => {
  const failed = { kind: 'failed', reason: 'it cannot answer (status 503)' } as const;

  it('waits a second and a half, and goes on without it', async () => {
    embedder.instead = () => 'hang';
    const page = search.search(words('tides'));
    await clock.advance(1_499);
    expect(handed).toEqual([]);
    await clock.advance(1);
    expect(await page).toMatchObject({ total: 0 });
    expect(handed).toEqual([undefined]);
    expect(failures()).toMatchObject([{ level: 'warn', fields: { reason: 'it did not answer within 1.5 s' } }]);
    expect(clock.sleepers).toBe(0);
  });

  it('goes on at once when the model says so, which the log tells once an hour', async () => {
    embedder.instead = () => failed;
    for (let hour = 0; hour < 3; hour += 1) {
      await search.search(words('tides'));
      await search.search(words('tides'));
      await clock.advance(3_600_000);
    }
    expect(handed).toEqual(Array(6).fill(undefined));
    expect(failures()).toHaveLength(3);
  });

  it('does not wait again after three failures in a row, and tries half a minute later by one search alone', async () => {
    embedder.instead = () => 'hang';
    for (let times = 0; times < 3; times += 1) {
      const late = search.search(words('tides'));
      await clock.advance(1_500);
      await late;
    }
    await Promise.all([search.search(words('tides')), search.search(words('moon'))]);
    expect(embedder.asked).toHaveLength(3);
    await clock.advance(30_000);
    const probing = search.search(words('tides'));
    await search.search(words('moon'));
    expect(embedder.asked).toHaveLength(4);
    await clock.advance(1_500);
    await probing;
    embedder.instead = () => undefined;
    await clock.advance(30_000);
    await search.search(words('tides'));
    await search.search(words('moon'));
    expect(embedder.asked).toHaveLength(6);
    expect(handed.slice(-2)).toMatchObject([{ embedder: 'letters' }, { embedder: 'letters' }]);
  });

  it('does without it for a text that it refuses, asks about that text once, and goes on asking about others', async () => {
    embedder.instead = ([text]) =>
      text?.startsWith('hostile') ? { kind: 'refused', reason: 'it does not take the text' } : undefined;
    for (const hostile of ['hostile 1', 'hostile 2', 'hostile 3', 'hostile 1']) await search.search(words(hostile));
    expect(embedder.asked).toHaveLength(3);
    await search.search(words('tides'));
    expect(handed).toMatchObject([...Array(4).fill(undefined), { embedder: 'letters' }]);
    expect(failures()).toMatchObject([{ fields: { reason: 'it does not take the text' } }]);
  });

  it('is not left alone any longer because of a text that it refuses', async () => {
    embedder.instead = () => failed;
    for (let times = 0; times < 3; times += 1) await search.search(words('tides'));
    await clock.advance(30_000);
    embedder.instead = ([text]) => (text === 'hostile' ? { kind: 'refused', reason: 'it will not' } : undefined);
    await search.search(words('hostile'));
    await search.search(words('tides'));
    expect(handed.at(-1)).toMatchObject({ embedder: 'letters' });
  });

  it('survives a model that throws', async () => {
    embedder.instead = () => {
      throw new Error('a surprise');
    };
    await search.search(words('tides'));
    expect(handed).toEqual([undefined]);
    await settle();
  });
});
