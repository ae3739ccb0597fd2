import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubscriptionId } from '../../../src/editions/subscription.js';
import { instant } from '../../../src/kernel/clock.js';
import type { MessageRef, Order } from '../../../src/platform/adapter.js';
import { viewText } from '../../fake/chat-limits.js';
import { settle } from '../../fake/clock.js';
import { Newsroom } from '../newsroom.js';

let room: Newsroom;

beforeEach(async () => {
  room = await Newsroom.open('2026-08-20T08:59:00Z');
  room.feed.set('2026-08-20', ['a', 3], ['b', 2], ['c', 1]);
  for (const workspace of ['lab', 'office']) await room.subscribe({ id: workspace as SubscriptionId, workspace });
  await room.tickAt('2026-08-20T09:00:00Z');
});

afterEach(() => room.close());

const messageIn = (workspace: string) => {
  const message = room.chat.messages.find(({ target }) => target.workspace === workspace);
  if (message === undefined) throw new Error(`nothing was posted in ${workspace}`);
  return message;
};

const textIn = (workspace = 'lab'): string => viewText(room.chat.shown(messageIn(workspace).ref));

let order = 0;

async function vote(user: string, workspace = 'lab', message: MessageRef = messageIn(workspace).ref): Promise<void> {
  order += 1;
  const { target } = messageIn(workspace);
  await room.store.votes.record([{ message, target, user, emoji: '1\u20e3', present: true, order: order as Order }]);
}

const at = (time: string) => instant(Date.parse(`2026-08-20T${time}Z`));

async function refreshAt(time: string): Promise<void> {
  room.clock.jumpTo(`2026-08-20T${time}Z`);
  await room.refresh.refresh();
}

describe('showing the tally', () => {
  it('edits votes into the post, at most once in ten seconds', async () => {
    await vote('alice');
    await room.refresh.refresh();
    expect(textIn()).toContain('👍 1 in this team');
    await vote('bob');
    await room.refresh.refresh();
    expect(room.chat.count('replace')).toBe(1);
    await refreshAt('09:00:11');
    expect(textIn()).toContain('👍 2 in this team');
    expect(room.chat.count('replace')).toBe(2);
    await refreshAt('09:00:30');
    expect(room.chat.count('replace')).toBe(2);
  });

  it('does not lose an edit to a process that was killed in the middle of it', async () => {
    await vote('alice');
    room.chat.nextEdits({ kind: 'hang' });
    void room.refresh.refresh();
    await settle();
    expect(room.chat.count('replace')).toBe(1);
    room.restart();
    await refreshAt('09:00:11');
    expect(textIn()).toContain('👍 1 in this team');
  });

  it('edits again where a process was killed before it could record the edit, and then no more', async () => {
    await vote('alice');
    room.chat.nextEdits({ kind: 'lost' });
    void room.refresh.refresh();
    await settle();
    expect(textIn()).toContain('👍 1 in this team');
    room.restart();
    await refreshAt('09:00:11');
    expect(room.chat.count('replace')).toBe(2);
    await refreshAt('09:00:22');
    expect(room.chat.count('replace')).toBe(2);
  });

  it('shows a vote that came while the post was being edited', async () => {
    await vote('alice');
    room.chat.slow('lab', 5_000);
    const refreshing = room.refresh.refresh();
    await settle();
    await vote('bob');
    await room.clock.advance(5_000);
    await refreshing;
    expect(textIn()).toContain('👍 1 in this team');
    room.chat.slow('lab', 0);
    await refreshAt('09:00:11');
    expect(textIn()).toContain('👍 2 in this team');
  });

  it('does not lose an edit that the platform refused for now', async () => {
    await vote('alice');
    room.chat.nextEdits({ kind: 'retry' });
    await room.refresh.refresh();
    expect(textIn()).not.toContain('in this team');
    await refreshAt('09:00:11');
    expect(textIn()).toContain('👍 1 in this team');
  });

  it('waits as long as the platform asks for, in that workspace', async () => {
    await vote('alice');
    room.chat.nextEdits({ kind: 'retry', notBefore: at('09:02:00') });
    await room.refresh.refresh();
    await vote('carol', 'office');
    await refreshAt('09:01:59');
    expect(textIn('office')).toContain('👍 1 in this team');
    expect(textIn('lab')).not.toContain('in this team');
    await refreshAt('09:02:00');
    expect(textIn('lab')).toContain('👍 1 in this team');
  });

  it('asks once for an edit that the platform will never take, and again at the next vote', async () => {
    await vote('alice');
    room.chat.nextEdits({ kind: 'rejected' });
    for (const time of ['09:00:00', '09:00:11', '09:01:00']) await refreshAt(time);
    expect(room.chat.count('replace')).toBe(1);
    await vote('bob');
    await refreshAt('09:01:01');
    expect(textIn()).toContain('👍 2 in this team');
  });

  it('gives up an edit that hangs and makes it again', async () => {
    await vote('alice');
    room.chat.nextEdits({ kind: 'hang' });
    const refreshing = room.refresh.refresh();
    await room.clock.advance(20_000);
    await refreshing;
    expect(textIn()).not.toContain('in this team');
    await refreshAt('09:00:30');
    expect(textIn()).toContain('👍 1 in this team');
  });

  it('lets no slow workspace hold up another', async () => {
    room.chat.slow('lab', 15_000);
    await vote('alice', 'lab');
    await vote('carol', 'office');
    const refreshing = room.refresh.refresh();
    await settle();
    expect(textIn('office')).toContain('👍 1 in this team');
    expect(textIn('lab')).not.toContain('in this team');
    await room.clock.advance(15_000);
    await refreshing;
    expect(textIn('lab')).toContain('👍 1 in this team');
  });

  it('goes on while it runs, and ends what is under way when it is stopped', async () => {
    const running = room.refresh.run();
    await vote('alice');
    room.refresh.wake();
    await settle();
    expect(textIn()).toContain('👍 1 in this team');
    room.chat.slow('office', 5_000);
    await vote('carol', 'office');
    room.refresh.wake();
    await settle();
    const stopped = room.refresh.stop();
    await room.clock.advance(5_000);
    await stopped;
    await running;
    expect(textIn('office')).toContain('👍 1 in this team');
  });
});
