import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubscriptionId } from '../../../src/editions/subscription.js';
import { instant } from '../../../src/kernel/clock.js';
import type { Order } from '../../../src/platform/adapter.js';
import { patient } from '../../fake/patience.js';
import { Newsroom } from '../newsroom.js';

let room: Newsroom;

beforeEach(async () => {
  room = await Newsroom.open('2026-08-20T08:59:00Z');
  room.feed.set('2026-08-20', ['a', 3], ['b', 2], ['c', 1]);
});

afterEach(() => room.close());

const nine = '2026-08-20T09:00:00Z';

async function states(): Promise<readonly string[]> {
  const [edition] = (await room.store.subscriptions.all()).map(({ id }) => id);
  const latest = edition === undefined ? [] : await room.store.editions.latest(edition, 1);
  const posts = await Promise.all(latest.map(({ id }) => room.store.outbox.ofEdition(id)));
  return posts.flat().map(({ state }) => state.kind);
}

describe('delivering an edition', () => {
  it('adopts a post whose answer was lost instead of sending it again', async () => {
    await room.subscribe();
    room.chat.nextPosts({ kind: 'lost' });
    await room.tickAt(nine);
    expect(await states()).toEqual(['sending']);
    room.clock.jumpTo('2026-08-20T09:00:31Z');
    await room.deliverer.pump();
    expect(room.texts).toHaveLength(1);
    expect(await states()).toEqual(['sent']);
    expect(room.adopted).toHaveLength(1);
  });

  it('adopts it also where our clock is ahead of the platform that dates the post', async () => {
    await room.subscribe();
    room.chat.nextPosts({ kind: 'lost' });
    const { find } = room.chat.lookup;
    room.clock.jumpTo(nine);
    // The post is an hour older to the platform than to us.
    room.chat.lookup.find = (id, target, since) => find(id, target, instant(since + 3_600_000));
    await room.tick();
    await room.tickAt('2026-08-20T09:00:31Z');
    expect(room.texts).toHaveLength(1);
    expect(await states()).toEqual(['sent']);
  });

  it('looks less far back where so much was said that the search comes to no end', async () => {
    await room.subscribe();
    room.chat.nextPosts({ kind: 'lost' });
    const { find } = room.chat.lookup;
    room.chat.lookup.find = async (id, target, since) =>
      since < Date.parse('2026-08-20T08:59:00Z')
        ? { kind: 'unsearchable', reason: 'much was said' }
        : find(id, target, since);
    await room.tickAt(nine);
    await room.tickAt('2026-08-20T09:00:31Z');
    expect(await states()).toEqual(['sent']);
  });

  it('sends again what the platform was searched for to the end and does not hold', async () => {
    await room.subscribe();
    room.chat.nextPosts({ kind: 'unknown' });
    await room.tickAt(nine);
    room.clock.jumpTo('2026-08-20T09:00:31Z');
    await room.deliverer.pump();
    expect(room.chat.count('find')).toBe(1);
    expect(room.chat.count('post')).toBe(1);
    room.clock.jumpTo('2026-08-20T09:00:35Z');
    await room.deliverer.pump();
    expect(room.texts).toHaveLength(1);
    expect(room.chat.count('post')).toBe(2);
  });

  it('never sends again where it cannot look, and says that it is uncertain', async () => {
    await room.subscribe();
    room.chat.searchable = 'unsearchable';
    room.chat.nextPosts({ kind: 'unknown' });
    await room.tickAt(nine);
    await room.tickAt('2026-08-20T09:05:00Z');
    expect(room.chat.count('post')).toBe(1);
    expect(await states()).toEqual(['uncertain']);
  });

  it('settles what a killed process left, also where the post had arrived', async () => {
    const subscription = await room.subscribe();
    await room.clockwork.tick(new AbortController().signal);
    const now = room.clock.now();
    room.clock.jumpTo(nine);
    await room.clockwork.tick(new AbortController().signal);
    const scope = { adapters: [room.chat.id], limit: 1, perWorkspace: 1, busy: [] };
    const [claim] = await room.store.outbox.claimDue(room.clock.now(), instant(now + 120_000), scope);
    if (claim === undefined) throw new Error('nothing was due');
    const view = { summary: 'x', blocks: [{ kind: 'divider' as const }] };
    await room.chat.post({ id: claim.delivery.id, target: claim.delivery.target, view, signal: patient });
    room.restart();
    await room.store.outbox.endLeases(room.chat.id, room.chat.lookup.settleMs);
    await room.tickAt('2026-08-20T09:00:29Z');
    expect(await states()).toEqual(['sending']);
    await room.tickAt('2026-08-20T09:00:31Z');
    expect(await states()).toEqual(['sent']);
    expect(room.chat.messages).toHaveLength(1);
    expect((await room.store.editions.latest(subscription.id, 9)).map(({ date }) => date)).toEqual(['2026-08-20']);
  });

  it('waits as long as the platform asks for and then posts', async () => {
    await room.subscribe();
    const after = instant(Date.parse('2026-08-20T09:02:00Z'));
    room.chat.nextPosts({ kind: 'retry', notBefore: after });
    await room.tickAt(nine);
    await room.tickAt('2026-08-20T09:01:59Z');
    expect(room.chat.count('post')).toBe(1);
    await room.tickAt('2026-08-20T09:02:00Z');
    expect(room.texts).toHaveLength(1);
  });

  it('gives up a post that the platform refuses, and frees its papers for the next edition', async () => {
    await room.subscribe();
    room.chat.nextPosts({ kind: 'rejected' });
    await room.tickAt(nine);
    expect(await states()).toEqual(['dead']);
    room.feed.set('2026-08-21', ['d', 9]);
    await room.tickAt('2026-08-21T09:00:00Z');
    expect(room.texts).toHaveLength(1);
    expect(room.texts[0]).toContain('Paper a');
  });

  it('shows the votes that came elsewhere while the post was on its way', async () => {
    await room.subscribe();
    await room.tickAt(nine);
    await room.subscribe({ id: 'later' as SubscriptionId, channel: 'later', time: '10:00' });
    room.chat.nextPosts({ kind: 'lost' });
    await room.tickAt('2026-08-20T10:00:00Z');
    const [first] = room.chat.messages;
    if (first === undefined) throw new Error('nothing was posted');
    const { ref: message, target } = first;
    const vote = { message, target, user: 'ada', emoji: '1\u20e3', present: true, order: 1 as Order };
    await room.store.votes.record([vote]);
    await room.tickAt('2026-08-20T10:00:31Z');
    await room.refresh.refresh();
    expect(room.texts.map((text) => text.includes('👍 1 in this team'))).toEqual([true, true]);
  });

  it('drops what could not be posted before its date was over', async () => {
    await room.subscribe({ time: '23:50' });
    room.chat.nextPosts({ kind: 'retry', notBefore: instant(Date.parse('2026-08-21T00:10:00Z')) });
    await room.tickAt('2026-08-20T23:50:00Z');
    await room.tickAt('2026-08-21T00:10:00Z');
    expect(room.texts).toEqual([]);
    expect(await states()).toEqual(['dead']);
  });

  it('posts the parts of a thread in order, under the list, and goes on after trouble with the same content', async () => {
    await room.subscribe({ layout: 'thread' });
    room.chat.nextPosts({ kind: 'retry' });
    await room.tickAt(nine);
    expect(room.texts).toEqual([]);
    room.feed.set('2026-08-20', ['z', 99]);
    await room.tickAt('2026-08-20T09:01:00Z');
    expect(room.texts).toHaveLength(4);
    expect(room.texts.slice(1).map((text) => text.slice(0, 7))).toEqual(['Paper a', 'Paper b', 'Paper c']);
    const [root, ...replies] = room.chat.messages;
    expect(replies.map(({ target }) => target.thread)).toEqual(replies.map(() => root?.ref));
  });

  it('posts cards after their header, one for each paper', async () => {
    await room.subscribe({ layout: 'cards' });
    await room.tickAt(nine);
    expect(room.texts).toHaveLength(4);
    expect(room.texts[0]).toContain('Vote on each with 👍 or 👎.');
    expect(room.texts[0]).not.toContain('Paper a in one line');
  });
});
