import { describe } from 'vitest';
import { describeRanking } from '../../contract/store-ranking.js';
import { describeReactions } from '../../contract/store-reactions.js';
import { describeReadBack } from '../../contract/store-read-back.js';
import { describeSeeds } from '../../contract/store-seeds.js';
import { describeStaleMessages } from '../../contract/store-stale-messages.js';
import { describeVotes } from '../../contract/store-votes.js';
import { describeVotingMessages } from '../../contract/store-voting-messages.js';
import { FakeClock } from '../../fake/clock.js';
import { openFreshStore } from './fresh-store.js';

const open = async () => {
  const clock = new FakeClock('2026-11-24T09:00:00Z');
  return { clock, store: await openFreshStore(clock) };
};

describe('votes on SQLite', () => {
  describeReactions(open);
  describeReadBack(open);
  describeVotes(open);
  describeRanking(open);
  describeVotingMessages(open);
  describeStaleMessages(open);
  describeSeeds(open);
});
