import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BroadsheetError } from '../../../../src/kernel/errors.js';
import { readPapers } from '../../../../src/papers/feeds/paper-file.js';
import type { PaperReading } from '../../../../src/papers/paper-reading.js';
import { item2024, item2026 } from '../../../fixture/feeds/payloads.js';

const hfLine = {
  id: '2405.14906',
  title: 'AutoCoder: Enhancing Code Large Language Model with AIEV-Instruct',
  abstract: 'Words of our own.',
  authors: ['Bin Lei', 'Yuchen Li', 'Qiuwu Chen'],
  published: '2024-05-23T02:53:25.000Z',
  submittedOn: '2024-05-27',
  listedOn: '2024-05-27',
  upvotes: 7,
  organization: 'An Institute',
  keywords: ['code'],
  aiSummary: 'In short.',
  githubRepo: 'https://github.com/bin123apple/AutoCoder',
  githubStars: 3,
  projectPage: null,
};
const arxivLine = {
  id: '2503.02130',
  title: 'A title\nin two lines',
  abstract: 'Words of our own.',
  authors: ['Jungyeon Park'],
  submittedOn: '2025-03-18',
  categories: ['cs.HC', 'cs.CV'],
  comment: null,
};

describe('a file of papers', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'broadsheet-papers-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function put(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  async function read(path: string): Promise<readonly PaperReading[]> {
    const readings: PaperReading[] = [];
    for await (const reading of readPapers(path)) readings.push(reading);
    return readings;
  }

  const readContent = async (name: string, content: string | Uint8Array) => read(await put(name, content));
  const problemOf = (path: string): Promise<BroadsheetError> =>
    read(path).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    );
  const lines = (...values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
  const listings = (readings: readonly PaperReading[]) =>
    readings.flatMap((reading) => (reading.kind === 'paper' ? reading.submission.listings : []));

  test('may hold records of Hugging Face and of arXiv, each listed on its own feed', async () => {
    const readings = await readContent('papers.jsonl', lines(hfLine, arxivLine));
    expect(readings).toEqual([
      {
        kind: 'paper',
        submission: {
          paper: {
            key: '2405.14906',
            title: hfLine.title,
            abstract: 'Words of our own.',
            authors: hfLine.authors,
            categories: [],
            keywords: ['code'],
            organization: 'An Institute',
            summary: 'In short.',
            code: { url: 'https://github.com/bin123apple/AutoCoder', stars: 3 },
            projectUrl: null,
            publishedOn: '2024-05-23',
            sources: ['huggingface'],
            listedOn: '2024-05-27',
          },
          listings: [{ feed: 'huggingface', day: '2024-05-27', paper: '2405.14906', upvotes: 7, position: 0 }],
        },
        without: [],
      },
      {
        kind: 'paper',
        submission: {
          paper: {
            key: '2503.02130',
            title: 'A title in two lines',
            abstract: 'Words of our own.',
            authors: ['Jungyeon Park'],
            categories: ['cs.HC', 'cs.CV'],
            keywords: [],
            organization: null,
            summary: null,
            code: null,
            projectUrl: null,
            publishedOn: '2025-03-18',
            sources: ['arxiv'],
            listedOn: null,
          },
          listings: [{ feed: 'arxiv', day: '2025-03-18', paper: '2503.02130', upvotes: 0, position: 0 }],
        },
        without: [],
      },
    ]);
  });

  test('takes a record without a day as a paper without a listing', async () => {
    const readings = await readContent('papers.jsonl', lines({ id: '10.1145/3442188', title: 'Elsewhere' }));
    expect(readings).toMatchObject([
      { submission: { paper: { key: 'doi:10.1145/3442188', sources: ['other'] }, listings: [] } },
    ]);
  });

  test('reads a payload of several days, plain, gzipped, indented, with a byte order mark or a list a line', async () => {
    const first = [item2026({ id: '2608.10001' }, '2026-08-19'), item2026({ id: '2608.10002' }, '2026-08-19')];
    const second = [item2026({ id: '2608.10003' }, '2026-08-20')];
    const json = JSON.stringify([...first, ...second]);
    const contents: readonly (string | Uint8Array)[] = [
      json,
      gzipSync(json),
      `\n ${JSON.stringify([...first, ...second], undefined, 2)}\n`,
      `\ufeff${json}`,
      `${JSON.stringify(first)}\n${JSON.stringify(second)}\n`,
      JSON.stringify([first, second]),
      lines(...first, ...second).replaceAll('\n', '\r\n\r\n'),
    ];
    for (const content of contents) {
      const readings = await readContent('papers', content);
      expect(listings(readings)).toMatchObject([
        { feed: 'huggingface', day: '2026-08-19', paper: '2608.10001', position: 0 },
        { feed: 'huggingface', day: '2026-08-19', paper: '2608.10002', position: 1 },
        { feed: 'huggingface', day: '2026-08-20', paper: '2608.10003', position: 0 },
      ]);
    }
  });

  test('takes the listing day of an old payload from the file name, else from the time of listing', async () => {
    const payload = JSON.stringify([item2024({ id: '2405.15738' }, '2024-05-26')]);
    expect(listings(await readContent('list_2024-05-27.json', payload))).toMatchObject([{ day: '2024-05-27' }]);
    expect(listings(await readContent('list.json', payload))).toMatchObject([{ day: '2024-05-26' }]);
    const newer = JSON.stringify([item2026({ id: '2405.15738' }, '2026-08-20')]);
    expect(listings(await readContent('list_2024-05-27.json', newer))).toMatchObject([{ day: '2026-08-20' }]);
  });

  test('skips what cannot be used, says why, and goes on', async () => {
    const bad = Buffer.concat([
      Buffer.from('{"id":"2405.00001","title":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}\n'),
    ]);
    const content = Buffer.concat([
      Buffer.from('no json at all\n{"id": "2405.1'),
      Buffer.from(
        `\n\n${lines(hfLine, 7, null, 'text', {}, { id: 1412.01234, title: 'x' }, { id: '2503.0213', title: 'x' })}`,
      ),
      bad,
      Buffer.from(lines({ id: '2405.00002' }, arxivLine).trimEnd()),
    ]);
    const readings = await readContent('papers.jsonl', content);
    expect(readings.filter(({ kind }) => kind === 'paper')).toHaveLength(2);
    expect(readings.filter(({ kind }) => kind === 'skipped')).toEqual([
      { kind: 'skipped', item: 'line 1', reason: 'it is not valid JSON' },
      { kind: 'skipped', item: 'line 2', reason: 'it is not valid JSON' },
      { kind: 'skipped', item: 'line 5', reason: 'it is no paper' },
      { kind: 'skipped', item: 'line 6', reason: 'it is no paper' },
      { kind: 'skipped', item: 'line 7', reason: 'it is no paper' },
      { kind: 'skipped', item: 'line 8', reason: 'it has no id' },
      { kind: 'skipped', item: '1412.01234', reason: 'its id is a number that names no paper' },
      { kind: 'skipped', item: '2503.0213', reason: 'its id names no paper' },
      { kind: 'skipped', item: 'line 11', reason: 'it is not valid UTF-8' },
      { kind: 'skipped', item: '2405.00002', reason: 'it has no title' },
    ]);
  });

  test('gives an id that was written as a number its zeros back, where only one paper can be meant', async () => {
    const ids = [2503.0213, 2503.02131, 1501.1, 1412.7, 704.0001, 903.01];
    const readings = await readContent('papers.jsonl', lines(...ids.map((id) => ({ id, title: 'x' }))));
    expect(readings.map((reading) => reading.kind === 'paper' && reading.submission.paper.key)).toEqual([
      ...['2503.02130', '2503.02131', '1501.10000', '1412.7000', '0704.0001', '0903.0100'],
    ]);
    const others = [2503, 1412.01234, 2503.021301, 2513.1, 703.1, 20250304, -2503.1, 1e21];
    const useless = await readContent('more.jsonl', lines(hfLine, ...others.map((id) => ({ id, title: 'x' }))));
    expect(useless.slice(1)).toEqual(
      others.map((id) => ({ kind: 'skipped', item: String(id), reason: 'its id is a number that names no paper' })),
    );
  });

  test('reads upvotes that are written as text', async () => {
    const payload = item2026({ id: '2608.10001' }, '2026-08-19');
    const spelled = { ...payload, paper: { ...payload.paper, upvotes: '41' } };
    const readings = await readContent('papers.jsonl', lines({ ...hfLine, upvotes: ' 12 ' }, spelled));
    expect(listings(readings)).toMatchObject([{ upvotes: 12 }, { upvotes: 41 }]);
  });

  test('keeps a paper without what cannot be read of it, and names that', async () => {
    const bad = {
      ...hfLine,
      ...{ published: 'last May', submittedOn: '2024-02-30', upvotes: 'many', abstract: 5, keywords: 'code' },
      ...{ authors: ['A', 7, { name: '', hidden: true }], organization: 12, aiSummary: {}, githubStars: -1 },
      ...{ githubRepo: 'see the paper', projectPage: 'ftp://example.org' },
    };
    const empty = { ...hfLine, published: null, upvotes: undefined, abstract: ' ', keywords: [''], projectPage: '' };
    const payload = item2026({ id: '2608.10001' }, '2026-08-19');
    const undated = { ...payload, paper: { ...payload.paper, submittedOnDailyAt: 'today', publishedAt: 20240527 } };
    const readings = await readContent('papers.jsonl', lines(bad, empty, { ...hfLine, listedOn: '27 May' }, undated));
    expect(readings.map((reading) => reading.kind === 'paper' && reading.without)).toEqual([
      [
        ...['abstract', 'authors', 'keywords', 'organization', 'summary', 'code link', 'stars', 'project link'],
        ...['published date', 'submission date', 'upvotes'],
      ],
      [],
      ['listing day'],
      ['published date', 'listing day'],
    ]);
  });

  test('does not keep a line that is endless', async () => {
    const path = join(folder, 'long.jsonl.gz');
    const megabyte = 'x'.repeat(1024 * 1024);
    const content = async function* () {
      yield lines(hfLine);
      for (let count = 0; count < 100; count += 1) yield megabyte;
      yield `\n${lines(arxivLine)}`;
    };
    await pipeline(content, createGzip({ level: 1 }), createWriteStream(path));
    const before = process.memoryUsage().rss;
    const readings = await read(path);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    expect(readings.map(({ kind }) => kind)).toEqual(['paper', 'skipped', 'paper']);
    expect(readings[1]).toEqual({ kind: 'skipped', item: 'line 2', reason: 'it is longer than 16 MB' });
  });

  test('gives what came before the place where the compressed data ends or is damaged', async () => {
    const records = Array.from({ length: 5000 }, (_, index) => ({
      ...hfLine,
      id: `2405.${String(index).padStart(5, '0')}`,
    }));
    const whole = gzipSync(lines(...records));
    const cut = await readContent('cut.jsonl.gz', whole.subarray(0, whole.length / 2));
    expect(cut.length).toBeGreaterThan(1000);
    expect(cut.at(-1)).toEqual({ kind: 'cut off', reason: 'the compressed data is cut off' });
    expect(cut.slice(0, -1).every(({ kind }) => kind === 'paper')).toBe(true);

    const damaged = Buffer.from(whole);
    const checksum = whole.length - 8;
    damaged.fill(0, checksum, checksum + 4);
    const readings = await readContent('damaged.jsonl.gz', damaged);
    expect(readings.at(-1)).toEqual({ kind: 'cut off', reason: 'the compressed data is damaged' });
  });

  test('is an empty list when it says so', async () => {
    expect(await readContent('sunday.json', '[]')).toEqual([]);
  });

  test('tells how far it has been read', async () => {
    const path = await put('papers.jsonl', lines(hfLine, arxivLine));
    const told: (readonly [number, number])[] = [];
    for await (const reading of readPapers(path, (read, total) => told.push([read, total])))
      expect(reading.kind).toBe('paper');
    const [last] = told.slice(-1);
    expect(last?.[0]).toBe(last?.[1]);
  });

  const useless: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['nothing', '', /holds no papers: the file cannot be used, it is empty\./],
    ['blank lines', '\n\n \n', /it is empty/],
    ['prose', '# A title\n\nSome words.\n', /line 1 cannot be used, it is not valid JSON/],
    ['an error message', '{"error":"Sorry"}', /line 1 cannot be used, it has no id/],
    ['half a payload', '[{"paper":{"id":"2608.1', /line 1 cannot be used, it is not valid JSON/],
    ['numbers', '[1,2,3]', /item 1 cannot be used, it is no paper/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xd8]), /it is not valid UTF-8/],
    ['a gzip of nothing', gzipSync(''), /it is empty/],
    [
      'the head of a gzip',
      gzipSync('{"id":"2405.14906","title":"x"}').subarray(0, 12),
      /the compressed data is cut off/,
    ],
    [
      'a gzip in name only',
      Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
      /the compressed data is damaged/,
    ],
    ['much of something else', 'x\n'.repeat(100_000), /line 1 cannot be used/],
  ];
  test.each(useless)('is refused when it holds %s', async (_, content, message) => {
    const problem = await problemOf(await put('file', content));
    expect(problem).toBeInstanceOf(BroadsheetError);
    expect(problem.exitCode).toBe(65);
    expect(problem.message).toMatch(message);
    expect(problem.hint).not.toBe('');
  });

  test('is to be got again when it is cut off before the first paper', async () => {
    const head = gzipSync('{"id":"2405.14906","title":"x"}').subarray(0, 12);
    expect((await problemOf(await put('head.gz', head))).hint).toBe('Get the whole file and import it again.');
  });

  test('is refused when it cannot be read at all', async () => {
    await mkdir(join(folder, 'sub'));
    expect((await problemOf(join(folder, 'none.json'))).message).toMatch(
      /none\.json cannot be read: there is no such file\./,
    );
    expect((await problemOf(join(folder, 'sub'))).message).toMatch(/sub cannot be read: it is a folder\./);
    expect((await problemOf(join(folder, 'none.json'))).exitCode).toBe(65);
  });
});
