import { sql } from 'kysely';
import type { Workspace } from '../platform/adapter.js';
import type { TeamId } from '../votes/repository.js';
import { ownTeam } from '../votes/team.js';
import type { Executor } from './executor.js';

export async function assignTeams(
  tx: Executor,
  teams: readonly (Workspace & { readonly team: TeamId })[],
): Promise<void> {
  await tx.db.updateTable('workspace_team').set({ team: sql<string>`adapter || ':' || workspace` }).execute();
  for (const { adapter, workspace, team } of teams) {
    await tx.db
      .insertInto('workspace_team')
      .values({ adapter, workspace, team })
      .onConflict((conflict) => conflict.columns(['adapter', 'workspace']).doUpdateSet({ team }))
      .execute();
  }
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
