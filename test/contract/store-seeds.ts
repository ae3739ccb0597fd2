import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../src/kernel/clock.js';
import type { Store } from '../../src/store/store.js';
import type { VoteRepository } from '../../src/votes/repository.js';
import type { FakeClock } from '../fake/clock.js';
import { everything, slack } from './delivery-samples.js';
import { key } from './store-samples.js';
import { card, list, message, nine, type OpenTimedStore, order, person, reaction, ref, tally } from './vote-samples.js';

/** The emoji that are put on messages for people to press, and the users whose reactions count for nothing. */
export function describeSeeds(open: OpenTimedStore): void {
  let store: Store;
  let votes: VoteRepository;
  let clock: FakeClock;

  beforeEach(async () => {
    ({ store, clock } = await open());
    votes = store.votes;
  });
  afterEach(() => store.close());

  describe('seeds', () => {
    it('are due on the newest message of each workspace, in the order of its ballot', async () => {
      await votes.addMessage(message('older', list('p')), 'seeds');
      await votes.addMessage(message('newer', list('q', 'p'), { postedAt: instant(nine + 1) }), 'seeds');
      await votes.addMessage(message('there', card('p'), { workspace: 'T2' }), 'seeds');
      await votes.addMessage(message('without', card('p'), { postedAt: instant(nine + 2) }));
      const due = await votes.dueSeeds(everything);
      expect(due.map((one) => [one.ref.key, one.workspace, one.emoji])).toEqual([
        ['newer', 'T1', ['1\uFE0F\u20E3', '2\uFE0F\u20E3']],
        ['there', 'T2', ['👍', '👎']],
      ]);
    });

    it('are one for each paper and sign, however many emoji mean the same', async () => {
      const ballot = [...card('p'), { emoji: '🔥', paper: key('p'), sign: 1 } as const];
      await votes.addMessage(message('m1', ballot), 'seeds');
      expect((await votes.dueSeeds(everything))[0]?.emoji).toEqual(['👍', '👎']);
    });

    it('stay due until they have ended, except in workspaces that are busy or closed', async () => {
      await votes.addMessage(message('m1', card('p')), 'seeds');
      const inT1 = { adapter: slack, workspace: 'T1' };
      expect(await votes.dueSeeds({ ...everything, busy: [inT1] })).toEqual([]);
      expect(await votes.dueSeeds({ ...everything, closed: [inT1] })).toEqual([]);
      expect(await votes.dueSeeds(everything)).toHaveLength(1);
      await votes.endSeeds(ref('m1'));
      expect(await votes.dueSeeds(everything)).toEqual([]);
    });

    it('are not put on messages that are gone, or a day old', async () => {
      await votes.addMessage(message('gone', card('p')), 'seeds');
      await votes.markGone([ref('gone')], nine);
      expect(await votes.dueSeeds(everything)).toEqual([]);
      await votes.addMessage(message('old', card('p')), 'seeds');
      clock.jumpTo('2026-11-25T09:00:01Z');
      expect(await votes.dueSeeds(everything)).toEqual([]);
    });
  });

  describe('a user who is a program', () => {
    it('has no vote left in the workspace, and messages that showed one are stale', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.addMessage(message('m2', card('q'), { workspace: 'T2' }));
      const elsewhere = { message: ref('m2'), target: { adapter: slack, workspace: 'T2', channel: 'C1' } };
      await votes.record([reaction(1), reaction(2, { user: 'u2' }), reaction(3, elsewhere)]);
      const [edit] = await votes.beginEdits(nine, nine, everything);
      if (edit !== undefined) await votes.endEdit(edit);
      await votes.dismiss(person('u1'));
      expect(await tally(votes, 'p')).toEqual([1, 0]);
      expect(await tally(votes, 'q', 'slack:T2' as never)).toEqual([1, 0]);
      clock.jumpTo('2026-11-24T09:01:00Z');
      const stale = await votes.beginEdits(clock.now(), clock.now(), everything);
      expect(stale.map((one) => one.ref.key)).toContain('m1');
    });

    it('is not brought back by an event that comes again', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.record([reaction(5)]);
      await votes.dismiss(person('u1'));
      expect(await votes.record([reaction(5)])).toEqual(['repeated']);
      expect(await votes.record([{ ...reaction(5), order: order(4) }])).toEqual(['repeated']);
      expect(await tally(votes, 'p')).toEqual([0, 0]);
    });
  });
}
