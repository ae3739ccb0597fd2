import { afterEach, describe, expect, it } from 'vitest';
import type { SubscriptionId } from '../../../src/editions/subscription.js';
import { Newsroom } from '../newsroom.js';

const rooms: Newsroom[] = [];

async function newsroom(now: string): Promise<Newsroom> {
  const room = await Newsroom.open(now);
  rooms.push(room);
  return room;
}

afterEach(async () => {
  for (const room of rooms.splice(0)) await room.close();
});

describe('the clockwork', () => {
  it('posts the edition at its local time, once, and the next one on the next weekday', async () => {
    const room = await newsroom('2026-08-20T06:59:00Z');
    await room.subscribe({ zone: 'Europe/Berlin' });
    room.feed.set('2026-08-20', ['a', 3], ['b', 9]);
    expect(await room.tick()).toEqual([]);
    await room.tickAt('2026-08-20T07:00:00Z');
    await room.tickAt('2026-08-20T07:01:00Z');
    expect(room.texts).toHaveLength(1);
    expect(room.texts[0]).toContain('Daily papers · Thursday, 20 August');
    expect(room.texts[0]?.indexOf('Paper b')).toBeLessThan(room.texts[0]?.indexOf('Paper a') ?? 0);
    room.feed.set('2026-08-21', ['c', 1]);
    await room.tickAt('2026-08-21T07:00:00Z');
    await room.tickAt('2026-08-22T07:00:00Z');
    await room.tickAt('2026-08-23T07:00:00Z');
    expect(room.texts).toHaveLength(2);
  });

  it('posts late on the same local date, says so, and only once', async () => {
    const room = await newsroom('2026-08-20T08:00:00Z');
    await room.subscribe();
    room.feed.set('2026-08-20', ['a', 3]);
    await room.tickAt('2026-08-20T15:30:00Z');
    await room.tickAt('2026-08-20T15:31:00Z');
    expect(room.texts).toHaveLength(1);
    expect(room.texts[0]).toContain('Late: this edition was due at 09:00.');
  });

  it('records a date that is over as skipped and never posts it, but posts today', async () => {
    const room = await newsroom('2026-08-18T08:00:00Z');
    const { id } = await room.subscribe();
    room.feed.set('2026-08-18', ['old', 3]);
    room.feed.set('2026-08-20', ['new', 1]);
    await room.tickAt('2026-08-20T10:00:00Z');
    expect(room.texts).toHaveLength(1);
    expect(room.texts[0]).toContain('Thursday, 20 August');
    const editions = await room.store.editions.latest(id, 10);
    expect(editions.map(({ date, kind }) => `${date} ${kind}`)).toEqual([
      '2026-08-20 papers',
      '2026-08-19 skipped',
      '2026-08-18 skipped',
    ]);
  });

  it('says on a weekday that the list is empty, and nothing on a day that the feed does not publish', async () => {
    const room = await newsroom('2026-08-19T08:00:00Z');
    const weekend = await room.subscribe({ days: [3, 6] });
    await room.tickAt('2026-08-19T09:00:00Z');
    expect(room.texts).toEqual([
      'No new papers: Hugging Face published no list for this day. Next edition Sat 22 Aug, 09:00.',
    ]);
    await room.tickAt('2026-08-22T09:00:00Z');
    expect(room.texts).toHaveLength(1);
    expect((await room.store.editions.latest(weekend.id, 1))[0]?.kind).toBe('quiet');
  });

  it('never takes a failing feed for an empty one: it tries again with back-off, and says so at the deadline', async () => {
    const room = await newsroom('2026-08-20T08:00:00Z');
    await room.subscribe();
    room.feed.down = 'it answered 503';
    const [outcome] = await room.tickAt('2026-08-20T09:00:00Z');
    expect(outcome?.kind).toBe('waiting');
    const asked = room.feed.asked.length;
    await room.tickAt('2026-08-20T09:00:30Z');
    expect(room.feed.asked.length).toBe(asked);
    await room.tickAt('2026-08-20T11:59:00Z');
    expect(room.texts).toEqual([]);
    await room.tickAt('2026-08-20T12:00:00Z');
    await room.tickAt('2026-08-20T13:00:00Z');
    expect(room.texts).toEqual([
      'No papers: Hugging Face could not be read: it answered 503. Next edition Fri 21 Aug, 09:00.',
    ]);
  });

  it('posts when the feed comes back before the deadline, and loses nothing of a morning that failed', async () => {
    const room = await newsroom('2026-08-19T08:00:00Z');
    await room.subscribe();
    room.feed.set('2026-08-19', ['wed', 5]);
    room.feed.down = 'it answered 503';
    await room.tickAt('2026-08-19T12:00:00Z');
    room.feed.set('2026-08-20', ['thu', 1]);
    await room.tickAt('2026-08-20T09:00:00Z');
    room.feed.down = undefined;
    await room.tickAt('2026-08-20T09:40:00Z');
    expect(room.texts).toHaveLength(2);
    expect(room.texts[1]).toContain('Paper wed');
    expect(room.texts[1]).toContain('Paper thu');
  });

  it('plans from one reading of the feed for many channels, each by its own settings', async () => {
    const room = await newsroom('2026-08-20T08:00:00Z');
    room.feed.set('2026-08-20', ['a', 3], ['b', 9], ['c', 5]);
    for (const count of [1, 2, 3]) {
      await room.subscribe({ id: `papers-${count}` as SubscriptionId, channel: `papers-${count}`, count });
    }
    await room.tickAt('2026-08-20T09:00:00Z');
    expect(room.texts.map((text) => text.split('▲').length - 1).toSorted()).toEqual([1, 2, 3]);
    expect(new Set(room.feed.asked).size).toBe(room.feed.asked.length);
  });

  it('plays a past week for the operator as the clock would have, marks it, and shows nothing twice', async () => {
    const room = await newsroom('2026-08-24T08:00:00Z');
    const subscription = await room.subscribe({ count: 2 });
    room.feed.set('2026-08-18', ['a', 3], ['b', 9], ['c', 5]);
    room.feed.set('2026-08-19', ['d', 1]);
    await room.post(subscription, '2026-08-18');
    await room.post(subscription, '2026-08-19');
    const [again] = await room.post(subscription, '2026-08-19');
    expect(again?.kind).toBe('already');
    expect(room.texts).toHaveLength(2);
    expect(room.texts[0]).toContain('Posted afterwards');
    expect(room.texts[0]).not.toContain('Paper a');
    expect(room.texts[1]).toContain('Paper d');
    expect(room.texts[1]).not.toContain('Paper b');
  });

  it('gives a channel in Tokyo tomorrow what came onto the list after its morning', async () => {
    const room = await newsroom('2026-08-19T22:00:00Z');
    await room.subscribe({ zone: 'Asia/Tokyo' });
    room.feed.set('2026-08-19', ['wed', 1]);
    room.feed.set('2026-08-20', ['early', 2]);
    await room.tickAt('2026-08-20T00:00:00Z');
    room.feed.set('2026-08-20', ['early', 2], ['late', 7]);
    await room.tickAt('2026-08-21T00:00:00Z');
    expect(room.texts[1]).toContain('Paper late');
    expect(room.texts[1]).not.toContain('Paper early');
  });
});
