import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdapterId } from '../../src/platform/adapter.js';
import type { Store } from '../../src/store/store.js';
import type { VoteRepository } from '../../src/votes/repository.js';
import { key } from './store-samples.js';
import {
  card,
  lab,
  list,
  message,
  nine,
  type OpenTimedStore,
  order,
  person,
  reaction,
  ref,
  taken,
  tally,
  team,
} from './vote-samples.js';

const down = { emoji: '👎' };

/** What follows from the reactions that stand. */
export function describeVotes(open: OpenTimedStore): void {
  let store: Store;
  let votes: VoteRepository;

  beforeEach(async () => {
    ({ store } = await open());
    votes = store.votes;
    await votes.addMessage(message('m1', card('p')));
    await votes.addMessage(message('m2', list('q', 'p'), { channel: 'C2' }));
  });
  afterEach(() => store.close());

  describe('a person has one vote on a paper', () => {
    const onTheList = { message: ref('m2'), emoji: '2\uFE0F\u20E3' };

    it('however many messages carry it and whatever they react with', async () => {
      await votes.record([reaction(1), reaction(2, onTheList), reaction(3, { user: 'u2' })]);
      expect(await tally(votes, 'p')).toEqual([2, 0]);
      expect(await tally(votes, 'q')).toEqual([0, 0]);
      expect((await votes.voters(lab, key('p'))).map(({ sign }) => sign)).toEqual([1, 1]);
    });

    it('which stands while one of their reactions stands', async () => {
      await votes.record([reaction(1), reaction(2, onTheList), taken(3)]);
      expect(await tally(votes, 'p')).toEqual([1, 0]);
      await votes.record([taken(4, onTheList)]);
      expect(await tally(votes, 'p')).toEqual([0, 0]);
    });

    it('which up and down together cancel, in whatever order they came', async () => {
      await votes.record([reaction(1), reaction(2, onTheList), reaction(3, down)]);
      expect(await votes.tallies(lab, [key('p')])).toEqual(new Map());
      expect(await votes.voters(lab, key('p'))).toEqual([]);
      await votes.record([taken(4), taken(5, onTheList)]);
      expect(await tally(votes, 'p')).toEqual([0, 1]);
    });

    it('and two people of the same id in two workspaces are two', async () => {
      await votes.assignTeams([
        { adapter: reaction(1).message.adapter, workspace: 'T1', team: team('both') },
        { adapter: reaction(1).message.adapter, workspace: 'T2', team: team('both') },
      ]);
      await votes.addMessage(message('m3', card('p'), { workspace: 'T2' }));
      await votes.record([reaction(1), reaction(2, { message: ref('m3') })]);
      expect(await tally(votes, 'p', team('both'))).toEqual([2, 0]);
    });
  });

  it('messages of the same key on two platforms are two', async () => {
    const discord = 'discord' as AdapterId;
    await votes.addMessage(message('m1', card('q'), { adapter: discord, workspace: 'G1', ref: ref('m1', discord) }));
    await votes.record([reaction(1, { message: ref('m1', discord) })]);
    expect(await tally(votes, 'p')).toEqual([0, 0]);
    expect(await tally(votes, 'q', team('discord:G1'))).toEqual([1, 0]);
  });

  it('a message that is added again keeps the ballot that it had', async () => {
    await votes.addMessage(message('m1', card('other')));
    await votes.record([reaction(1)]);
    expect(await tally(votes, 'p')).toEqual([1, 0]);
    expect(await tally(votes, 'other')).toEqual([0, 0]);
  });

  it('a deleted message keeps its votes', async () => {
    await votes.record([reaction(1)]);
    await votes.markGone([ref('m1'), ref('unknown')], nine);
    expect(await tally(votes, 'p')).toEqual([1, 0]);
  });

  describe('a vote button', () => {
    const press = (at: number, emoji = '👍') => votes.press(ref('m1'), person('u1'), emoji, order(at));

    it('votes, and withdraws the vote when it is pressed again', async () => {
      expect(await press(1)).toBe(true);
      expect(await tally(votes, 'p')).toEqual([1, 0]);
      expect(await press(2)).toBe(false);
      expect(await tally(votes, 'p')).toEqual([0, 0]);
      expect(await press(3, '👎')).toBe(true);
      expect(await tally(votes, 'p')).toEqual([0, 1]);
    });

    it('takes a press that is told twice once', async () => {
      expect(await press(1)).toBe(true);
      expect(await press(1)).toBe(true);
      expect(await tally(votes, 'p')).toEqual([1, 0]);
    });

    it('is one vote with a reaction of the same person, and neither withdraws the other', async () => {
      await votes.record([reaction(1)]);
      await press(2);
      expect(await tally(votes, 'p')).toEqual([1, 0]);
      await votes.record([taken(3)]);
      expect(await tally(votes, 'p')).toEqual([1, 0]);
      await press(4);
      expect(await tally(votes, 'p')).toEqual([0, 0]);
    });

    it('votes where there is no message on the platform', async () => {
      await votes.addMessage(message('place', card('q'), { virtual: true }));
      await votes.press(ref('place'), person('u1'), '👍', order(1));
      expect(await tally(votes, 'q')).toEqual([1, 0]);
    });
  });

  describe('a team', () => {
    const { adapter } = ref('m1');
    const both = team('both');

    beforeEach(async () => {
      await votes.addMessage(message('m3', card('p'), { workspace: 'T2' }));
      await votes.record([reaction(1), reaction(2, { message: ref('m3'), user: 'u2', ...down })]);
    });

    it('is the workspace itself, unless the workspace was assigned to one', async () => {
      expect(await votes.teamOf({ adapter, workspace: 'T1' })).toBe('slack:T1');
      expect(await votes.teamOf({ adapter, workspace: 'never seen' })).toBe('slack:never seen');
      expect(await tally(votes, 'p')).toEqual([1, 0]);
      expect(await tally(votes, 'p', team('slack:T2'))).toEqual([0, 1]);
    });

    it('of two workspaces shares one tally, until it is assigned otherwise', async () => {
      await votes.assignTeams(['T1', 'T2', 'T3'].map((workspace) => ({ adapter, workspace, team: both })));
      expect(await votes.teamOf({ adapter, workspace: 'T3' })).toBe('both');
      expect(await tally(votes, 'p', both)).toEqual([1, 1]);
      expect(await tally(votes, 'p')).toEqual([0, 0]);
      await votes.assignTeams([{ adapter, workspace: 'T2', team: both }]);
      expect(await tally(votes, 'p', both)).toEqual([0, 1]);
      expect(await tally(votes, 'p')).toEqual([1, 0]);
    });

    it('can be assigned before its workspaces have any message', async () => {
      await votes.assignTeams([{ adapter, workspace: 'T9', team: both }]);
      await votes.addMessage(message('m9', card('p'), { workspace: 'T9' }));
      await votes.record([reaction(1, { message: ref('m9') })]);
      expect(await tally(votes, 'p', both)).toEqual([1, 0]);
    });
  });

  it('tallies name only papers with a vote', async () => {
    await votes.record([reaction(1), reaction(2, { user: 'u2', ...down }), reaction(3, { user: 'u3', ...down })]);
    expect(await votes.tallies(lab, [key('p'), key('q'), key('unheard of')])).toEqual(
      new Map([[key('p'), { up: 1, down: 2 }]]),
    );
    expect(await votes.tallies(lab, [])).toEqual(new Map());
  });

  it('voters are named in the order of their votes', async () => {
    await votes.record([
      reaction(3, { user: 'u1' }),
      reaction(2, { user: 'u2', ...down }),
      reaction(1, { user: 'u3' }),
    ]);
    expect(await votes.voters(lab, key('p'))).toEqual([
      { user: person('u3'), paper: 'p', sign: 1 },
      { user: person('u2'), paper: 'p', sign: -1 },
      { user: person('u1'), paper: 'p', sign: 1 },
    ]);
    expect(await votes.voters(team('another'), key('p'))).toEqual([]);
  });

  it('a person sees their own votes, the newest first, as many as they ask for', async () => {
    await votes.addMessage(message('m3', card('r')));
    await votes.record([
      reaction(1),
      reaction(2, { message: ref('m3'), ...down }),
      reaction(3, { message: ref('m2'), emoji: '1\uFE0F\u20E3' }),
      reaction(4, { user: 'u2' }),
    ]);
    const mine = async (limit: number, user = person('u1')) =>
      (await votes.votesOf(user, limit)).map(({ paper, sign }) => [paper, sign]);
    expect(await mine(10)).toEqual([
      ['q', 1],
      ['r', -1],
      ['p', 1],
    ]);
    expect(await mine(1)).toEqual([['q', 1]]);
    expect(await mine(10, person('u1', 'T2'))).toEqual([]);
  });
}
