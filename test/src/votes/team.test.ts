import { expect, it } from 'vitest';
import type { AdapterId } from '../../../src/platform/adapter.js';
import { type Team, teamAssignments, teamOf } from '../../../src/votes/team.js';

const slack = { adapter: 'slack' as AdapterId, workspace: 'T1' };
const discord = { adapter: 'discord' as AdapterId, workspace: 'G1' };
const teams: readonly Team[] = [
  { name: 'lab', workspaces: [slack, discord] },
  { name: 'late', workspaces: [slack] },
];

it('joins the workspaces that a team names', () => {
  expect(teamOf(slack, teams)).toBe(teamOf(discord, teams));
  expect(teamAssignments(teams)).toEqual([
    { ...slack, team: 'team:lab' },
    { ...discord, team: 'team:lab' },
  ]);
});

it('leaves every other workspace a team of its own', () => {
  expect(teamOf({ ...slack, workspace: 'T2' }, teams)).toBe('slack:T2');
  expect(teamOf({ ...discord, workspace: 'T1' }, teams)).not.toBe(teamOf(slack, teams));
});
