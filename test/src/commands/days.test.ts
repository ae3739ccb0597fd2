import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaperKey } from '../../../src/papers/paper.js';
import { paperOf } from '../../fake/feed.js';
import { blocksOf, ReadingRoom, said } from './reading-room.js';

let room: ReadingRoom;
const keysIn = (answers: Parameters<typeof blocksOf>[0]): readonly (string | undefined)[] =>
  blocksOf(answers).flatMap((block) => (block.kind === 'list' ? block.items.map((item) => item.key) : []));

beforeEach(async () => {
  // A Tuesday.
  room = await ReadingRoom.open('2026-11-24T09:00:00Z');
});
afterEach(() => room.close());

describe('today', () => {
  it('asks the feed and shows the whole list, most upvoted first, with the votes of the team', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 3], ['2411.00002', 74], ['2411.00003', 3]);
    await room.ask('today');
    await room.vote('ben', '2411.00003');
    const answers = await room.answers('TODAY');
    expect(said(answers)).toContain('Papers of Tuesday, 24 November\n3 papers, by upvotes.');
    expect(keysIn(answers)).toEqual(['2411.00002', '2411.00001', '2411.00003']);
    expect(said(answers)).toContain('▲ 3 · 👍 1 · 2411.00003');
  });

  it('shows the newest list there is, and says why it is not of today', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 3]);
    await room.ask('today');
    room.newsroom.clock.jumpTo('2026-11-28T09:00:00Z');
    expect(await room.ask('today')).toContain(
      'There is none for today, Sat 28 Nov: Hugging Face publishes no list on a Saturday.',
    );
    room.newsroom.clock.jumpTo('2026-11-27T09:00:00Z');
    expect(await room.ask('today')).toContain('today, Fri 27 Nov: Hugging Face answered with an empty list.');
    room.newsroom.clock.jumpTo('2026-11-26T09:00:00Z');
    room.newsroom.feed.down = 'status 503';
    expect(await room.ask('today')).toContain('today, Thu 26 Nov: Hugging Face could not be read (status 503).');
  });

  it('shows the stored copy of today and says that the feed failed just now', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 3]);
    await room.ask('today');
    await room.newsroom.clock.advance(3_600_000);
    room.newsroom.feed.down = 'status 503';
    const answer = await room.ask('today');
    expect(answer).toContain('Papers of Tuesday, 24 November');
    expect(answer).toContain('Hugging Face could not be read (status 503); this is what was stored before.');
  });

  it('never asks the feed for a day that has not begun by UTC', async () => {
    room.newsroom.clock.jumpTo('2026-11-24T23:30:00Z');
    await room.newsroom.subscribe({ zone: 'Asia/Tokyo' });
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 3]);
    const answer = await room.ask('today');
    expect(answer).toContain('Papers of Tuesday, 24 November');
    expect(answer).toContain('for today, Wed 25 Nov: lists are dated by UTC, where it is still Tue 24 Nov.');
    expect(new Set(room.newsroom.feed.asked)).toEqual(new Set(['2026-11-24']));
  });

  it('says why when there is no list at all', async () => {
    room.newsroom.feed.down = 'the name cannot be resolved';
    expect(await room.ask('today')).toBe(
      'There is no list yet: Hugging Face could not be read (the name cannot be resolved).',
    );
  });

  it('splits a long list into several messages and loses nothing', async () => {
    const papers = Array.from({ length: 50 }, (_, index) => [`2411.${String(10_000 + index)}`, index] as const);
    room.newsroom.feed.set('2026-11-24', ...papers);
    const answers = await room.answers('today');
    expect(answers.length).toBeGreaterThan(1);
    expect(keysIn(answers)).toEqual(papers.map(([key]) => key).toReversed());
  });
});

describe('day', () => {
  it('shows the list of that day, a paper of two feeds once', async () => {
    const twice = paperOf('2411.00001');
    await room.list('2026-11-19', [twice, 5], [paperOf('2411.00002'), 9]);
    const day = { day: '2026-11-19', paper: '2411.00001' as PaperKey, upvotes: 30, position: 0 };
    await room.newsroom.store.papers.save([{ paper: twice, listings: [{ ...day, feed: 'other' } as never] }]);
    await room.newsroom.subscribe({ feeds: ['huggingface', 'other'] as never });
    const answers = await room.answers('day 2026-11-19');
    expect(keysIn(answers)).toEqual(['2411.00001', '2411.00002']);
    expect(said(await room.answers('day thursday'))).toContain('Papers of Thursday, 19 November');
  });

  it('says which it is when there is none: empty, no day for lists, failed, or still to come', async () => {
    expect(await room.ask('day yesterday')).toBe(
      'No list on Monday, 23 November: Hugging Face answered with an empty list.',
    );
    expect(await room.ask('day sunday')).toBe(
      'No list on Sunday, 22 November: Hugging Face publishes no list on a Sunday.',
    );
    room.newsroom.feed.down = 'status 500';
    expect(await room.ask('day 2026-11-19')).toBe(
      'No list on Thursday, 19 November: Hugging Face could not be read (status 500).',
    );
    expect(await room.ask('day 2026-11-25')).toBe('Wednesday, 25 November is still to come.');
    expect(room.newsroom.feed.asked).not.toContain('2026-11-25');
  });

  it('means today by the name of today', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 3]);
    expect(await room.ask('day tuesday')).toContain('Papers of Tuesday, 24 November');
  });
});
