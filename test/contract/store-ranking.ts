import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.js';
import type { TopQuery } from '../../src/votes/repository.js';
import { arxiv, date, huggingface, listing, paper, submission } from './store-samples.js';
import { card, lab, message, type OpenTimedStore, reaction, ref, team } from './vote-samples.js';

/** The papers that a team thinks best of. */
export function describeRanking(open: OpenTimedStore): void {
  let store: Store;
  let clock = 0;

  beforeEach(async () => {
    ({ store } = await open());
  });
  afterEach(() => store.close());

  /** So many people of the team for the paper, and so many against it. */
  async function vote(name: string, up: number, down = 0, workspace = 'T1'): Promise<void> {
    const on = ref(`${workspace} ${name}`);
    await store.votes.addMessage(message(on.key, card(name), { ref: on, workspace }));
    const people = Array.from({ length: up + down }, (_, index) => `u${index}`);
    await store.votes.record(
      people.map((user, index) => {
        clock += 1;
        return reaction(clock, { message: on, user, emoji: index < up ? '👍' : '👎' });
      }),
    );
  }

  const ranked = async (query: Partial<TopQuery> = {}): Promise<readonly string[]> => {
    const all = { team: lab, feeds: [], from: null, until: date('2026-06-30'), limit: 10, ...query };
    return (await store.votes.top(all)).map((one) => `${one.paper} +${one.up} -${one.down} ▲${one.upvotes}`);
  };

  describe('the best papers of a team', () => {
    it('are ranked by people for them minus people against them, of this team only', async () => {
      await vote('one', 1);
      await vote('three', 3);
      await vote('divided', 4, 2);
      await vote('disliked', 0, 1);
      await vote('elsewhere', 5, 0, 'T2');
      expect(await ranked()).toEqual(['three +3 -0 ▲0', 'divided +4 -2 ▲0', 'one +1 -0 ▲0', 'disliked +0 -1 ▲0']);
      expect(await ranked({ limit: 2 })).toEqual(['three +3 -0 ▲0', 'divided +4 -2 ▲0']);
      expect(await ranked({ team: team('slack:T2') })).toEqual(['elsewhere +5 -0 ▲0']);
    });

    it('with as many votes are ranked by upvotes, then by their newest listing day, then by key', async () => {
      await store.papers.save([
        submission('b', '2026-06-02', 5),
        submission('a', '2026-06-02', 5),
        submission('newer', '2026-06-03', 5),
        submission('liked', '2026-06-01', 9),
        { paper: paper('liked'), listings: [listing('liked', '2026-06-02', 2, { feed: arxiv })] },
      ]);
      for (const name of ['b', 'a', 'newer', 'liked', 'unlisted']) await vote(name, 1);
      const best = ['liked +1 -0 ▲9', 'newer +1 -0 ▲5', 'a +1 -0 ▲5', 'b +1 -0 ▲5'];
      expect(await ranked()).toEqual([...best, 'unlisted +1 -0 ▲0']);
    });

    it('of a time are those that were listed then on the feeds asked for', async () => {
      await store.papers.save([
        submission('before', '2026-06-01', 1),
        submission('first', '2026-06-02', 1),
        submission('last', '2026-06-04', 1),
        submission('after', '2026-06-05', 1),
        { paper: paper('other'), listings: [listing('other', '2026-06-03', 1, { feed: arxiv })] },
        submission('without votes', '2026-06-03', 1),
      ]);
      for (const name of ['before', 'first', 'last', 'after', 'other', 'unlisted']) await vote(name, 1);
      const days = { from: date('2026-06-02'), until: date('2026-06-04') };
      expect(await ranked({ ...days, feeds: [huggingface] })).toEqual(['last +1 -0 ▲1', 'first +1 -0 ▲1']);
      expect(await ranked({ ...days, feeds: [arxiv] })).toEqual(['other +1 -0 ▲1']);
      expect(await ranked({ ...days, feeds: [] })).toEqual([]);
    });
  });
}
