import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../src/kernel/clock.js';
import type { AdapterId } from '../../src/platform/adapter.js';
import type { Store } from '../../src/store/store.js';
import type { VoteRepository } from '../../src/votes/repository.js';
import type { FakeClock } from '../fake/clock.js';
import { plan, post, slack } from './delivery-samples.js';
import {
  card,
  list,
  message,
  nine,
  type OpenTimedStore,
  order,
  person,
  reaction,
  ref,
  taken,
  team,
} from './vote-samples.js';

const dayMs = 86_400_000;
const daysAgo = (days: number) => instant(nine - days * dayMs);
const discord = 'discord' as AdapterId;

/** Which messages there are to read back, and which ones to edit. */
export function describeVotingMessages(open: OpenTimedStore): void {
  let store: Store;
  let clock: FakeClock;
  let votes: VoteRepository;

  beforeEach(async () => {
    ({ store, clock } = await open());
    votes = store.votes;
  });
  afterEach(() => store.close());

  describe('messages since a time', () => {
    it('come as they were added, the newest first', async () => {
      const older = message('older', list('q', 'p'), { postedAt: daysAgo(2) });
      const newer = message('newer', card('p'), { postedAt: daysAgo(1), workspace: 'T2', channel: 'C9' });
      const bare = message('bare', [], { postedAt: daysAgo(3) });
      for (const one of [older, newer, bare]) await votes.addMessage(one);
      expect(await votes.messagesSince(slack, daysAgo(3))).toEqual([newer, older, bare]);
      expect(await votes.messagesSince(slack, instant(daysAgo(2) + 1))).toEqual([newer]);
    });

    it('are those that still exist on the platform asked for', async () => {
      await votes.addMessage(message('here', card('p')));
      await votes.addMessage(message('gone', card('p')));
      await votes.addMessage(message('place', card('p'), { virtual: true }));
      await votes.addMessage(message('there', card('p'), { adapter: discord, ref: ref('there', discord) }));
      await votes.markGone([ref('gone')], nine);
      expect((await votes.messagesSince(slack, daysAgo(1))).map((one) => one.ref.key)).toEqual(['here']);
    });

    it('are all there when there are thousands of the same time', async () => {
      const names = Array.from({ length: 1201 }, (_, index) => `m${String(index).padStart(4, '0')}`);
      await store.transaction(async (tx) => {
        for (const name of names) await tx.votes.addMessage(message(name, list('p')));
      });
      const found = await votes.messagesSince(slack, nine);
      expect(found.map((one) => one.ref.key)).toEqual(names.toReversed());
    });
  });

  describe('a message is stale', () => {
    const stale = async (limit = 10, editedBefore = clock.now()) =>
      (await votes.staleMessages(editedBefore, limit)).map(({ key }) => key);

    it('once a vote changed on a paper that it shows, wherever in the team that was', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.addMessage(message('m2', list('q', 'p'), { channel: 'C2' }));
      await votes.addMessage(message('other paper', card('q')));
      await votes.addMessage(message('other team', card('p'), { workspace: 'T2' }));
      expect(await stale()).toEqual([]);
      await votes.record([reaction(1)]);
      expect(await stale()).toEqual(['m1', 'm2']);
      expect(await stale(1)).toEqual(['m1']);
    });

    it('in all workspaces of the team', async () => {
      await votes.assignTeams([
        { adapter: slack, workspace: 'T1', team: team('both') },
        { adapter: discord, workspace: 'G1', team: team('both') },
      ]);
      await votes.addMessage(message('m1', card('p')));
      await votes.addMessage(message('m2', card('p'), { adapter: discord, workspace: 'G1', ref: ref('m2', discord) }));
      await votes.record([reaction(1)]);
      expect(await stale()).toEqual(['m2', 'm1']);
    });

    it('only if what stands really changed', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.record([taken(5), reaction(3), reaction(6, { emoji: '👀' })]);
      await votes.readBack(ref('m1'), [{ user: 'u1', emoji: '👀' }], order(10), order(20));
      expect(await stale()).toEqual([]);
      await votes.record([reaction(30), taken(31)]);
      expect(await stale()).toEqual([]);
    });

    it('by a button, and by a vote that a read-back finds', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.addMessage(message('m2', card('q')));
      await votes.addMessage(message('place', card('q'), { virtual: true }));
      await votes.press(ref('place'), person('u1'), '👍', order(1));
      expect(await stale()).toEqual(['m2']);
      await votes.readBack(ref('m1'), [{ user: 'u1', emoji: '👍' }], order(10), order(20));
      expect(await stale()).toEqual(['m1', 'm2']);
    });

    it('by a reaction that came before the message was known', async () => {
      await plan(store, 'C', 1, nine);
      await store.outbox.claimDue(nine, nine, 1, ['slack']);
      await votes.record([reaction(1, { target: post('C').target })]);
      await votes.addMessage(message('m1', card('p')));
      expect(await stale()).toEqual(['m1']);
    });

    it('for two weeks, while it exists, and never where there is nothing to edit', async () => {
      await votes.addMessage(message('old', card('p'), { postedAt: instant(daysAgo(14) - 1) }));
      await votes.addMessage(message('younger', card('p'), { postedAt: daysAgo(14) }));
      await votes.addMessage(message('place', card('p'), { virtual: true }));
      await votes.addMessage(message('gone', card('p')));
      await votes.markGone([ref('gone')], nine);
      await votes.record([reaction(1, { message: ref('old') })]);
      await votes.markStale(ref('gone'));
      await votes.markStale(ref('place'));
      expect(await stale()).toEqual(['younger']);
      await votes.markGone([ref('younger')], nine);
      expect(await stale()).toEqual([]);
    });

    it('until it is edited, and again after the next vote, but is not edited too often', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.record([reaction(1)]);
      await votes.markEdited(ref('m1'), clock.now());
      expect(await stale()).toEqual([]);
      await clock.advance(5_000);
      await votes.record([taken(2)]);
      expect(await stale(10, instant(nine - 1))).toEqual([]);
      expect(await stale(10, nine)).toEqual(['m1']);
    });

    it('again when its edit failed', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.record([reaction(1)]);
      await votes.markEdited(ref('m1'), clock.now());
      await votes.markStale(ref('m1'));
      expect(await stale()).toEqual(['m1']);
    });

    it('and those that have been for the longest come first', async () => {
      for (const name of ['a', 'b']) await votes.addMessage(message(name, card(name)));
      await votes.record([reaction(1, { message: ref('b') })]);
      await clock.advance(1_000);
      await votes.record([reaction(2, { message: ref('a') })]);
      await clock.advance(1_000);
      await votes.record([reaction(3, { message: ref('b'), user: 'u2' })]);
      expect(await stale()).toEqual(['b', 'a']);
    });
  });
}
