import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../../src/kernel/clock.js';
import type { PaperKey } from '../../../src/papers/paper.js';
import type { MessageRef } from '../../../src/platform/adapter.js';
import { adapterMap } from '../../../src/platform/adapter-map.js';
import { cardBallot, thumbs } from '../../../src/votes/ballot.js';
import { createReconciler } from '../../../src/votes/reconcile.js';
import { settle } from '../../fake/clock.js';
import { paper, VotingDesk } from './voting-desk.js';

let desk: VotingDesk;

beforeEach(async () => {
  desk = await VotingDesk.open();
});
afterEach(() => desk.close());

describe('reading reactions back', () => {
  it('finds what happened while the bot was away', async () => {
    const ref = await desk.post();
    await desk.chat.react('ada', ref, '👍🏽');
    await desk.chat.react('ben', ref, '👍');
    await desk.chat.react('cem', ref, '👎');
    await desk.connect();
    await desk.readAllBack();
    expect(await desk.tally()).toEqual({ up: 2, down: 1 });

    desk.chat.losing = true;
    await desk.clock.advance(3_600_000);
    await desk.chat.unreact('ben', ref, '👍');
    await desk.readAllBack();
    expect(await desk.tally()).toEqual({ up: 1, down: 1 });
  });

  it('begins with the newest message and leaves out those that are too old', async () => {
    const old = await desk.post();
    await desk.clock.advance(15 * 86_400_000);
    const first = await desk.post(cardBallot('2503.02130' as PaperKey, thumbs));
    await desk.clock.advance(60_000);
    const second = await desk.post();
    for (const ref of [old, first, second]) await desk.chat.react('ada', ref, '👍');
    desk.chat.nextReads({ kind: 'gone' });
    await desk.readAllBack();
    expect(desk.chat.count('list')).toBe(2);
    // The newest was read first, and met the trouble; the old one was not read at all.
    expect(await desk.tally()).toEqual({ up: 0, down: 0 });
    expect(await desk.tally('2503.02130' as PaperKey)).toEqual({ up: 1, down: 0 });
  });

  it('keeps the votes of a message that is gone, and reads it no more', async () => {
    const ref = await desk.post();
    await desk.connect();
    await desk.chat.react('ada', ref, '👍');
    desk.chat.losing = true;
    await desk.chat.delete(ref);
    await desk.readAllBack();
    await desk.readAllBack();
    expect(desk.chat.count('list')).toBe(1);
    expect(await desk.tally()).toEqual({ up: 1, down: 0 });
  });

  it('reads nothing where there is no message, only buttons', async () => {
    const ref: MessageRef = { adapter: desk.chat.id, key: 'show:lab:2405.14906' };
    const message = { ...desk.chat.channel('papers'), ref, ballot: cardBallot(paper, thumbs) };
    await desk.store.votes.addMessage({ ...message, postedAt: desk.clock.now(), virtual: true });
    await desk.readAllBack();
    expect(desk.chat.count('list')).toBe(0);
  });
});

describe('a platform that asks to wait', () => {
  it('is left in peace until the time that it named', async () => {
    const ref = await desk.post();
    await desk.chat.react('ada', ref, '👍');
    desk.chat.nextReads({ kind: 'retry', notBefore: instant(desk.clock.now() + 30_000) });
    desk.reconciler.one(desk.chat.channel('papers'), ref);
    await desk.clock.advance(29_999);
    expect(desk.chat.count('list')).toBe(1);
    await desk.clock.advance(1);
    await desk.reconciler.idle();
    expect(desk.chat.count('list')).toBe(2);
    expect(await desk.tally()).toEqual({ up: 1, down: 0 });
  });

  it('is asked with growing pauses and at last given up, with a line in the log', async () => {
    const ref = await desk.post();
    desk.chat.nextReads(...Array.from({ length: 20 }, () => ({ kind: 'retry' }) as const));
    desk.reconciler.one(desk.chat.channel('papers'), ref);
    await desk.clock.advance(600_000);
    await desk.reconciler.idle();
    expect(desk.chat.count('list')).toBe(8);
    expect(desk.log.lines.map(({ event }) => event)).toEqual(['votes.read-back-given-up']);
  });

  it('does not hold up the end of the process', async () => {
    await desk.post();
    desk.chat.nextReads({ kind: 'retry' });
    const all = desk.reconciler.all({ adapter: desk.chat.id });
    await settle();
    desk.reconciler.stop();
    await all;
    await desk.reconciler.idle();
    desk.reconciler.one(desk.chat.channel('papers'), { adapter: desk.chat.id, key: 'later' });
    expect(desk.chat.count('list')).toBe(1);
  });
});

it('is kept as soon as the store takes it, however long a full disk does not', async () => {
  const ref = await desk.post();
  await desk.chat.react('ada', ref, '👍');
  const { clock, log, chat } = desk;
  const { votes } = desk.store;
  let isFull = true;
  const readBack: typeof votes.readBack = async (...given) => {
    if (isFull) throw new Error('the disk is full');
    return votes.readBack(...given);
  };
  const adapters = adapterMap([chat]);
  const reconciler = createReconciler({ votes: { ...votes, readBack }, adapters, clock, log, days: 14 });
  const all = reconciler.all({ adapter: chat.id });
  await clock.advance(3_600_000);
  isFull = false;
  await clock.advance(60_000);
  await all;
  expect(await desk.tally()).toEqual({ up: 1, down: 0 });
});

describe('before a ranking', () => {
  it('reads back what was missed', async () => {
    const ref = await desk.post();
    desk.chat.losing = true;
    await desk.chat.react('ada', ref, '👍');
    expect(await desk.reconciler.forRanking([desk.chat.channel('papers')])).toEqual({ kind: 'current' });
    expect(await desk.tally()).toEqual({ up: 1, down: 0 });
  });

  it('waits half a minute and then says when the votes were last read', async () => {
    await desk.post();
    const place = desk.chat.channel('papers');
    await desk.reconciler.all(place);
    const readAt = desk.clock.now();
    desk.chat.nextReads(...Array.from({ length: 8 }, () => ({ kind: 'retry' }) as const));
    await desk.clock.advance(60_000);
    let currency: unknown;
    const ranking = desk.reconciler.forRanking([place]).then((found) => {
      currency = found;
    });
    await desk.clock.advance(29_000);
    expect(currency).toBeUndefined();
    await desk.clock.advance(1_000);
    await ranking;
    expect(currency).toEqual({ kind: 'older', asOf: readAt });
  });
});

it('reads a message once, however often it is asked for while it waits', async () => {
  const ref = await desk.post();
  for (let times = 0; times < 3; times += 1) desk.reconciler.one(desk.chat.channel('papers'), ref);
  await desk.reconciler.idle();
  expect(desk.chat.count('list')).toBe(1);
});

it('answers everybody who asks for a message while its read waits', async () => {
  const ref = await desk.post();
  desk.chat.nextReads({ kind: 'retry' });
  desk.reconciler.one(desk.chat.channel('papers'), ref);
  await settle();
  await desk.readAllBack();
  await desk.reconciler.idle();
  expect(desk.chat.count('list')).toBe(2);
});

interface Step {
  readonly user: string;
  readonly emoji: string;
  readonly message: number;
  readonly present: boolean;
  readonly pauseMs: number;
  /** How the event travels. */
  readonly way: 'delivered' | 'lost' | 'late';
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    user: fc.constantFrom('ada', 'ben', 'cem'),
    emoji: fc.constantFrom('👍', '👍🏽', '👎', '🎉'),
    message: fc.nat(1),
    present: fc.boolean(),
    pauseMs: fc.constantFrom(0, 0, 1, 300, 5_000),
    way: fc.constantFrom('delivered', 'lost', 'late'),
  }),
  { maxLength: 25 },
);

it('ends with the votes of the reactions that stand, whatever was lost, late, doubled or out of order', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.infiniteStream(fc.boolean()), async (played, coins) => {
      const world = await VotingDesk.open();
      await world.connect();
      const refs = [await world.post(), await world.post()] as const;
      for (const step of played) await play(step, refs[step.message] ?? refs[0], world);
      await deliverHeld(world, coins);
      await world.readAllBack();
      while (world.clock.sleepers > 0) await world.passTime(1_000);
      await world.reconciler.idle();
      expect(await world.tally()).toEqual(expected(world, refs));
      await world.close();
    }),
    { numRuns: 25 },
  );
});

async function play({ user, emoji, present, pauseMs, way }: Step, ref: MessageRef, { chat, clock }: VotingDesk) {
  chat.losing = way === 'lost';
  chat.holding = way === 'late';
  await (present ? chat.react(user, ref, emoji) : chat.unreact(user, ref, emoji));
  await clock.advance(pauseMs);
}

/** Each event that was held back arrives twice, all of them in any order. */
async function deliverHeld({ chat }: VotingDesk, coins: fc.Stream<boolean>): Promise<void> {
  chat.losing = false;
  chat.holding = false;
  const twice = [...chat.held, ...chat.held].toSorted(() => (coins.next().value === true ? 1 : -1));
  for (const event of twice) await chat.deliver(event);
}

/** Counts the platform's own set: one vote a person, up and down together cancel. */
function expected(world: VotingDesk, refs: readonly MessageRef[]): { up: number; down: number } {
  const standing = refs.flatMap((ref) => world.chat.standing(ref));
  const has = (user: string, emoji: string): boolean =>
    standing.some((reaction) => reaction.user === user && reaction.emoji.startsWith(emoji));
  const only = (emoji: string, other: string): number =>
    ['ada', 'ben', 'cem'].filter((user) => has(user, emoji) && !has(user, other)).length;
  return { up: only('👍', '👎'), down: only('👎', '👍') };
}
