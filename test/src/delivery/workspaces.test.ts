import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubscriptionId } from '../../../src/editions/subscription.js';
import { instant } from '../../../src/kernel/clock.js';
import { settle } from '../../fake/clock.js';
import { Newsroom } from '../newsroom.js';

let room: Newsroom;

beforeEach(async () => {
  room = await Newsroom.open('2026-08-20T08:59:00Z');
  room.feed.set('2026-08-20', ['a', 3]);
});

afterEach(() => room.close());

async function subscribe(workspace: string, channels: number, time = '09:00'): Promise<void> {
  for (let channel = 0; channel < channels; channel += 1) {
    const id = `${workspace}-${channel}` as SubscriptionId;
    await room.subscribe({ id, workspace, channel: `${channel}`, time });
  }
}

async function planAt(time: string): Promise<void> {
  room.clock.jumpTo(`2026-08-20T${time}Z`);
  await room.clockwork.tick(new AbortController().signal);
}

const postedIn = (prefix: string): number =>
  room.chat.messages.filter(({ target }) => target.workspace.startsWith(prefix)).length;

describe('a slow workspace', () => {
  it('holds up no other, and its posts are claimed only when they can begin', async () => {
    room.chat.slow('slow', 10_000);
    await subscribe('slow', 30);
    for (let index = 0; index < 20; index += 1) await subscribe(`quick-${index}`, 1);
    await planAt('09:00:00');
    const pumping = room.deliverer.pump();
    await settle();
    expect(postedIn('quick')).toBe(20);
    expect(postedIn('slow')).toBe(0);
    expect(await room.store.outbox.count()).toMatchObject({ sending: 4, due: 26 });
    await room.clock.advance(80_000);
    await pumping;
    expect(postedIn('slow')).toBe(30);
    expect(room.chat.count('post')).toBe(50);
    expect(room.chat.count('find')).toBe(0);
  });

  it('leaves room for a hundred other slow ones', async () => {
    for (let index = 0; index < 100; index += 1) {
      room.chat.slow(`slow-${index}`, 10_000);
      await subscribe(`slow-${index}`, 6);
    }
    await subscribe('unhurried', 6);
    await planAt('09:00:00');
    const pumping = room.deliverer.pump();
    await settle();
    expect(postedIn('unhurried')).toBe(6);
    await room.clock.advance(20_000);
    await pumping;
    expect(room.chat.count('post')).toBe(606);
  });

  it('does not keep what comes due meanwhile from being posted', async () => {
    room.chat.slow('slow', 40_000);
    await subscribe('slow', 1);
    await subscribe('quick', 1, '09:00');
    await planAt('09:00:00');
    const running = room.deliverer.run();
    await settle();
    await subscribe('later', 1, '09:01');
    await planAt('09:01:00');
    room.deliverer.wake();
    await settle();
    expect([postedIn('quick'), postedIn('later'), postedIn('slow')]).toEqual([1, 1, 0]);
    const stopped = room.deliverer.stop(60_000);
    await room.clock.advance(40_000);
    await stopped;
    await running;
    expect(postedIn('slow')).toBe(1);
  });

  it('does not keep a retry elsewhere from coming in time', async () => {
    await subscribe('quick', 1);
    await subscribe('slow', 1, '09:01');
    room.chat.slow('slow', 40_000);
    room.chat.nextPosts({ kind: 'retry', notBefore: instant(Date.parse('2026-08-20T09:01:02Z')) });
    await planAt('09:00:00');
    await room.deliverer.pump();
    await planAt('09:01:00');
    const pumping = room.deliverer.pump();
    await settle();
    expect(postedIn('quick')).toBe(0);
    await room.clock.advance(2_000);
    expect([postedIn('quick'), postedIn('slow')]).toEqual([1, 0]);
    await room.clock.advance(40_000);
    await pumping;
    expect(postedIn('slow')).toBe(1);
  });
});
