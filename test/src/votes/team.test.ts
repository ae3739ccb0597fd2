import { expect, it } from 'vitest';
import type { AdapterId } from '../../../src/platform/adapter.js';
import { ownTeam, type Team, teamAssignments, teamMates } from '../../../src/votes/team.js';

const slack = { adapter: 'slack' as AdapterId, workspace: 'T1' };
const discord = { adapter: 'discord' as AdapterId, workspace: 'G1' };
const teams: readonly Team[] = [
  { name: 'lab', workspaces: [slack, discord] },
  { name: 'late', workspaces: [slack] },
];

it('joins the workspaces that a team names', () => {
  const assignments = teamAssignments(teams);
  expect(assignments).toEqual([
    { ...slack, team: 'team:lab' },
    { ...discord, team: 'team:lab' },
  ]);
  expect(teamMates(slack, assignments)).toEqual(assignments);
});

it('leaves every other workspace a team of its own', () => {
  const alone = { ...slack, workspace: 'T2' };
  expect(teamMates(alone, teamAssignments(teams))).toEqual([alone]);
  expect(ownTeam(alone)).not.toBe(ownTeam({ ...discord, workspace: 'T2' }));
});
