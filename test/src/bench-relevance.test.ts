import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openOurs } from '../bench/ours.js';
import { openFts5 } from '../bench/peers/fts5.js';
import { openLunr } from '../bench/peers/lunr.js';
import { openMiniSearch } from '../bench/peers/minisearch.js';
import { openOrama } from '../bench/peers/orama.js';
import type { SystemName } from '../bench/peers/systems.js';
import type { Trial, TrialEnd } from '../bench/peers/trial.js';
import { openWink } from '../bench/peers/wink.js';
import { meanScores, scoresOf } from '../bench/relevance/metrics.js';
import { parseQrels } from '../bench/relevance/qrels.js';
import { relevanceJson, relevanceText } from '../bench/relevance/report.js';
import { readTestSet } from '../bench/relevance/test-set.js';

const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true });
});

function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-relevance-'));
  homes.push(home);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), content);
  }
  return home;
}

const lines = (...records: readonly unknown[]): string => records.map((one) => `${JSON.stringify(one)}\n`).join('');

const corpus = lines(
  { _id: 1, title: 'Sparse attention', text: 'Kernels for fast decoding.', url: 'x' },
  { _id: '2', title: '', text: 'Attention is\nall you need.' },
  { _id: '3', title: 'Empty' },
  { _id: '4', title: null, text: '' },
  { _id: '5', title: 'The constructor: __proto__ of a^b~2 +c', text: 'toString' },
);
const queries = lines(
  { _id: 'q1', text: 'sparse attention', self: 1 },
  { _id: 2, text: 'who needs attention?' },
  { _id: 'q3', text: 'judged, but nothing is relevant' },
  { _id: 'q4', text: 'never judged' },
);
const qrels = 'query-id\tcorpus-id\tscore\nq1\t2\t2\nq1\t3\t0\n2\t2\t1\nq3\t1\t0\n';

describe('the metrics', () => {
  const judgements = new Map([
    ['a', 2],
    ['b', 1],
    ['c', 1],
    ['d', 0],
  ]);

  it('are those computed by hand', () => {
    const scores = scoresOf(['x', 'a', 'd', 'b'], judgements);
    const ideal = 2 + 1 / Math.log2(3) + 1 / 2;
    expect(scores.ndcg10).toBeCloseTo((2 / Math.log2(3) + 1 / Math.log2(5)) / ideal, 12);
    expect(scores.recall10).toBeCloseTo(2 / 3, 12);
    expect(scores.mrr10).toBe(1 / 2);
  });

  it('look as deep as their names say', () => {
    const ten = Array.from({ length: 10 }, (_, index) => `x${index}`);
    expect(scoresOf([...ten, 'a'], judgements)).toEqual({ ndcg10: 0, recall10: 0, recall100: 1 / 3, mrr10: 0 });
  });

  it('are 1 for the ideal ranking and 0 for none', () => {
    expect(scoresOf(['a', 'c', 'b'], judgements)).toEqual({ ndcg10: 1, recall10: 1, recall100: 1, mrr10: 1 });
    expect(scoresOf([], judgements)).toEqual({ ndcg10: 0, recall10: 0, recall100: 0, mrr10: 0 });
  });

  it('are means over the queries', () => {
    const none = scoresOf([], judgements);
    expect(meanScores([none, scoresOf(['a', 'c', 'b'], judgements)]).ndcg10).toBe(0.5);
  });
});

describe('judgements', () => {
  const expected = new Map([['q', new Map([['d', 1]])]]);

  it.each([
    ['plain', 'q\td\t1'],
    ['with a header, Windows line ends and blank lines', 'query-id\tcorpus-id\tscore\r\nq\td\t1\r\n\r\n'],
    ['as TREC writes them', 'q 0 d 1\n'],
    ['with a line cut short', 'q\td\t1\nq\n'],
  ])('are read %s', (_how, text) => {
    expect(parseQrels(text, 'qrels.tsv')).toEqual(expected);
  });

  it('are missed in a file of something else', () => {
    expect(() => parseQrels('nothing\n', 'qrels.tsv')).toThrow('qrels.tsv holds no judgement.');
  });
});

describe('a test set', () => {
  it('has the queries with a relevant document, whatever the types of the ids', async () => {
    const { papers, queries: read } = await readTestSet(
      folder({ 'corpus.jsonl.gz': gzipSync(corpus), 'queries.jsonl': queries, 'qrels/test.tsv': qrels }),
    );
    expect(papers.map(({ key, title, abstract }) => [key, title, abstract]).slice(0, 4)).toEqual([
      ['1', 'Sparse attention', 'Kernels for fast decoding.'],
      ['2', '', 'Attention is all you need.'],
      ['3', 'Empty', ''],
      ['4', '', ''],
    ]);
    expect(read.map(({ id, hidden }) => [id, hidden])).toEqual([
      ['q1', '1'],
      ['2', undefined],
    ]);
  });

  it.each([
    ['no folder', {}, 'There is no corpus.jsonl in'],
    ['no judgements', { 'corpus.jsonl': corpus, 'queries.jsonl': queries }, 'There is no qrels.tsv in'],
    ['no JSON', { 'corpus.jsonl': 'x\n' }, 'There is no JSON object in line 1 of'],
    [
      'nothing relevant',
      { 'corpus.jsonl': corpus, 'queries.jsonl': queries, 'qrels.tsv': 'q1\t1\t0\n' },
      'No query of',
    ],
  ])('is refused in a sentence: %s', async (_what, files, says) => {
    await expect(readTestSet(folder(files))).rejects.toThrow(says);
  });
});

describe('each system', () => {
  const set = readTestSet(folder({ 'corpus.jsonl': corpus, 'queries.jsonl': queries, 'qrels.tsv': qrels }));

  it.each([
    ['minisearch', openMiniSearch],
    ['wink', openWink],
    ['lunr', openLunr],
    ['orama', openOrama],
    ['fts5', openFts5],
  ] as const)('takes empty and odd documents, and any text for a query: %s', async (_name, open) => {
    const { papers } = await set;
    const system = await open(papers, 'plain');
    expect(await system.ask('sparse attention kernels', 10)).toContain('1');
    expect((await system.ask('sparse attention kernels', 1)).length).toBe(1);
    for (const text of ['', '???', 'a:b -c +d ~e ^2 "f', 'constructor __proto__', 'the']) await system.ask(text, 10);
    system.close?.();
  });

  it('ours hides what is to be hidden, and takes what is typed for what it is in a chat', async () => {
    const { papers } = await set;
    const ours = await openOurs(papers);
    const long = `sparse attention ${'kernels '.repeat(400)}`;
    expect(ours.rank(long, { limit: 10 })).toContain('1');
    expect(ours.rank(long, { limit: 10, hidden: '1' })).toEqual(['2']);
    expect(await ours.search('attention -need')).toEqual(['1']);
    expect(await ours.search('since:never')).toEqual([]);
    ours.close();
  });
});

describe('the report', () => {
  const trial: Trial = {
    ...{ kind: 'trial', queryMs: [1, 2], buildSeconds: 1, megabytes: 1, trouble: [] },
    results: [['2'], ['1', '2']],
  };

  it('is one line of JSON a set, without what did not run', async () => {
    const home = folder({ 'corpus.jsonl': corpus, 'queries.jsonl': queries, 'qrels.tsv': qrels });
    const run = {
      set: await readTestSet(home),
      ends: new Map<SystemName, TrialEnd>([
        ['ours', trial],
        ['lunr', { kind: 'not run', why: 'it needs more than 6 GB of memory' }],
      ]),
    };
    const json = relevanceJson(run);
    expect(json.endsWith('}\n')).toBe(true);
    expect(JSON.parse(json)).toEqual({
      set: basename(home),
      systems: { ours: { ndcg10: 0.815465, recall10: 1, recall100: 1, mrr10: 0.75 } },
    });
    expect(relevanceText(run, 1)).toContain('lunr not run: it needs more than 6 GB of memory');
  });
});
