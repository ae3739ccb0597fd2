import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../../src/kernel/clock.js';
import { ReadingRoom } from './reading-room.js';

let room: ReadingRoom;

beforeEach(async () => {
  // A Tuesday.
  room = await ReadingRoom.open('2026-11-24T07:30:00Z');
});
afterEach(() => room.close());

describe('status', () => {
  it('says that a channel without a subscription gets no edition', async () => {
    const answer = await room.ask('status');
    expect(answer).toContain('No edition comes to this channel: it has no subscription.');
    expect(answer).toContain('Hugging Face: not asked yet');
    expect(answer).toContain('Papers: 0');
  });

  it('tells when the last edition was posted and when the next comes, in the zone of the channel', async () => {
    await room.newsroom.subscribe({ zone: 'Europe/Berlin' });
    expect(await room.ask('status')).toContain('Last edition: none');
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 80], ['2411.00002', 90]);
    await room.newsroom.tickAt('2026-11-24T08:00:00Z');
    const answer = await room.ask('status');
    expect(answer).toContain('All is well.');
    expect(answer).toContain('Last edition: Tue 24 Nov: posted at 09:00, 2 papers');
    expect(answer).toContain('Next edition: Wed 25 Nov, 09:00');
    expect(answer).toContain('Hugging Face: answered at 09:00');
    expect(answer).toContain('Queue: nothing waits');
    expect(answer).toContain('Time zone: Europe/Berlin');
  });

  it('tells how far a model is with the papers, and what it waits for, where there is one', async () => {
    expect(await room.ask('status')).not.toContain('Search model');
    const state = { read: 2, papers: 7, trouble: null as string | null };
    Object.assign(room.search, { model: { state: async () => state } });
    expect(await room.ask('status')).toContain('Search model: has read 2 of 7 papers');
    state.trouble = 'it cannot answer (status 503)';
    expect(await room.ask('status')).toContain('has read 2 of 7 papers; it waits: it cannot answer (status 503)');
    Object.assign(state, { read: 7, trouble: null });
    expect(await room.ask('status')).toContain('Search model: has read all papers');
  });

  it('calls a quiet morning quiet', async () => {
    await room.newsroom.subscribe({ time: '08:00' });
    await room.newsroom.tickAt('2026-11-24T08:00:00Z');
    const answer = await room.ask('status');
    expect(answer).toContain('All is well; it is only quiet.');
    expect(answer).toContain('Last edition: Tue 24 Nov: nothing new (08:00)');
  });

  it('calls a feed that fails broken, says since when and why', async () => {
    await room.newsroom.subscribe({ time: '08:00' });
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 80]);
    await room.newsroom.tickAt('2026-11-24T08:00:00Z');
    room.newsroom.feed.down = 'status 503';
    await room.newsroom.tickAt('2026-11-25T08:00:00Z');
    const answer = await room.ask('status');
    expect(answer).toContain('Something is broken: Hugging Face cannot be read at the moment.');
    expect(answer).toContain('Hugging Face: failed at 08:00 (status 503); the last answer came at Tue 24 Nov, 08:00');
  });

  it('calls a post that was refused broken, and says what the platform said', async () => {
    await room.newsroom.subscribe({ time: '08:00' });
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 80]);
    room.newsroom.chat.nextPosts({ kind: 'rejected' });
    await room.newsroom.tickAt('2026-11-24T08:00:00Z');
    const answer = await room.ask('status');
    expect(answer).toContain('Something is broken: of the last edition, its post could not be delivered');
    expect(answer).toContain('refused');
    expect(answer).toContain('Queue: nothing waits; one post given up');
  });

  it('shows what is still under way', async () => {
    await room.newsroom.subscribe({ time: '08:00' });
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 80]);
    room.newsroom.chat.nextPosts({ kind: 'retry' });
    await room.newsroom.tickAt('2026-11-24T08:00:00Z');
    const answer = await room.ask('status');
    expect(answer).toContain('being posted, 0 of 1 so far');
    expect(answer).toContain('Queue: one post under way');
  });

  it('says that editions are switched off', async () => {
    await room.newsroom.subscribe({ enabled: false, nextRunAt: null });
    const answer = await room.ask('status');
    expect(answer).toContain('The editions of this channel are switched off.');
    expect(answer).toContain('Next edition: switched off');
  });

  it('says when the minute tick stalls, and since when', async () => {
    room.processTrouble = { stalledSince: instant(Date.parse('2026-11-24T07:20:00Z')) };
    const answer = await room.ask('status');
    expect(answer).toMatch(
      /^Something is broken: the minute tick, which makes the editions, has not ended since 07:20\./,
    );
    expect(answer).toContain('Process: the minute tick');
  });

  it('says that nothing can be written down, before anything else', async () => {
    room.processTrouble = {
      stalledSince: instant(Date.parse('2026-11-24T07:20:00Z')),
      storage: 'broadsheet.sqlite cannot be written: the disk is full. Free some space.',
    };
    expect(await room.ask('status')).toContain(
      'Something is broken: nothing can be written down, so nothing is posted and no vote counts: broadsheet.sqlite cannot be written: the disk is full. Free some space.',
    );
  });

  it('says that there is no new backup, and why', async () => {
    room.processTrouble = { backups: 'A backup cannot be written: the disk is full. Free some space.' };
    expect(await room.ask('status')).toContain(
      'Something is broken: the last backup could not be made: A backup cannot be written: the disk is full. Free some space.',
    );
  });

  it('says that the process was started again and again', async () => {
    room.processTrouble = { restarted: { times: 7, waitedMs: 30_000 } };
    expect(await room.ask('status')).toContain(
      'Something is broken: the process was started 7 times in a row without a clean stop, and waited 30 seconds before it connected.',
    );
  });
});
