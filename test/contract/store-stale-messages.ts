import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../src/kernel/clock.js';
import type { PaperKey } from '../../src/papers/paper.js';
import type { AdapterId } from '../../src/platform/adapter.js';
import type { Room } from '../../src/platform/room.js';
import type { Store } from '../../src/store/store.js';
import type { BegunEdit, VoteRepository } from '../../src/votes/repository.js';
import type { FakeClock } from '../fake/clock.js';
import { everything, plan, post, slack } from './delivery-samples.js';
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
const paperKey = (key: string) => key as PaperKey;

/** Which messages are to be edited, and when they no longer are. */
export function describeStaleMessages(open: OpenTimedStore): void {
  let store: Store;
  let clock: FakeClock;
  let votes: VoteRepository;

  beforeEach(async () => {
    ({ store, clock } = await open());
    votes = store.votes;
  });
  afterEach(() => store.close());

  describe('a message is stale', () => {
    const everywhere: Room = { adapters: [slack, discord], limit: 10, perWorkspace: 10, busy: [] };
    /** Begins the edits that are wanted; each call does so at a time of its own. */
    const edits = async (room: Partial<Room> = {}, editedBefore = clock.now()): Promise<readonly BegunEdit[]> => {
      await clock.advance(1);
      return votes.beginEdits(clock.now(), editedBefore, { ...everywhere, ...room });
    };
    const stale = async (room: Partial<Room> = {}) => (await edits(room)).map(({ ref: { key } }) => key);

    it('once a vote changed on a paper that it shows, wherever in the team that was', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.addMessage(message('m2', list('q', 'p'), { channel: 'C2' }));
      await votes.addMessage(message('other paper', card('q')));
      await votes.addMessage(message('other team', card('p'), { workspace: 'T2' }));
      expect(await stale()).toEqual([]);
      await votes.record([reaction(1)]);
      expect(await stale()).toEqual(['m1', 'm2']);
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

    it('when its workspace joins or leaves a team, or another does, where votes are concerned', async () => {
      const both = ['T1', 'T2'].map((workspace) => ({ adapter: slack, workspace, team: team('both') }));
      await votes.addMessage(message('m1', card('p')));
      await votes.addMessage(message('m2', card('p'), { workspace: 'T2' }));
      await votes.addMessage(message('no votes', card('q'), { workspace: 'T2' }));
      await votes.addMessage(message('elsewhere', card('p'), { workspace: 'T3' }));
      await votes.record([reaction(1), reaction(2, { message: ref('elsewhere') })]);
      const shown = async (): Promise<readonly string[]> => {
        const begun = await edits();
        for (const edit of begun) await votes.endEdit(edit);
        return begun.map(({ ref: { key } }) => key).toSorted();
      };
      expect(await shown()).toEqual(['elsewhere', 'm1']);
      await votes.assignTeams(both);
      expect(await shown()).toEqual(['m1', 'm2']);
      await votes.assignTeams(both);
      expect(await shown()).toEqual([]);
      await votes.assignTeams(both.slice(0, 1));
      expect(await shown()).toEqual(['m1', 'm2']);
      await votes.assignTeams([]);
      expect(await shown()).toEqual(['m1']);
    });

    it('from the beginning, when people voted on its papers elsewhere while it was on its way', async () => {
      const one = new Map([[paperKey('p'), { up: 1, down: 0 }]]);
      await votes.addMessage(message('m1', card('p')), undefined, new Map());
      expect(await stale()).toEqual([]);
      await votes.record([reaction(1)]);
      await votes.addMessage(message('overtaken', list('q', 'p'), { channel: 'C2' }), undefined, new Map());
      await votes.addMessage(message('current', list('q', 'p'), { channel: 'C3' }), undefined, one);
      await votes.addMessage(message('other team', card('p'), { workspace: 'T2' }), undefined, new Map());
      expect(await stale()).toEqual(['m1', 'overtaken']);
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
      expect(await stale()).toEqual(['m2', 'm1']);
    });

    it('by a reaction that came before the message was known', async () => {
      await plan(store, 'C', 1, nine);
      await store.outbox.claimDue(nine, nine, everything);
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
      expect(await stale()).toEqual(['younger']);
      await votes.markGone([ref('younger')], nine);
      expect(await stale()).toEqual([]);
    });

    it('until its edit has ended, whatever becomes of one that was only begun', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.record([reaction(1)]);
      expect(await stale()).toEqual(['m1']);
      const [edit] = await edits();
      if (edit === undefined) throw new Error('nothing was begun');
      await votes.endEdit(edit);
      expect(await stale()).toEqual([]);
    });

    it('still, when a vote came while it was edited, even at the same instant', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.record([reaction(1)]);
      const [edit] = await edits();
      if (edit === undefined) throw new Error('nothing was begun');
      await votes.record([taken(2)]);
      await votes.endEdit(edit);
      expect(await stale()).toEqual(['m1']);
    });

    it('still, when another edit has begun since', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.record([reaction(1)]);
      const [first] = await edits();
      const [second] = await edits();
      if (first === undefined || second === undefined) throw new Error('nothing was begun');
      await votes.endEdit(first);
      expect(await stale()).toEqual(['m1']);
    });

    it('but is not edited too often', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.record([reaction(1)]);
      const [edit] = await edits();
      if (edit === undefined) throw new Error('nothing was begun');
      await votes.endEdit(edit);
      await clock.advance(5_000);
      await votes.record([taken(2)]);
      expect(await edits({}, instant(edit.begunAt - 1))).toEqual([]);
      expect(await edits({}, edit.begunAt)).toHaveLength(1);
    });

    it('and can be edited where the clock was set back', async () => {
      await votes.addMessage(message('m1', card('p')));
      await votes.record([reaction(1)]);
      clock.jumpTo('2026-11-24T08:00:00Z');
      const [edit] = await edits();
      if (edit === undefined) throw new Error('nothing was begun');
      await votes.endEdit(edit);
      expect(await edits({}, nine)).toEqual([]);
    });

    it('and is edited only where there is room', async () => {
      for (const [name, workspace] of [
        ['a', 'T1'],
        ['b', 'T1'],
        ['c', 'T2'],
        ['d', 'T3'],
      ] as const) {
        await votes.addMessage(message(name, card(name), { workspace }));
        await votes.record([reaction(1, { message: ref(name) })]);
      }
      const inT = (workspace: string) => ({ adapter: slack, workspace });
      expect(await stale({ perWorkspace: 1 })).toEqual(['a', 'c', 'd']);
      expect(await stale({ perWorkspace: 2, busy: [inT('T1')] })).toEqual(['a', 'c', 'd']);
      expect(await stale({ busy: [], closed: [inT('T1'), inT('T3')] })).toEqual(['c']);
      expect(await stale({ limit: 3 })).toEqual(['a', 'b', 'c']);
      expect(await stale({ limit: 0 })).toEqual([]);
      expect(await stale({ adapters: [discord] })).toEqual([]);
      expect(await stale({ adapters: [] })).toEqual([]);
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
