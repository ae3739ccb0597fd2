import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.js';
import type { VoteRepository } from '../../src/votes/repository.js';
import { everything, inChannel, plan, post } from './delivery-samples.js';
import { card, lab, list, message, nine, type OpenTimedStore, reaction, ref, taken, tally } from './vote-samples.js';

/** Reaction events: any order, any number, any batch. */
export function describeReactions(open: OpenTimedStore): void {
  let store: Store;
  let votes: VoteRepository;

  beforeEach(async () => {
    ({ store } = await open());
    votes = store.votes;
    await votes.addMessage(message('m1', card('p')));
  });
  afterEach(() => store.close());

  describe('reaction events', () => {
    it('count once they are recorded', async () => {
      expect(await votes.record([reaction(1), reaction(2, { user: 'u2', emoji: '👎' })])).toEqual(['stored', 'stored']);
      expect(await tally(votes, 'p')).toEqual([1, 1]);
      expect(await votes.record([taken(3)])).toEqual(['stored']);
      expect(await tally(votes, 'p')).toEqual([0, 1]);
      expect(await votes.record([])).toEqual([]);
    });

    it('count once, however often the platform sends them', async () => {
      expect(await votes.record([reaction(1), reaction(1)])).toEqual(['stored', 'repeated']);
      expect(await votes.record([reaction(1)])).toEqual(['repeated']);
      expect(await tally(votes, 'p')).toEqual([1, 0]);
    });

    it('never undo a later one', async () => {
      await votes.record([taken(5)]);
      expect(await votes.record([reaction(4)])).toEqual(['repeated']);
      expect(await tally(votes, 'p')).toEqual([0, 0]);
      expect(await votes.record([reaction(7), taken(6)])).toEqual(['stored', 'repeated']);
      expect(await tally(votes, 'p')).toEqual([1, 0]);
    });

    it('come to the same end in whatever order, number and batches they arrive', async () => {
      let runs = 0;
      const arrival = fc.record({ which: fc.nat(7), alone: fc.boolean() });
      const history = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
      const property = fc.asyncProperty(history, fc.array(arrival, { maxLength: 12 }), async (states, arrivals) => {
        runs += 1;
        const user = `u${runs}`;
        const events = states.map((present, index) => reaction(index + 1, { user, present }));
        const all = [...arrivals.flatMap(({ which }) => events[which % events.length] ?? []), ...events];
        const alone = arrivals.filter((one) => one.alone).length;
        for (const event of all.slice(0, alone)) await votes.record([event]);
        await votes.record(all.slice(alone));
        const standing = (await votes.votesOf({ ...message('m1', []), id: user }, 10)).length;
        expect(standing).toBe(states.at(-1) === true ? 1 : 0);
      });
      await fc.assert(property, { numRuns: 25 });
    });

    it('with emoji that are on no ballot vote for nothing', async () => {
      await votes.addMessage(message('the list', list('p', 'q')));
      expect(await votes.record([reaction(1, { message: ref('the list') })])).toEqual(['stored']);
      expect(await votes.tallies(lab, [])).toEqual(new Map());
      expect(await tally(votes, 'p')).toEqual([0, 0]);
    });
  });

  describe('an event of a message that is not known', () => {
    const early = reaction(1, { message: ref('m2') });

    it('is foreign, and stays without effect, when nothing of ours is under way in the channel', async () => {
      await plan(store, 'a', 1, nine);
      expect(await votes.record([early])).toEqual(['foreign']);
      await votes.addMessage(message('m2', card('q')));
      expect(await tally(votes, 'q')).toEqual([0, 0]);
    });

    it('is kept while a post is under way there, and counts once from when the message is known', async () => {
      await plan(store, 'C', 1, nine);
      await store.outbox.claimDue(nine, nine, everything);
      const here = { ...early, target: post('C').target };
      const elsewhere = { ...early, target: inChannel('another channel') };
      expect(await votes.record([here, here, elsewhere])).toEqual(['stored', 'repeated', 'foreign']);
      expect(await votes.record([here])).toEqual(['repeated']);
      expect(await tally(votes, 'q')).toEqual([0, 0]);
      await votes.addMessage(message('m2', card('q'), { channel: 'C-C' }));
      expect(await tally(votes, 'q')).toEqual([1, 0]);
    });
  });

  it('are part of the transaction that they are recorded in', async () => {
    const failed = store.transaction(async (tx) => {
      expect(await tx.votes.record([reaction(1)])).toEqual(['stored']);
      throw new Error('given up');
    });
    await expect(failed).rejects.toThrow('given up');
    expect(await tally(votes, 'p')).toEqual([0, 0]);
    await store.transaction((tx) => tx.votes.record([reaction(1)]));
    expect(await tally(votes, 'p')).toEqual([1, 0]);
  });

  it('of a thousand callers at once all get their own answers', async () => {
    const callers = Array.from({ length: 1000 }, (_, index) => `u${index}`);
    const results = await Promise.all(
      callers.map((user, index) => votes.record([reaction(index + 1, { user }), reaction(index + 1, { user })])),
    );
    expect(results).toEqual(callers.map(() => ['stored', 'repeated']));
    expect(await tally(votes, 'p')).toEqual([1000, 0]);
  });
}
