import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Pauses } from '../../../src/delivery/pauses.js';
import type { SubscriptionId } from '../../../src/editions/subscription.js';
import { adapterMap } from '../../../src/platform/adapter-map.js';
import { settle } from '../../fake/clock.js';
import { countingIds } from '../../fake/ids.js';
import { Newsroom } from '../newsroom.js';

let room: Newsroom;

beforeEach(async () => {
  room = await Newsroom.open('2026-08-20T08:59:00Z');
  room.feed.set('2026-08-20', ['a', 3], ['b', 2], ['c', 1]);
});

afterEach(() => room.close());

const pauses = (): Pauses => {
  const { store, chat, clock, log } = room;
  return new Pauses({ store, adapters: adapterMap([chat]), clock, log, newId: countingIds('note') });
};

const nine = '2026-08-20T09:00:00Z';
const papers = 'papers' as SubscriptionId;

describe('a channel that takes nothing any more', () => {
  it('is paused by the post that it refuses, and not asked again the next day', async () => {
    await room.subscribe();
    room.chat.nextPosts({ kind: 'closed' });
    await room.tickAt(nine);
    expect(room.paused.map(({ id, paused }) => [id, paused])).toEqual([[papers, 'is_archived: status 403']]);
    room.feed.set('2026-08-21', ['d', 1]);
    await room.tickAt('2026-08-21T09:00:00Z');
    expect(room.chat.count('post')).toBe(1);
  });

  it('gives up what was still to be posted there, and its papers are free again', async () => {
    await room.subscribe();
    room.chat.nextPosts({ kind: 'retry' });
    await room.tickAt(nine);
    await pauses().pause(room.chat.channel('papers'), 'the channel is archived');
    const edition = await room.store.editions.on(papers, '2026-08-20' as never);
    expect(edition?.freed).toBe(true);
    room.clock.jumpTo('2026-08-20T10:00:00Z');
    await room.deliverer.pump();
    expect(room.texts).toEqual([]);
  });

  it('tells whoever set it up, and the operator', async () => {
    await room.subscribe({ setUpBy: 'ada' });
    await pauses().pause(room.chat.channel('papers'), 'the channel is archived');
    await settle();
    expect(room.texts.join()).toMatch(/papers is paused: the channel is archived/);
    expect(room.chat.messages[0]?.target.channel).toBe('D-ada');
    expect(room.log.lines).toContainEqual(expect.objectContaining({ level: 'error', event: 'subscription.paused' }));
  });

  it('goes on with its next run when the bot is brought back', async () => {
    await room.subscribe();
    const { pause, resume } = { pause: pauses(), resume: pauses() };
    await pause.pause(room.chat.channel('papers'), 'the bot was removed');
    await resume.resume(room.chat.channel('papers'));
    await room.tickAt(nine);
    expect(room.texts).toHaveLength(1);
  });

  it('may be all of a workspace, and other workspaces go on', async () => {
    await room.subscribe();
    await room.subscribe({ id: 'office' as SubscriptionId, workspace: 'office' });
    await pauses().pause({ adapter: room.chat.id, workspace: 'lab' }, 'the app was uninstalled');
    await room.tickAt(nine);
    expect(room.chat.messages.map(({ target }) => target.workspace)).toEqual(['office']);
  });
});
