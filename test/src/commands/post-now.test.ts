import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReadingRoom, said } from './reading-room.js';

let room: ReadingRoom;

beforeEach(async () => {
  // A Tuesday.
  room = await ReadingRoom.open('2026-11-24T07:30:00Z');
  room.newsroom.chat.managers.add('ada');
});
afterEach(() => room.close());

const post = () => room.newsroom.deliverer.pump();

describe('posting now', () => {
  it('posts what was shown, once, and moves the next edition on', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 5], ['2411.00002', 80]);
    const answers = await room.answers('settings on');
    expect(said(await room.press(answers, 'Post one now'))).toBe(
      "Today's edition, 2 papers, is being posted. The next one comes Wed 25 Nov, 09:00.",
    );
    expect(room.posts).toBe(1);
    await post();
    expect(room.newsroom.texts).toHaveLength(1);
    expect(room.newsroom.texts[0]).toContain('Daily papers · Tuesday, 24 November');
    expect(said(await room.press(answers, 'Post one now'))).toBe(
      "Today's edition was posted already, at 07:30. The next one comes Wed 25 Nov, 09:00.",
    );
    await room.newsroom.tickAt('2026-11-24T09:00:00Z');
    expect(room.newsroom.texts).toHaveLength(1);
  });

  it('makes one edition of two presses at once', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 5]);
    const answers = await room.answers('settings on');
    const said2 = await Promise.all([1, 2].map(async () => said(await room.press(answers, 'Post one now'))));
    expect(said2.toSorted()).toEqual([
      "Today's edition is being posted already. The next one comes Wed 25 Nov, 09:00.",
      "Today's edition, one paper, is being posted. The next one comes Wed 25 Nov, 09:00.",
    ]);
    await post();
    expect(room.newsroom.texts).toHaveLength(1);
  });

  it('says why there is nothing, keeps nothing, and leaves the edition to its time', async () => {
    await room.ask('settings on');
    expect(await room.ask('settings post')).toBe(
      'Nothing is posted. No new papers: Hugging Face published no list for this day. Next edition Wed 25 Nov, 09:00.',
    );
    room.newsroom.clock.jumpTo('2026-11-24T08:30:00Z');
    room.newsroom.feed.down = 'status 503';
    expect(await room.ask('settings post')).toContain(
      'Nothing is posted now. No papers: Hugging Face could not be read: status 503.',
    );
    expect(room.posts).toBe(0);
    room.newsroom.feed.down = undefined;
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 5]);
    await room.newsroom.tickAt('2026-11-24T09:00:00Z');
    expect(room.newsroom.texts).toHaveLength(1);
  });

  it('takes the place of an edition of which nothing arrived', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 5]);
    await room.ask('settings on time 8:00');
    room.newsroom.chat.nextPosts({ kind: 'rejected' });
    await room.newsroom.tickAt('2026-11-24T08:00:00Z');
    expect(room.newsroom.texts).toEqual([]);
    expect(await room.ask('settings post')).toContain("Today's edition, one paper, is being posted.");
    await post();
    expect(room.newsroom.texts).toHaveLength(1);
  });

  it('needs an edition that is on', async () => {
    const off = 'The morning edition is off here; /paper settings on switches it on.';
    expect(await room.ask('settings post')).toBe(off);
    await room.ask('settings time 8:00');
    expect(await room.ask('settings post')).toBe(off);
  });

  it('shows tomorrow what today did not take', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 5]);
    await room.ask('settings on');
    await room.ask('settings post');
    await post();
    room.newsroom.clock.jumpTo('2026-11-25T07:00:00Z');
    room.newsroom.feed.set('2026-11-25', ['2411.00002', 9]);
    const answer = await room.ask('settings on');
    expect(answer).toContain('It would hold now: one new paper\n1. Paper 2411.00002 · ▲ 9\n');
  });
});
