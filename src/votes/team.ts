import type { AdapterId, Workspace } from '../platform/adapter.js';
import type { TeamId } from './repository.js';

/** Workspaces that share one tally, as the configuration names them. */
export interface Team {
  readonly name: string;
  readonly workspaces: readonly { readonly adapter: string; readonly workspace: string }[];
}

/** A workspace that belongs to a configured team. */
export interface Assignment extends Workspace {
  readonly team: TeamId;
}

/** A configured name cannot be taken for a workspace that is a team of its own: no adapter is called `team`. */
const named = (name: string): TeamId => `team:${name}` as TeamId;

/** Which team each configured workspace belongs to, for `VoteRepository.assignTeams`. The first team that names it has it. */
export function teamAssignments(teams: readonly Team[]): readonly Assignment[] {
  const assignments = new Map<string, Assignment>();
  for (const { name, workspaces } of teams) {
    for (const { adapter, workspace } of workspaces) {
      const one: Workspace = { adapter: adapter as AdapterId, workspace };
      if (!assignments.has(ownTeam(one))) assignments.set(ownTeam(one), { ...one, team: named(name) });
    }
  }
  return [...assignments.values()];
}

/** The team of a workspace that no configured team names. */
export const ownTeam = ({ adapter, workspace }: Workspace): TeamId => `${adapter}:${workspace}` as TeamId;

/** The workspaces whose votes count together with this one's, itself included. */
export function teamMates({ adapter, workspace }: Workspace, assignments: readonly Assignment[]): readonly Workspace[] {
  const isIt = (one: Workspace): boolean => one.adapter === adapter && one.workspace === workspace;
  const own = assignments.find(isIt);
  return own === undefined ? [{ adapter, workspace }] : assignments.filter(({ team }) => team === own.team);
}
