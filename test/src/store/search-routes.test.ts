import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Paper } from '../../../src/papers/paper.js';
import { parseSearch } from '../../../src/search/parse-search.js';
import { SqliteConnection } from '../../../src/store/dialect/sqlite-connection.js';
import { SearchEngine } from '../../../src/store/search-engine.js';
import { date } from '../../contract/store-samples.js';
import { openSearchWorld, type SearchWorld } from './search-world.js';

/**
 * Ways in which a paper becomes a candidate: by its rare words, all words, all in the title, word for word. Each has papers that what else
 * is asked for lets through, and others that it does not.
 */
const routes: Readonly<Record<string, Partial<Paper>>> = {
  title: { title: 'Tides and the Moon', abstract: 'Nothing else.' },
  all: { title: 'Moon', abstract: 'On tides.' },
  order: { title: 'Deserts', abstract: 'We see moon tides.' },
  some: { title: 'A moon', abstract: 'Nothing else.' },
};
const ways = Object.keys(routes);

const kept: Partial<Paper> = {
  authors: ['Ada Kept'],
  categories: ['cs.CL'],
  organization: 'Hugging Face',
  publishedOn: date('2025-05-05'),
  keywords: ['a bright star'],
};
/** Each of them is let through by all but one. */
const others: Readonly<Record<string, Partial<Paper>>> = {
  sandy: { keywords: ['a bright star', 'sand'] },
  starless: { keywords: ['a star, bright'] },
  author: { authors: ['Ada Else', 'Ben Kep'] },
  category: { categories: ['cs.LG'] },
  organization: { organization: null },
  early: { publishedOn: date('2025-05-04') },
  late: { publishedOn: date('2025-05-06') },
};

let world: SearchWorld;
let connection: SqliteConnection;
let engine: SearchEngine;

beforeAll(async () => {
  world = await openSearchWorld();
  for (const [way, fields] of Object.entries(routes)) {
    await world.shelve(`${way}-kept`, { ...kept, ...fields }, 9);
    await world.shelve(`${way}-unloved`, { ...kept, ...fields }, 8);
    for (const [name, other] of Object.entries(others)) {
      await world.shelve(`${way}-${name}`, { ...kept, ...fields, ...other }, 9);
    }
  }
  connection = new SqliteConnection(world.path, 'read');
  engine = new SearchEngine(connection, undefined);
});
afterAll(async () => {
  connection.close();
  await world.close();
});

/** What a search finds when no more papers than that may get a score. */
function found(text: string, bound?: number): readonly string[] {
  const parsed = parseSearch(text);
  if (parsed.kind === 'problem') throw new Error(parsed.message);
  return engine.rank(parsed.query, { limit: 1_000, ...(bound !== undefined && { bound }) });
}

/** One paper, hardly any, a word's papers and not both, all. */
const bounds = [0, 1, 10, 30, 40, undefined];
const everyOther = [...Object.keys(others), 'unloved'];

describe.each(bounds)('where %s papers may get a score', (bound) => {
  it.each([
    ['an excluded word', 'moon tides -sand', ['sandy']],
    [
      'an excluded phrase',
      'moon tides -"a bright star"',
      everyOther.filter((name) => name !== 'starless').concat('kept'),
    ],
    ['a missing phrase', '"bright star" moon tides', ['starless']],
    ['another author', 'moon tides author:kept', ['author']],
    ['another category', 'moon tides cat:cs.CL', ['category']],
    ['another organization', 'moon tides org:"hugging face"', ['organization']],
    ['an earlier day', 'moon tides since:2025-05-05', ['early']],
    ['a later day', 'moon tides until:2025-05-05', ['late']],
    ['fewer upvotes', 'moon tides min:9', ['unloved']],
    [
      'any of these',
      '"bright star" moon tides -sand author:kept cat:cs.CL org:hugging since:2025-05-05 until:2025-05-05 min:9',
      everyOther,
    ],
    ['fewer upvotes, of one word,', 'moon min:9', ['unloved']],
    ['an excluded word, of one word,', 'moon -sand', ['sandy']],
  ])('%s keeps a paper out, whichever way it came in', (_, text, out) => {
    const keys = found(text, bound);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => out.some((name) => key.endsWith(`-${name}`)))).toEqual([]);
  });

  it.each([
    'moon tides author:kept cat:cs.CL org:hugging since:2025-05-05 until:2025-05-05 min:9 -sand',
    '"a bright star" moon tides author:kept cat:cs.CL since:2025-05-05 until:2025-05-05 org:hugging min:9 -sand',
  ])('the papers that pass are found, in whichever way: %s', (text) => {
    const pass = (way: string) => (text.startsWith('"') ? [`${way}-kept`] : [`${way}-kept`, `${way}-starless`]);
    const keys = found(text, bound);
    // Papers with but one of the words may be left out where hardly a paper gets a score.
    expect(keys).toEqual(expect.arrayContaining(['title', 'all', 'order'].flatMap(pass)));
    expect(ways.flatMap(pass)).toEqual(expect.arrayContaining([...keys]));
  });

  it('a paper is found once', () => {
    const keys = found('moon tides', bound);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThanOrEqual(27);
  });
});

describe('a search that is answered in a chat', () => {
  it.each([
    ['"bright star" moon tides sort:date', 'starless'],
    ['"bright star" moon tides nowhere sort:date', 'starless'],
    ['moon tides -sand sort:votes', 'sandy'],
    ['moon tides nowhere -sand sort:votes', 'sandy'],
    ['moon tidse -sand', 'sandy'],
    ['moon tidse author:kept', 'author'],
  ])('%s leaves out what is not asked for on every page', async (text, out) => {
    const { total } = await world.ask(text);
    expect(total).toBeGreaterThan(0);
    const pages = Array.from({ length: Math.ceil(total / 5) }, (_, index) => world.keys(`${text} page:${index + 1}`));
    const keys = (await Promise.all(pages)).flat();
    expect(keys).toHaveLength(total);
    expect(keys.filter((key) => key.endsWith(`-${out}`))).toEqual([]);
  });
});
