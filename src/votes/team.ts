import type { AdapterId, Workspace } from '../platform/adapter.js';
import type { TeamId } from './repository.js';

/** Workspaces that share one tally, as the configuration names them. */
export interface Team {
  readonly name: string;
  readonly workspaces: readonly { readonly adapter: string; readonly workspace: string }[];
}

/** A configured name cannot be taken for a workspace that is a team of its own: no adapter is called `team`. */
const named = (name: string): TeamId => `team:${name}` as TeamId;

/** Which team each configured workspace belongs to, for `VoteRepository.assignTeams`. The first team that names it has it. */
export function teamAssignments(teams: readonly Team[]): readonly (Workspace & { readonly team: TeamId })[] {
  const assignments = new Map<string, Workspace & { readonly team: TeamId }>();
  for (const { name, workspaces } of teams) {
    for (const { adapter, workspace } of workspaces) {
      const one: Workspace = { adapter: adapter as AdapterId, workspace };
      if (!assignments.has(ownTeam(one))) assignments.set(ownTeam(one), { ...one, team: named(name) });
    }
  }
  return [...assignments.values()];
}

/** The team of a workspace that no configured team names. */
const ownTeam = ({ adapter, workspace }: Workspace): TeamId => `${adapter}:${workspace}` as TeamId;

/** The team whose tally a workspace's votes are part of. */
export function teamOf({ adapter, workspace }: Workspace, teams: readonly Team[]): TeamId {
  const assigned = teamAssignments(teams).find((one) => one.adapter === adapter && one.workspace === workspace);
  return assigned?.team ?? ownTeam({ adapter, workspace });
}
