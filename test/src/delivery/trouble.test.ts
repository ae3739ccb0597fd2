import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubscriptionId } from '../../../src/editions/subscription.js';
import { instant } from '../../../src/kernel/clock.js';
import { settle } from '../../fake/clock.js';
import { Newsroom } from '../newsroom.js';

let room: Newsroom;

beforeEach(async () => {
  room = await Newsroom.open('2026-08-20T08:59:00Z');
  room.feed.set('2026-08-20', ['a', 3], ['b', 2], ['c', 1]);
});

afterEach(() => room.close());

const noTime = new AbortController().signal;
const at = (time: string) => instant(Date.parse(`2026-08-20T${time}Z`));

async function plan(...names: readonly string[]) {
  for (const name of names) await room.subscribe({ id: name as SubscriptionId, channel: name });
  return planned();
}

async function planned() {
  room.clock.jumpTo('2026-08-20T09:00:00Z');
  const outcomes = await room.clockwork.tick(noTime);
  return outcomes.flatMap((outcome) => (outcome.kind === 'planned' ? [outcome.edition] : []));
}

async function states() {
  const subscriptions = await room.store.subscriptions.all();
  const editions = await Promise.all(subscriptions.map(({ id }) => room.store.editions.latest(id, 1)));
  const parts = await Promise.all(editions.flat().map(({ id }) => room.store.outbox.ofEdition(id)));
  return parts.flat().map(({ state }) => state);
}

const kinds = async (): Promise<readonly string[]> => (await states()).map(({ kind }) => kind);
const channels = (): readonly string[] => room.chat.messages.map(({ target }) => target.channel).toSorted();
const errors = () => room.log.lines.filter(({ level }) => level === 'error');

describe('a post that is under way while the clock jumps ahead', () => {
  it('is not posted again, and is known by its own answer', async () => {
    await plan('one');
    room.chat.slow('lab', 25_000);
    const first = room.deliverer.pump();
    await settle();
    room.clock.jumpTo('2026-08-20T09:40:00Z');
    const second = room.deliverer.pump();
    await settle();
    await room.clock.advance(120_000);
    await Promise.all([first, second]);
    await room.clock.advance(120_000);
    await room.deliverer.pump();
    expect(room.texts).toHaveLength(1);
    expect(await kinds()).toEqual(['sent']);
  });
});

describe('a post that goes wrong', () => {
  it('harms no other when its adapter throws, and is looked for before it is posted again', async () => {
    await plan('one', 'two', 'three');
    room.chat.nextPosts({ kind: 'throw' });
    await room.deliverer.pump();
    expect(channels()).toHaveLength(2);
    expect((await kinds()).toSorted()).toEqual(['sending', 'sent', 'sent']);
    await room.tickAt('2026-08-20T09:00:31Z');
    await room.tickAt('2026-08-20T09:00:40Z');
    expect(channels()).toEqual(['one', 'three', 'two']);
    expect(room.chat.count('find')).toBe(1);
  });

  it('harms no other when the program itself breaks in the middle of it', async () => {
    await plan('one', 'two');
    const { tallies } = room.store.votes;
    let isBroken = false;
    const breaking: typeof tallies = async (...asked) => {
      if (isBroken) return tallies(...asked);
      isBroken = true;
      throw new Error('The disk reports an error.');
    };
    Object.assign(room.store.votes, { tallies: breaking });
    await room.deliverer.pump();
    expect(channels()).toHaveLength(1);
    expect((await kinds()).toSorted()).toEqual(['sending', 'sent']);
    expect(errors()).toMatchObject([{ event: 'delivery.broken', fields: { reason: 'The disk reports an error.' } }]);
    await room.tickAt('2026-08-20T09:01:01Z');
    await room.tickAt('2026-08-20T09:01:10Z');
    expect(channels()).toEqual(['one', 'two']);
  });

  it('is given up after fifty seconds without an answer, and then looked for', async () => {
    await plan('one');
    room.chat.nextPosts({ kind: 'hang' });
    const pumping = room.deliverer.pump();
    await room.clock.advance(50_000);
    await pumping;
    expect(await states()).toMatchObject([{ kind: 'sending', leaseUntil: at('09:01:20') }]);
    await room.tickAt('2026-08-20T09:01:20Z');
    await room.tickAt('2026-08-20T09:01:30Z');
    expect(channels()).toEqual(['one']);
  });

  it('goes back to the queue when it was given up before anything was sent', async () => {
    await plan('one');
    room.chat.slow('lab', 70_000);
    const pumping = room.deliverer.pump();
    await room.clock.advance(50_000);
    expect(await states()).toMatchObject([{ kind: 'due', attempts: 1 }]);
    expect(channels()).toEqual([]);
    room.chat.slow('lab', 0);
    await room.clock.advance(5_000);
    await pumping;
    await room.tickAt('2026-08-20T09:01:00Z');
    expect(channels()).toEqual(['one']);
    expect(room.chat.count('find')).toBe(0);
  });

  it('ends the rest of the edition too where the channel is closed, and frees its papers', async () => {
    await room.subscribe({ layout: 'thread' });
    await planned();
    room.chat.nextPosts({ kind: 'closed' });
    await room.deliverer.pump();
    expect(room.chat.count('post')).toBe(1);
    const reason = 'is_archived: status 403';
    expect(await states()).toEqual(Array.from({ length: 4 }, () => ({ kind: 'dead', reason })));
    expect(errors()).toMatchObject([{ event: 'delivery.dead', fields: { channel: 'papers', reason, others: 3 } }]);
    const [edition] = await room.store.editions.latest('papers' as SubscriptionId, 1);
    expect(edition?.freed).toBe(true);
  });

  it('is told to the operator: where, of which date, and why', async () => {
    await plan('dead', 'uncertain');
    // In the order of their ids, which follow from the subscriptions.
    room.chat.nextPosts({ kind: 'unknown' }, { kind: 'rejected' });
    room.chat.searchable = 'unsearchable';
    await room.deliverer.pump();
    await room.tickAt('2026-08-20T09:01:00Z');
    const fields = { adapter: 'chat', workspace: 'lab', date: '2026-08-20' };
    expect(errors()).toMatchObject([
      { event: 'delivery.dead', fields: { ...fields, channel: 'dead', reason: 'refused: status 403' } },
      {
        event: 'delivery.uncertain',
        fields: { ...fields, channel: 'uncertain', reason: 'no right to read the history' },
      },
    ]);
  });

  it('is told to the operator too where the feeds failed until the deadline', async () => {
    await room.subscribe();
    room.feed.down = 'it answered 503';
    await room.tickAt('2026-08-20T09:00:00Z');
    expect(errors()).toEqual([]);
    await room.tickAt('2026-08-20T12:00:00Z');
    expect(errors()).toMatchObject([
      {
        event: 'edition.failed',
        fields: { channel: 'papers', date: '2026-08-20', reason: expect.stringContaining('503') },
      },
    ]);
  });
});

describe('a stop', () => {
  it('gives back what was claimed and had not begun, as if it had not been claimed', async () => {
    await plan('one');
    const { claimDue } = room.store.outbox;
    let stopped = Promise.resolve();
    const stopping: typeof claimDue = async (...asked) => {
      const claims = await claimDue(...asked);
      stopped = room.deliverer.stop(10_000);
      return claims;
    };
    Object.assign(room.store.outbox, { claimDue: stopping });
    await room.deliverer.pump();
    await stopped;
    expect(room.chat.count('post')).toBe(0);
    expect(await states()).toMatchObject([{ kind: 'due', attempts: 0, notBefore: at('09:00:00') }]);
    Object.assign(room.store.outbox, { claimDue });
    room.restart();
    await room.deliverer.pump();
    expect(channels()).toEqual(['one']);
  });

  it('waits for posts under way, and lets their adapters send nothing after its end', async () => {
    await plan('one', 'two');
    room.chat.nextPosts({ kind: 'hang' });
    room.chat.slow('lab', 9_500);
    void room.deliverer.pump();
    await settle();
    const stopped = room.deliverer.stop(10_000);
    await room.clock.advance(9_000);
    await stopped;
    await room.clock.advance(60_000);
    expect(channels()).toEqual([]);
    expect(await kinds()).toEqual(['due', 'due']);
  });

  it('leaves a post that may have been sent to be looked for', async () => {
    await plan('one');
    room.chat.nextPosts({ kind: 'hang' });
    void room.deliverer.pump();
    await settle();
    const stopped = room.deliverer.stop(10_000);
    await room.clock.advance(9_000);
    await stopped;
    expect(await states()).toMatchObject([{ kind: 'sending', leaseUntil: at('09:00:39') }]);
  });
});

describe('draining', () => {
  it('posts the editions that it is for and no other', async () => {
    const [one, two] = await plan('one', 'two');
    if (one === undefined || two === undefined) throw new Error('not planned');
    expect(await room.deliverer.drain([one], room.clock.now())).toEqual([]);
    expect(channels()).toEqual(['one']);
    expect(await room.deliverer.drain([], room.clock.now())).toEqual([]);
    expect(channels()).toEqual(['one']);
  });

  it('waits for what can be posted before the deadline', async () => {
    const editions = await plan('one', 'two');
    room.chat.nextPosts({ kind: 'retry', notBefore: at('09:01:00') }, { kind: 'lost' });
    const draining = room.deliverer.drain(editions, at('09:02:00'));
    await room.clock.advance(60_000);
    expect(await draining).toEqual([]);
    expect(channels()).toEqual(['one', 'two']);
  });

  it('says what is left when the rest comes after the deadline', async () => {
    const editions = await plan('one', 'two');
    room.chat.nextPosts({ kind: 'retry', notBefore: at('09:03:00') });
    const left = await room.deliverer.drain(editions, at('09:02:00'));
    expect(left).toMatchObject([{ state: { kind: 'due', notBefore: at('09:03:00') } }]);
    expect(channels()).toHaveLength(1);
  });

  it('ends at once when it is interrupted', async () => {
    const editions = await plan('one');
    room.chat.slow('lab', 30_000);
    const interrupted = new AbortController();
    const draining = room.deliverer.drain(editions, at('09:30:00'), interrupted.signal);
    await settle();
    interrupted.abort();
    expect(await draining).toMatchObject([{ state: { kind: 'sending' } }]);
    const stopped = room.deliverer.stop(60_000);
    await room.clock.advance(30_000);
    await stopped;
  });
});
