import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IsoDate } from '../../../../src/kernel/dates.js';
import type { PaperFeed } from '../../../../src/papers/feed.js';
import { fileFeed } from '../../../../src/papers/feeds/file.js';
import type { FeedId } from '../../../../src/papers/listing.js';
import { describeFeedContract } from '../../../contract/feed.js';
import { item2026 } from '../../../fixture/feeds/payloads.js';

const never = new AbortController().signal;
const feedAt = (path: string): PaperFeed => fileFeed({ id: 'archive' as FeedId, name: 'The archive', path });
const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'broadsheet-file-'));

describeFeedContract('a file of payload items', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'papers.json');
  const days = new Map<string, readonly unknown[]>();
  return {
    feed: feedAt(path),
    list: async (day, papers) => {
      days.set(
        day,
        papers.map((paper) => item2026(paper, day)),
      );
      await writeFile(path, JSON.stringify([...days.values()].flat()));
    },
    breakDown: () => rm(path, { force: true }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

describeFeedContract('a gzipped file of archive records', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'papers.jsonl.gz');
  const days = new Map<string, readonly unknown[]>();
  return {
    feed: feedAt(path),
    list: async (day, papers) => {
      days.set(
        day,
        papers.map(({ authors, ...paper }) => ({ title: 'A title', upvotes: 1, listedOn: day, authors, ...paper })),
      );
      const lines = [...days.values()].flat().map((record) => JSON.stringify(record));
      await writeFile(path, gzipSync(lines.join('\n')));
    },
    breakDown: () => writeFile(path, gzipSync('{"id":"2608.10001"}\n').subarray(0, 20)),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

describe('the file feed', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await makeFolder();
    path = join(folder, 'archive.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const dayOf = (index: number): IsoDate =>
    new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10) as IsoDate;
  const record = (index: number, day: string): string =>
    `${JSON.stringify({ id: `2401.${String(index).padStart(5, '0')}`, title: `Paper ${index}`, listedOn: day, upvotes: index })}\n`;

  test('knows its days and lists any of them, however many there are', async () => {
    const days = Array.from({ length: 200 }, (_, index) => dayOf(index));
    const shuffled = days
      .map((day, index) => ({ day, index }))
      .sort((a, b) => ((a.index * 37) % 101) - ((b.index * 37) % 101));
    await writeFile(path, shuffled.map(({ day, index }) => record(index, day)).join(''));
    const feed = feedAt(path);
    expect(await feed.days?.()).toEqual(days);
    for (const index of [199, 0, 120, 100, 198]) {
      const result = await feed.list(dayOf(index), never);
      expect(result).toMatchObject({ kind: 'listed', papers: [{ upvotes: index }] });
    }
    expect(await feed.list('2023-12-31' as IsoDate, never)).toMatchObject({ kind: 'empty' });
    const all = await Promise.all(days.map((day) => feed.list(day, never)));
    expect(all.every(({ kind }) => kind === 'listed')).toBe(true);
  });

  test('has failed when the file breaks off, whatever came before', async () => {
    const whole = gzipSync(Array.from({ length: 2000 }, (_, index) => record(index, dayOf(index % 3))).join(''));
    await writeFile(path, whole.subarray(0, whole.length - 40));
    const feed = feedAt(path);
    expect(await feed.list(dayOf(0), never)).toEqual({ kind: 'failed', reason: 'the compressed data is cut off' });
    expect(await feed.days?.()).toEqual([]);
    await writeFile(path, whole);
    expect(await feed.list(dayOf(0), never)).toMatchObject({ kind: 'listed' });
  });

  test('says what is wrong with a file that is not there', async () => {
    const result = await feedAt(path).list(dayOf(0), never);
    expect(result).toEqual({ kind: 'failed', reason: `${path} cannot be read: there is no such file` });
  });

  test('sees papers that were appended', async () => {
    await writeFile(path, record(1, dayOf(0)));
    const feed = feedAt(path);
    expect(await feed.list(dayOf(1), never)).toMatchObject({ kind: 'empty' });
    await appendFile(path, record(2, dayOf(1)));
    expect(await feed.list(dayOf(1), never)).toMatchObject({ papers: [{ upvotes: 2 }] });
    expect(await feed.days?.()).toEqual([dayOf(0), dayOf(1)]);
  });

  test('publishes on any day', () => {
    expect(feedAt(path).publishesOn('2026-08-22' as IsoDate)).toBe(true);
  });
});
