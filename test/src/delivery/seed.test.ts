import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Seeder } from '../../../src/delivery/seed.js';
import type { SubscriptionId } from '../../../src/editions/subscription.js';
import { adapterMap } from '../../../src/platform/adapter-map.js';
import { seededRandom } from '../../fake/ids.js';
import { Newsroom } from '../newsroom.js';

let room: Newsroom;

beforeEach(async () => {
  room = await Newsroom.open('2026-08-20T08:59:00Z');
  room.feed.set('2026-08-20', ['a', 3], ['b', 2], ['c', 1]);
});

afterEach(() => room.close());

const seeder = (): Seeder => {
  const { store, chat, clock, log } = room;
  return new Seeder({ store, adapters: adapterMap([chat]), clock, log, random: seededRandom(3) });
};

const nine = '2026-08-20T09:00:00Z';
const seedsOn = (index: number): readonly string[] => {
  const message = room.chat.messages[index];
  return message === undefined ? [] : room.chat.seeds.on(message.ref.key);
};

describe('seeding', () => {
  it('puts the numbers of a list on it, in order, and does so once', async () => {
    await room.subscribe();
    await room.tickAt(nine);
    await seeder().pump();
    expect(seedsOn(0)).toEqual(['1\u20e3', '2\u20e3', '3\u20e3']);
    await seeder().pump();
    expect(room.chat.count('seed')).toBe(3);
  });

  it('puts thumbs on cards, and nothing on their header', async () => {
    await room.subscribe({ layout: 'cards' });
    await room.tickAt(nine);
    await seeder().pump();
    expect([seedsOn(0), seedsOn(1)]).toEqual([[], ['👍', '👎']]);
  });

  it('waits while something is to be posted in the workspace', async () => {
    await room.subscribe();
    await room.subscribe({ id: 'more' as SubscriptionId, channel: 'more' });
    room.chat.nextPosts({ kind: 'lost' });
    await room.tickAt(nine);
    const waiting = seeder();
    await waiting.pump();
    expect(room.chat.count('seed')).toBe(0);
    room.clock.jumpTo('2026-08-20T09:00:31Z');
    await room.deliverer.pump();
    await waiting.pump();
    expect(room.chat.count('seed')).toBe(6);
  });

  it('goes on where the platform asked to wait', async () => {
    await room.subscribe();
    room.chat.seeds.next.push({ kind: 'edited' }, { kind: 'retry', reason: 'asked to wait' });
    await room.tickAt(nine);
    const patient = seeder();
    await patient.pump();
    expect(seedsOn(0)).toEqual(['1\u20e3']);
    room.clock.jumpTo('2026-08-20T09:00:10Z');
    await patient.pump();
    expect(seedsOn(0)).toEqual(['1\u20e3', '2\u20e3', '3\u20e3']);
  });

  it('asks no more for what the platform refuses, and the log says so', async () => {
    await room.subscribe();
    room.chat.seeds.next.push({ kind: 'rejected', reason: 'too_many_emoji', detail: 'x' });
    await room.tickAt(nine);
    await seeder().pump();
    room.clock.jumpTo('2026-08-20T09:30:00Z');
    await seeder().pump();
    expect(room.chat.count('seed')).toBe(1);
    expect(room.log.lines.map(({ event }) => event)).toContain('seeding.refused');
  });

  it('goes on after a restart', async () => {
    await room.subscribe();
    await room.tickAt(nine);
    room.restart();
    await seeder().pump();
    expect(seedsOn(0)).toHaveLength(3);
  });
});
