import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../src/kernel/clock.js';
import type { AdapterId } from '../../src/platform/adapter.js';
import type { Store } from '../../src/store/store.js';
import type { VoteRepository } from '../../src/votes/repository.js';
import { slack } from './delivery-samples.js';
import { card, list, message, nine, type OpenTimedStore, ref } from './vote-samples.js';

const dayMs = 86_400_000;
const daysAgo = (days: number) => instant(nine - days * dayMs);
const discord = 'discord' as AdapterId;

/** Which messages there are to read back. */
export function describeVotingMessages(open: OpenTimedStore): void {
  let store: Store;
  let votes: VoteRepository;

  beforeEach(async () => {
    ({ store } = await open());
    votes = store.votes;
  });
  afterEach(() => store.close());

  describe('messages since a time', () => {
    it('come as they were added, the newest first', async () => {
      const older = message('older', list('q', 'p'), { postedAt: daysAgo(2) });
      const newer = message('newer', card('p'), { postedAt: daysAgo(1), workspace: 'T2', channel: 'C9' });
      const bare = message('bare', [], { postedAt: daysAgo(3) });
      for (const one of [older, newer, bare]) await votes.addMessage(one);
      expect(await votes.messagesSince({ adapter: slack }, daysAgo(3))).toEqual([newer, older, bare]);
      expect(await votes.messagesSince({ adapter: slack }, instant(daysAgo(2) + 1))).toEqual([newer]);
      expect(await votes.messagesSince({ adapter: slack, workspace: 'T2' }, daysAgo(3))).toEqual([newer]);
    });

    it('are those that still exist on the platform asked for', async () => {
      await votes.addMessage(message('here', card('p')));
      await votes.addMessage(message('gone', card('p')));
      await votes.addMessage(message('place', card('p'), { virtual: true }));
      await votes.addMessage(message('there', card('p'), { adapter: discord, ref: ref('there', discord) }));
      await votes.markGone([ref('gone')], nine);
      expect((await votes.messagesSince({ adapter: slack }, daysAgo(1))).map((one) => one.ref.key)).toEqual(['here']);
    });

    it('are all there when there are thousands of the same time', async () => {
      const names = Array.from({ length: 1201 }, (_, index) => `m${String(index).padStart(4, '0')}`);
      await store.transaction(async (tx) => {
        for (const name of names) await tx.votes.addMessage(message(name, list('p')));
      });
      const found = await votes.messagesSince({ adapter: slack }, nine);
      expect(found.map((one) => one.ref.key)).toEqual(names.toReversed());
    });
  });
}
