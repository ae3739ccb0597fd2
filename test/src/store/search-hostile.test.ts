import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaperKey } from '../../../src/papers/paper.js';
import { formatSearch, parseSearch } from '../../../src/search/parse-search.js';
import { emptyQuery, type SearchQuery } from '../../../src/search/query.js';
import type { Span } from '../../../src/view/view.js';
import { seededRandom } from '../../fake/ids.js';
import { openSearchWorld, type SearchWorld } from './search-world.js';

let world: SearchWorld;

beforeAll(async () => {
  world = await openSearchWorld();
  await world.shelve(
    'one',
    { title: 'Tides of GPT-4', abstract: '扩散 in C++ and हिन्दी.', authors: ['Ada O’Brien'] },
    5,
  );
  await world.shelve('two', { title: '$\\ell_1$ and β', abstract: '', authors: [], keywords: ['tides'] });
  await world.shelve('three', { title: '"NEAR(a, b)" OR 1=1 --', abstract: 'NULL; drop table paper' }, 1);
});
afterAll(() => world.close());

/** What is an operator to SQLite, to FTS5 or to our own language, and what Unicode has to offer. */
const nasty: readonly string[] = [
  ...`"|'|(|)|*|^|:|-|+|{|}|[|]|\\|/|%|_|;|--|,|.|~|#|@|$|&|<|>|=|!|?|"" OR ""|* *|NEAR/2|AND|OR|NOT|NEAR(|title:|alias :`.split(
    '|',
  ),
  ...["C++|x'00'|drop table paper|everypaper|rank|NULL|0|1e999|-1|paper_text|a\"b|'; --|/*|*/|?1|:a|@a"]
    .join('|')
    .split('|'),
  ...[
    'author:',
    'cat:',
    'org:',
    'since:',
    'until:',
    'min:',
    'sort:',
    'page:',
    '-author:',
    'since:2025',
    'page:99999',
    'min:-1',
  ],
  ...[
    'author:van',
    'Y.',
    'LeCun,',
    'author:"',
    '“',
    '”',
    '«',
    '–',
    '—',
    '\u2212x',
    '2405.14906',
    'https://',
    '<https://a.b|',
    '10.1/',
  ],
  ...[
    '\u0000',
    '\u0001',
    '\u001b[2J',
    '\u007f',
    '\n',
    '\t',
    '\r',
    '\u00a0',
    '\u200b',
    '\u200d',
    '\u202e',
    '\u2066',
    '\ufeff',
    '\ufffe',
  ],
  ...[
    '\ud800',
    '\udc00',
    '\ud800\ud800',
    '𝐀',
    '𝛽',
    '👩‍🔬',
    '🏳️‍🌈',
    'e\u0301',
    'a\u0301\u0301\u0301\u0301',
    'ﬃ',
    '½',
    '①',
    'ℓ',
    'ß',
    'İ',
    'ς',
  ],
  ...[
    '扩散',
    '扩',
    'モデル',
    '한국',
    'हिन्दी',
    'שלום',
    'مرحبا',
    'й',
    'β',
    '\\beta',
    '$\\ell_1$',
    '\\textbf{',
    '_^',
    '.NET',
    'F*',
  ],
  ...[
    'tides',
    'GPT-4',
    'a.b.c',
    'x'.repeat(300),
    '"'.repeat(50),
    ' '.repeat(80),
    '('.repeat(100),
    'constructor',
    '__proto__',
    'toString',
  ],
];

const random = seededRandom(11);
const below = (most: number): number => Math.floor(random() * most);
const pick = (): string => nasty[below(nasty.length)] ?? '';
const some = (most: number): string[] =>
  Array.from({ length: below(most + 1) }, () => pick() + (random() < 0.5 ? pick() : ''));
const letters = (length: number): string =>
  String.fromCharCode(...Array.from({ length }, () => below(random() < 0.7 ? 0x250 : 0x1_0000)));

/** A text as somebody may paste it, up to 2,000 characters. */
function typed(): string {
  const kind = random();
  if (kind < 0.1) return letters(below(2_000));
  if (kind < 0.15) return some(400).join('').slice(0, 2_000);
  return some(8).join(random() < 0.5 ? ' ' : '');
}

/** A query that no text was parsed for: whatever reaches the engine, it holds. */
function built(): SearchQuery {
  const filters = random() < 0.3 ? { authors: some(2), categories: some(2), organizations: some(2) } : {};
  const sort = random() < 0.2 ? 'votes' : 'relevance';
  return { ...emptyQuery, words: some(5), phrases: some(2), without: some(1), ...filters, sort };
}

/** The query of a text that is understood, which is read back as it is written; else one sentence says why it is none. */
function understood(text: string): SearchQuery | undefined {
  const parsed = parseSearch(text);
  if (parsed.kind === 'query') {
    expect(parseSearch(formatSearch(parsed.query))).toEqual(parsed);
    return parsed.query;
  }
  expect(parsed.message).toMatch(/^[^\n]+\.$/);
  return undefined;
}

const titles = new Set(['Tides of GPT-4', '$\\ell_1$ and β', '"NEAR(a, b)" OR 1=1 --']);

const plain = (spans: readonly Span[]): string => spans.map(({ text }) => text).join('');
const isUnknown = (title: string): boolean => !titles.has(title);

describe('hostile words', () => {
  it('are 20,000 searches without an error, each answered or refused in a sentence', async () => {
    const counts = { answered: 0, refused: 0 };
    for (let round = 0; round < 400; round += 1) {
      const queries = Array.from({ length: 50 }, () => (round % 4 === 0 ? built() : understood(typed())));
      const asked = queries.filter((query) => query !== undefined);
      const pages = await Promise.all(asked.map((query) => world.search.search(query)));
      counts.answered += pages.length;
      counts.refused += queries.length - asked.length;
      expect(pages.flatMap(({ hits }) => hits.map(({ title }) => plain(title))).filter(isUnknown)).toEqual([]);
    }
    const { answered, refused } = counts;
    expect(answered + refused).toBe(20_000);
    expect(answered).toBeGreaterThan(10_000);
    expect(refused).toBeGreaterThan(1_000);
    expect(world.log.lines).toEqual([]);
  });

  it('break no suggestion and no look for similar papers either', async () => {
    const kinds = ['words', 'authors', 'categories', 'titles'] as const;
    for (let round = 0; round < 100; round += 1) {
      const suggested = kinds.map((kind) => world.search.suggest({ kind, typed: typed(), limit: 5 }));
      await Promise.all([...suggested, world.search.similar(typed() as PaperKey, 5)]);
    }
    expect(await world.search.similar('three' as PaperKey, 5)).toEqual(expect.any(Array));
    expect(world.log.lines).toEqual([]);
  });
});
