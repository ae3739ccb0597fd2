import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IsoDate } from '../../../src/kernel/dates.js';
import { readPapers } from '../../../src/papers/feeds/paper-file.js';
import {
  type FileReport,
  type ImportProgress,
  type ImportStore,
  importPapers,
} from '../../../src/papers/import-papers.js';
import type { FeedId } from '../../../src/papers/listing.js';
import type { PaperKey } from '../../../src/papers/paper.js';
import type { Store } from '../../../src/store/store.js';
import { FakeClock } from '../../fake/clock.js';
import { openFreshStore } from '../store/fresh-store.js';

const since = '2024-01-01' as IsoDate;
const until = '2027-01-01' as IsoDate;
const huggingFace = 'huggingface' as FeedId;
const arxiv = 'arxiv' as FeedId;
const idOf = (index: number): string => `2405.${String(index).padStart(5, '0')}`;

const fromHuggingFace = (index: number) => ({
  id: idOf(index),
  title: `Paper ${index} on the list`,
  abstract: '',
  authors: ['Ada'],
  published: '2024-05-20T00:00:00Z',
  listedOn: index % 2 === 0 ? '2024-05-27' : '2024-05-28',
  upvotes: index,
  organization: 'Institute',
});
const fromArxiv = (index: number) => ({
  id: idOf(index),
  title: `Paper ${index} on arXiv`,
  abstract: 'An abstract.',
  authors: ['Ada', 'Bo'],
  submittedOn: '2024-05-24',
  categories: ['cs.CL'],
});
const linesOf = (records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

describe('importing papers', () => {
  const clock = new FakeClock('2026-11-24T09:00:00Z');
  let folder: string;
  let stores: Store[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'broadsheet-import-'));
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function openStore(): Promise<Store> {
    const store = await openFreshStore(clock);
    stores.push(store);
    return store;
  }

  async function put(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  const into = (store: ImportStore, ...paths: readonly string[]): Promise<readonly FileReport[]> =>
    importPapers({ paths, read: readPapers, store, clock });

  async function contentOf(store: Store): Promise<unknown> {
    const keys = range(0, 1600).map((index) => idOf(index) as PaperKey);
    const papers = await store.papers.find(keys);
    return {
      papers: [...papers.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
      listings: await store.papers.listings([huggingFace, arxiv], since, until),
      days: [
        ...(await store.papers.days(huggingFace, since, until)),
        ...(await store.papers.days(arxiv, since, until)),
      ],
    };
  }

  test('adds papers with their listings and marks their days as read', async () => {
    const store = await openStore();
    const path = await put('list.jsonl', linesOf(range(0, 5).map(fromHuggingFace)));
    expect(await into(store, path)).toMatchObject([{ path, added: 5, updated: 0, unchanged: 0, skipped: [] }]);
    expect(await store.papers.listings([huggingFace], since, until)).toMatchObject([
      { day: '2024-05-28', paper: idOf(1), upvotes: 1, position: 0 },
      { day: '2024-05-28', paper: idOf(3), upvotes: 3, position: 1 },
      { day: '2024-05-27', paper: idOf(0), upvotes: 0, position: 0 },
      { day: '2024-05-27', paper: idOf(2), upvotes: 2, position: 1 },
      { day: '2024-05-27', paper: idOf(4), upvotes: 4, position: 2 },
    ]);
    expect(await store.papers.days(huggingFace, since, until)).toEqual([
      { feed: huggingFace, day: '2024-05-27', papers: 3, readAt: clock.now() },
      { feed: huggingFace, day: '2024-05-28', papers: 2, readAt: clock.now() },
    ]);
  });

  test('gives the same store in either order, and doing it again changes nothing', async () => {
    const list = await put('list.jsonl.gz', gzipSync(linesOf(range(0, 1100).map(fromHuggingFace))));
    const archive = await put('archive.jsonl', linesOf(range(600, 1600).map(fromArxiv)));
    const [one, other] = [await openStore(), await openStore()];
    expect(await into(one, list, archive)).toMatchObject([{ added: 1100 }, { added: 500, updated: 500 }]);
    expect(await into(other, archive, list)).toMatchObject([{ added: 1000 }, { added: 600, updated: 500 }]);
    const content = await contentOf(one);
    expect(content).toEqual(await contentOf(other));
    expect(await into(one, archive, list)).toMatchObject([
      { added: 0, updated: 0, unchanged: 1000 },
      { added: 0, updated: 0, unchanged: 1100 },
    ]);
    expect(await contentOf(one)).toEqual(content);
    expect(content).toMatchObject({
      papers: {
        length: 1600,
        700: { title: 'Paper 700 on arXiv', organization: 'Institute', publishedOn: '2024-05-20' },
      },
    });
  });

  test('groups what it skipped by reason, with examples', async () => {
    const store = await openStore();
    const records = [{ id: 24051 }, 7, fromHuggingFace(1), 8, 9, 10, { id: idOf(2) }];
    const path = await put('list.jsonl', linesOf(records));
    expect(await into(store, path)).toMatchObject([
      {
        added: 1,
        skipped: [
          { reason: 'it is no paper', count: 4, examples: ['line 2', 'line 4', 'line 5'] },
          { reason: 'its id is a number that names no paper', count: 1, examples: ['24051'] },
          { reason: 'it has no title', count: 1, examples: [idOf(2)] },
        ],
      },
    ]);
  });

  test('goes on with the next file when one cannot be used', async () => {
    const store = await openStore();
    const path = await put('list.jsonl', linesOf([fromHuggingFace(1)]));
    const reports = await into(store, join(folder, 'none.jsonl'), await put('empty.jsonl', ''), path);
    expect(reports.map(({ failure }) => failure?.exitCode ?? null)).toEqual([65, 65, null]);
    expect(await store.papers.count()).toBe(1);
  });

  test('keeps what came before a file breaks off, and does not call its days read', async () => {
    const store = await openStore();
    const whole = gzipSync(linesOf(range(0, 1500).map(fromHuggingFace)));
    const [report] = await into(store, await put('list.jsonl.gz', whole.subarray(0, whole.length - 9)));
    expect(report).toMatchObject({ cutOff: 'the compressed data is cut off', failure: null });
    expect(await store.papers.count()).toBeGreaterThan(500);
    expect(await store.papers.days(huggingFace, since, until)).toEqual([]);
  });

  test('stores whole batches: what breaks it leaves nothing half, and doing it again completes it', async () => {
    const store = await openStore();
    const path = await put('list.jsonl', linesOf(range(0, 1600).map(fromHuggingFace)));
    let transactions = 0;
    const breaking: ImportStore = {
      transaction: (body) =>
        store.transaction(async (tx) => {
          const result = await body(tx);
          transactions += 1;
          if (transactions === 3) throw new Error('the power went');
          return result;
        }),
    };
    await expect(into(breaking, path)).rejects.toThrow('the power went');
    expect(await store.papers.count()).toBe(1000);
    expect(await into(store, path)).toMatchObject([{ added: 600, unchanged: 1000 }]);
  });

  test('ends after the batch that is under way when it is interrupted, and doing it again completes it', async () => {
    const store = await openStore();
    const path = await put('list.jsonl', linesOf(range(0, 1600).map(fromHuggingFace)));
    const stopping = new AbortController();
    const onProgress = (): void => stopping.abort();
    const reports = await importPapers({
      ...{ paths: [path, path], read: readPapers, store, clock, onProgress },
      interrupted: stopping.signal,
    });
    expect(reports).toMatchObject([{ added: 500, failure: null }]);
    expect(await store.papers.days(huggingFace, since, until)).toEqual([]);
    expect(await into(store, path)).toMatchObject([{ added: 1100, unchanged: 500 }]);
  });

  test('tells how far it is', async () => {
    const store = await openStore();
    const path = await put('list.jsonl', linesOf(range(0, 1200).map(fromHuggingFace)));
    const told: ImportProgress[] = [];
    await importPapers({
      paths: [path],
      read: readPapers,
      store,
      clock,
      onProgress: (progress) => told.push(progress),
    });
    expect(told.map(({ papers }) => papers)).toEqual([500, 1000, 1200]);
    const [last] = told.slice(-1);
    expect(last?.bytesRead).toBe(last?.bytesTotal);
  });
});
