import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/commands/parse.js';
import { commandTable } from '../../../src/commands/table.js';
import type { PaperKey } from '../../../src/papers/paper.js';
import { paperOf } from '../../fake/feed.js';
import { ReadingRoom } from './reading-room.js';

const long = `Zetta ${'An Efficient Way to Do What Nobody Has Asked For '.repeat(4)}`.trim();

let room: ReadingRoom;

beforeEach(async () => {
  room = await ReadingRoom.open();
  const shelf = [
    paperOf('2405.14906', { title: long, authors: ['Yann LeCun', 'Ada "The" Moon'], categories: ['cs.LG'] }),
    paperOf('2405.14907', { title: 'Flow Matching', authors: ['Yann Doe', 'Cher'], categories: ['cs.CL', 'stat.ML'] }),
    paperOf('https://papers.example.com/flowers' as PaperKey, { title: 'Flowers', authors: [], categories: [] }),
  ];
  await room.list('2026-11-23', ...shelf.map((paper, upvotes) => [paper, upvotes] as const));
});
afterEach(() => room.close());

const suggest = (text: string) => room.newsroom.chat.suggest('ada', room.target, text);
const lines = async (text: string) => (await suggest(text)).map((one) => one.text);

describe('a search that is being typed', () => {
  it('goes on with whole words and with the papers that have such a title', async () => {
    expect(await suggest('search flow')).toEqual([
      { label: 'flowers', text: 'search flowers' },
      { label: 'Flow Matching · 2405.14907', text: 'search 2405.14907' },
      { label: 'Flowers', text: 'search https://papers.example.com/flowers' },
    ]);
    expect(await lines('search better flow ma')).toEqual(['search better flow matching']);
    expect(await lines('search "flow ma')).toContain('search "flow matching');
    expect(await lines('search flow-ma')).toContain('search flow-matching');
    expect(await lines('search zetta -mat')).toEqual(['search zetta -matching']);
  });

  it('has authors and categories in place of the beginning of one, whatever stands before', async () => {
    expect(await suggest('search gan author:yann')).toEqual([
      { label: 'Yann LeCun', text: 'search gan author:"Yann LeCun"' },
      { label: 'Yann Doe', text: 'search gan author:"Yann Doe"' },
    ]);
    expect(await lines('search author:"yann le')).toEqual(['search author:"Yann LeCun"']);
    expect(await lines('search author:che')).toEqual(['search author:Cher']);
    expect(await lines('search author:ada')).toEqual(['search author:"Ada The Moon"']);
    expect(await lines('search cat:')).toEqual(['search cat:cs.LG', 'search cat:cs.CL', 'search cat:stat.ML']);
    expect(await lines('search flow cat:CS.C')).toEqual(['search flow cat:cs.CL']);
  });

  it('names no paper beside a filter, which would be lost', async () => {
    expect(await lines('search author:ho flow')).toEqual(['search author:ho flowers']);
    expect(await lines('search flow ')).toContain('search 2405.14907');
    expect(await lines('search author:ho flow ')).toEqual([]);
    expect(await lines('search since:20')).toEqual([]);
  });

  it('is always offered as a line that is understood', async () => {
    const typed = ['flow', 'author:a', 'author:"ada ', 'cat:', 'sort:', '"flow ma', 'zetta -m', 'cat:cs.LG a', 'ze'];
    const offered = await Promise.all(typed.map((text) => lines(`search ${text}`)));
    const problems = offered
      .flat()
      .filter((line) => !line.endsWith(':') && parseCommand(line, commandTable).kind === 'problem');
    expect(offered.flat().length).toBeGreaterThan(10);
    // An order is nothing to look for by itself.
    expect(problems).toEqual(['search sort:relevance']);
  });
});

describe('a paper that is being named', () => {
  it('is offered by its title, cut to what platforms show, and stands for its id', async () => {
    const [zetta] = await suggest('show zet');
    expect(zetta?.text).toBe('show 2405.14906');
    expect(zetta?.label).toMatch(/^Zetta An Efficient Way .*… · 2405\.14906$/);
    expect(zetta?.label.length).toBeLessThanOrEqual(100);
    expect(await suggest('show flowers')).toEqual([
      { label: 'Flowers', text: 'show https://papers.example.com/flowers' },
    ]);
  });

  it('is the same for what is similar to it', async () => {
    expect(await lines('similar zet')).toEqual(['similar 2405.14906']);
    expect(await lines('similar flowers')).toEqual(['similar https://papers.example.com/flowers']);
  });

  it('is one of the latest edition while nothing or a number is typed', async () => {
    const { newsroom } = room;
    expect(await lines('show ')).toEqual([]);
    newsroom.feed.set('2026-11-25', ['2411.00001', 3], ['2411.00002', 2]);
    await newsroom.subscribe();
    await newsroom.tickAt('2026-11-25T09:00:00Z');
    expect((await suggest('show ')).slice(0, 2)).toEqual([
      { label: '1. Paper 2411.00001 · 2411.00001', text: 'show 2411.00001' },
      { label: '2. Paper 2411.00002 · 2411.00002', text: 'show 2411.00002' },
    ]);
    expect(await lines('show #2')).toEqual(['show 2411.00002']);
  });
});

describe('trouble while something is typed', () => {
  it('is an empty list, and no line for each key in the log', async () => {
    room.search.broken = new Error('gone');
    for (const text of ['search flow', 'search cat:', 'show flow']) expect(await suggest(text)).toEqual([]);
    expect(room.newsroom.log.lines.filter(({ level }) => level !== 'debug' && level !== 'info')).toEqual([]);
    expect(JSON.stringify(room.newsroom.log.lines)).not.toContain('flow');
    expect(await lines('top m')).toEqual(['top month']);
  });
});
