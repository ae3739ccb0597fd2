import type { AdapterId, MessageRef, Target, User, Workspace } from '../../src/platform/adapter.js';

export const slackId = 'slack' as AdapterId;

/** Where a message stands: `ts` names it within its channel. */
export interface Place {
  readonly team: string;
  readonly channel: string;
  readonly ts: string;
}

/** `T012/C034/1732438800.000100`: ids and times hold no slash. */
export const refOf = ({ team, channel, ts }: Place): MessageRef => ({
  adapter: slackId,
  key: `${team}/${channel}/${ts}`,
});

/** Undefined when the ref names no message of Slack. */
export function placeOf({ adapter, key }: MessageRef): Place | undefined {
  const [team = '', channel = '', ts = '', ...more] = key.split('/');
  if (adapter !== slackId || more.length > 0 || !/^\d+\.\d+$/.test(ts)) return undefined;
  return { team, channel, ts };
}

export const workspaceOf = (team: string): Workspace => ({ adapter: slackId, workspace: team });

export const targetOf = (team: string, channel: string): Target => ({ ...workspaceOf(team), channel });

export const userOf = (team: string, id: string): User => ({ ...workspaceOf(team), id });

/** Direct messages have channels of their own, whose ids begin with D. */
export const isDirect = (channel: string): boolean => channel.startsWith('D');
