import type { Instant } from '../../src/kernel/clock.js';
import type { AdapterId, MessageRef, Order, ReactionEvent, User } from '../../src/platform/adapter.js';
import type { Store } from '../../src/store/store.js';
import type { Ballot } from '../../src/votes/ballot.js';
import type { Tally, TeamId, VoteRepository, VotingMessage } from '../../src/votes/repository.js';
import type { FakeClock } from '../fake/clock.js';
import { slack } from './delivery-samples.js';
import { at, key } from './store-samples.js';

/** The store takes its time from the clock; it stands at 09:00. */
export type OpenTimedStore = () => Promise<{ readonly store: Store; readonly clock: FakeClock }>;

export const nine: Instant = at('2026-11-24T09:00:00Z');
export const order = (microseconds: number): Order => microseconds as Order;
export const ref = (name: string, adapter: AdapterId = slack): MessageRef => ({ adapter, key: name });
export const person = (id: string, workspace = 'T1'): User => ({ adapter: slack, workspace, id });
export const team = (name: string): TeamId => name as TeamId;
export const lab: TeamId = team('slack:T1');

/** 👍 and 👎 on one paper. */
export const card = (paper: string): Ballot => [
  { emoji: '👍', paper: key(paper), sign: 1 },
  { emoji: '👎', paper: key(paper), sign: -1 },
];

/** 1️⃣ for the first, and so on. */
export const list = (...papers: readonly string[]): Ballot =>
  papers.map((paper, index) => ({ emoji: `${index + 1}\uFE0F\u20E3`, paper: key(paper), sign: 1 }));

export const message = (name: string, ballot: Ballot, fields: Partial<VotingMessage> = {}): VotingMessage => ({
  adapter: slack,
  workspace: 'T1',
  channel: 'C1',
  ref: ref(name),
  ballot,
  postedAt: nine,
  virtual: false,
  ...fields,
});

/** `u1` puts 👍 on `m1` in C1 of T1, unless the fields say otherwise. */
export const reaction = (at: number, fields: Partial<ReactionEvent> = {}): ReactionEvent => ({
  message: ref('m1'),
  target: { adapter: slack, workspace: 'T1', channel: 'C1' },
  user: 'u1',
  emoji: '👍',
  present: true,
  order: order(at),
  ...fields,
});

export const taken = (at: number, fields: Partial<ReactionEvent> = {}): ReactionEvent =>
  reaction(at, { ...fields, present: false });

/** The team's tally on the paper as `[up, down]`. */
export async function tally(votes: VoteRepository, paper: string, of: TeamId = lab): Promise<readonly number[]> {
  const found: Tally = (await votes.tallies(of, [key(paper)])).get(key(paper)) ?? { up: 0, down: 0 };
  return [found.up, found.down];
}
