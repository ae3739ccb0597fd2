import type { TeamId, VotingMessage } from '../../../src/votes/repository.js';
import type { House } from './house.js';
import type { Standing } from './site.js';

/** What the platform shows, against what the store counts. */
export interface Difference {
  /** Votes that stand and are not counted. */
  readonly lost: readonly string[];
  /** Votes that are counted and do not stand. */
  readonly extra: readonly string[];
}

/** One vote a person and paper, the signs of all their emoji together; up and down cancel. */
export function votesIn(
  messages: readonly Pick<VotingMessage, 'ref' | 'ballot'>[],
  standing: (message: Pick<VotingMessage, 'ref'>) => readonly Standing[],
): ReadonlySet<string> {
  const signs = new Map<string, Set<1 | -1>>();
  for (const message of messages) {
    for (const { user, emoji } of standing(message)) {
      const entry = message.ballot.find((one) => one.emoji === emoji);
      if (entry === undefined) continue;
      const key = `${entry.paper} ${user}`;
      signs.set(key, (signs.get(key) ?? new Set()).add(entry.sign));
    }
  }
  return new Set([...signs].flatMap(([key, of]) => (of.size === 1 ? [...of].map((sign) => `${key} ${sign}`) : [])));
}

export async function countedIn(house: House, messages: readonly Pick<VotingMessage, 'ballot'>[]) {
  const { adapter, workspace } = house.site.target;
  const papers = [...new Set(messages.flatMap(({ ballot }) => ballot.map(({ paper }) => paper)))];
  const voters = await Promise.all(
    papers.map((paper) => house.store.votes.voters(`${adapter}:${workspace}` as TeamId, paper)),
  );
  return new Set(voters.flat().map(({ user, paper, sign }) => `${paper} ${user.id} ${sign}`));
}

export const differenceOf = (wanted: ReadonlySet<string>, found: ReadonlySet<string>): Difference => ({
  lost: [...wanted].filter((one) => !found.has(one)),
  extra: [...found].filter((one) => !wanted.has(one)),
});

/** The votes on these messages, as they stand on the platform and as the store has them. */
export async function difference(house: House, messages: readonly VotingMessage[]): Promise<Difference> {
  const wanted = votesIn(messages, ({ ref }) => house.site.standing(ref));
  return differenceOf(wanted, await countedIn(house, messages));
}
