import { sql } from 'kysely';
import type { PaperKey } from '../papers/paper.js';
import type { AdapterId, User } from '../platform/adapter.js';
import type { Tally, TeamId, Vote } from '../votes/repository.js';
import { isOneOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { votesOfPerson, votesOnPapers } from './standing-votes.js';

export const upVotes = sql<number>`sum(case when vote.sign > 0 then 1 else 0 end)`;
export const downVotes = sql<number>`sum(case when vote.sign < 0 then 1 else 0 end)`;

export async function tallies(
  { db }: Executor,
  team: TeamId,
  papers: readonly PaperKey[],
): Promise<ReadonlyMap<PaperKey, Tally>> {
  const votes = votesOnPapers(db)
    .where('team.team', '=', team)
    .where((row) => isOneOf(row.ref('ballot.paper_key'), papers));
  const rows = await db
    .selectFrom(votes.as('vote'))
    .select(['vote.paper_key', upVotes.as('up'), downVotes.as('down')])
    .groupBy('vote.paper_key')
    .execute();
  return new Map(rows.map(({ paper_key, up, down }) => [paper_key as PaperKey, { up, down }]));
}

/** In the order in which they voted. */
export async function voters({ db }: Executor, team: TeamId, paper: PaperKey): Promise<readonly Vote[]> {
  const rows = await votesOnPapers(db)
    .where('team.team', '=', team)
    .where('ballot.paper_key', '=', paper)
    .orderBy('ord')
    .orderBy('reaction.user_id')
    .execute();
  return rows.map(voteOf);
}

export async function votesOf({ db }: Executor, user: User, limit: number): Promise<readonly Vote[]> {
  const rows = await votesOfPerson(db)
    .where('reaction.user_id', '=', user.id)
    .where('reaction.adapter', '=', user.adapter)
    .where('message.workspace', '=', user.workspace)
    .orderBy('ord', 'desc')
    .orderBy('ballot.paper_key')
    .limit(limit)
    .execute();
  return rows.map(voteOf);
}

interface VoteRow {
  readonly adapter: string;
  readonly workspace: string;
  readonly user_id: string;
  readonly paper_key: string;
  readonly sign: 1 | -1;
}

const voteOf = (row: VoteRow): Vote => ({
  user: { adapter: row.adapter as AdapterId, workspace: row.workspace, id: row.user_id },
  paper: row.paper_key as PaperKey,
  sign: row.sign,
});
