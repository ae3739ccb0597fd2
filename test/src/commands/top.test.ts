import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../../src/kernel/clock.js';
import { paperOf } from '../../fake/feed.js';
import { blocksOf, ReadingRoom, said } from './reading-room.js';

let room: ReadingRoom;
const listsIn = (answers: Parameters<typeof blocksOf>[0]) =>
  blocksOf(answers).flatMap((block) => (block.kind === 'list' ? [block.items.map((item) => item.key)] : []));

beforeEach(async () => {
  room = await ReadingRoom.open('2026-11-24T09:00:00Z');
});
afterEach(() => room.close());

describe('top', () => {
  it('ranks by votes, then upvotes, then newest, and fills up with the most upvoted', async () => {
    await room.list('2026-11-20', [paperOf('2411.00001'), 5], [paperOf('2411.00002'), 50], [paperOf('2411.00003'), 70]);
    await room.list('2026-11-23', [paperOf('2411.00004'), 5], [paperOf('2411.00005'), 99], [paperOf('2411.00006'), 5]);
    for (const key of ['2411.00001', '2411.00002', '2411.00004']) await room.vote('ada', key);
    await room.vote('ben', '2411.00006', '👎');
    for (const user of ['ben', 'cem']) await room.vote(user, '2411.00001');
    const answers = await room.answers('top');
    expect(listsIn(answers)).toEqual([
      ['2411.00001', '2411.00002', '2411.00004', '2411.00006'],
      ['2411.00005', '2411.00003'],
    ]);
    expect(said(answers)).toContain('Top papers of the last 7 days');
    expect(said(answers)).toContain('Not voted on, by upvotes:');
  });

  it('is never empty while there are papers: without votes it goes by upvotes, ten of them', async () => {
    const papers = Array.from(
      { length: 14 },
      (_, index) => [paperOf(`2411.${String(10_000 + index)}`), index] as const,
    );
    await room.list('2026-11-23', ...papers);
    const answers = await room.answers('top week');
    expect(said(answers)).toContain('No votes yet; by upvotes:');
    expect(listsIn(answers)[0]).toHaveLength(10);
    expect(listsIn(answers)[0]?.[0]).toBe('2411.10013');
  });

  it('counts periods in listing days up to today in the zone of the channel', async () => {
    await room.list('2026-11-24', [paperOf('2411.00001'), 1]);
    await room.list('2026-11-18', [paperOf('2411.00002'), 2]);
    await room.list('2026-11-17', [paperOf('2411.00003'), 3]);
    await room.list('2026-10-25', [paperOf('2411.00004'), 4]);
    await room.list('2025-11-25', [paperOf('2411.00005'), 5]);
    await room.list('2025-11-24', [paperOf('2411.00006'), 6]);
    const found = async (period: string) => listsIn(await room.answers(`top ${period}`)).flat().length;
    expect(await found('day')).toBe(1);
    expect(await found('week')).toBe(2);
    expect(await found('month')).toBe(4);
    expect(await found('year')).toBe(5);
    expect(await found('all')).toBe(6);
  });

  it('counts back from the newest list when nothing was listed in the period', async () => {
    await room.list('2026-06-30', [paperOf('2411.00001'), 1]);
    await room.list('2026-06-24', [paperOf('2411.00002'), 2]);
    await room.list('2026-06-23', [paperOf('2411.00003'), 3]);
    const answers = await room.answers('top week');
    expect(said(answers)).toContain('counted back from the newest, of Tuesday, 30 June');
    expect(listsIn(answers)).toEqual([['2411.00002', '2411.00001']]);
  });

  it('says so when there are no papers at all', async () => {
    expect(await room.ask('top all')).toBe('There are no papers here yet.');
  });
});

describe('mine', () => {
  it('shows my votes and nobody else’s, newest first, ten a page', async () => {
    const papers = Array.from({ length: 12 }, (_, index) => paperOf(`2411.000${10 + index}`));
    await room.list('2026-11-23', ...papers.map((paper) => [paper, 1] as const));
    for (const { key } of papers) await room.vote('ada', key);
    await room.vote('ben', '2411.00010', '👎');
    const first = await room.answers('mine');
    expect(listsIn(first)).toEqual([
      papers
        .map(({ key }) => key)
        .toReversed()
        .slice(0, 10),
    ]);
    expect(said(first)).toContain('1-10 of 12');
    const second = await room.press(first, 'Next');
    expect(listsIn(second)).toEqual([['2411.00011', '2411.00010']]);
    expect(said(await room.press(second, 'Previous'))).toContain('1-10 of 12');
    const bens = await room.ask('mine', 'ben');
    expect(bens).toContain('voted 👎 · 2411.00010');
    expect(bens).toContain('1 of 1');
    expect(await room.ask('mine page:3')).toBe('There is no page 3: your votes end on page 2.');
  });

  it('says how to vote to those who have not', async () => {
    expect(await room.ask('mine')).toContain('You have not voted yet.');
  });

  it('says in a shared ranking how old the votes are that could not be read back in time', async () => {
    await room.list('2026-11-23', [paperOf('2411.00001'), 5]);
    room.currency = { kind: 'older', asOf: instant(Date.parse('2026-11-24T08:55:00Z')) };
    const answers = await room.answers('top');
    expect(said(answers)).not.toContain('Votes as of');
    expect(said(await room.press(answers, 'Share'))).toContain('Votes as of 08:55.');
    room.currency = { kind: 'older', asOf: null };
    expect(said(await room.press(answers, 'Share'))).toContain('still being read back');
    room.currency = { kind: 'current' };
    expect(said(await room.press(answers, 'Share'))).not.toMatch(/Votes as of|read back/);
  });
});
