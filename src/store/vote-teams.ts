import { type SqlBool, sql } from 'kysely';
import type { Instant } from '../kernel/clock.js';
import type { AdapterId, Workspace } from '../platform/adapter.js';
import type { TeamId } from '../votes/repository.js';
import { ownTeam } from '../votes/team.js';
import { tableOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { type Change, editedSince, markConcerned } from './stale-messages.js';

type Assigned = Workspace & { readonly team: TeamId };

/** What messages of the teams concerned show is another tally from then on: whoever left a team takes votes along, and leaves some behind. */
export async function assignTeams(tx: Executor, teams: readonly Assigned[], now: Instant): Promise<void> {
  const votes = await movedVotes(tx, teams, now);
  await markConcerned(tx, votes, now);
  await tx.db.updateTable('workspace_team').set({ team: sql<string>`adapter || ':' || workspace` }).execute();
  for (const { adapter, workspace, team } of teams) {
    await tx.db
      .insertInto('workspace_team')
      .values({ adapter, workspace, team })
      .onConflict((conflict) => conflict.columns(['adapter', 'workspace']).doUpdateSet({ team }))
      .execute();
  }
  await markConcerned(tx, votes, now);
}

const nameOf = ({ adapter, workspace }: { readonly adapter: string; readonly workspace: string }): string =>
  `${adapter}:${workspace}`;

/** The votes of all teams that a workspace leaves or joins, on messages that are still edited. Whoever is new has none. */
async function movedVotes(tx: Executor, teams: readonly Assigned[], now: Instant): Promise<readonly Change[]> {
  const assigned = new Map(teams.map((one) => [nameOf(one), one.team]));
  const rows = await tx.db.selectFrom('workspace_team').select(['adapter', 'workspace', 'team']).execute();
  const known = rows.map((row) => {
    const own = ownTeam({ adapter: row.adapter as AdapterId, workspace: row.workspace });
    return { ...row, next: assigned.get(nameOf(row)) ?? own };
  });
  const touched = new Set(known.flatMap(({ team, next }) => (team === next ? [] : [team, next])));
  const mates = known.filter(({ team, next }) => touched.has(team) || touched.has(next));
  if (mates.length === 0) return [];
  const places = mates.map(({ adapter, workspace }) => ({ adapter, workspace }));
  return tx.db
    .selectFrom('message')
    .innerJoin('reaction', (join) =>
      join.onRef('reaction.adapter', '=', 'message.adapter').onRef('reaction.message_key', '=', 'message.key'),
    )
    .select(['reaction.adapter', 'reaction.message_key', 'reaction.emoji'])
    .distinct()
    .where('reaction.present', '=', 1)
    .where('message.posted_at', '>=', editedSince(now))
    .where(sql<SqlBool>`(message.adapter, message.workspace) in ${tableOf(places, ['adapter', 'workspace'])}`)
    .execute();
}

export async function teamOf({ db }: Executor, of: Workspace): Promise<TeamId> {
  const row = await db
    .selectFrom('workspace_team')
    .select('team')
    .where('adapter', '=', of.adapter)
    .where('workspace', '=', of.workspace)
    .executeTakeFirst();
  return row === undefined ? ownTeam(of) : (row.team as TeamId);
}
