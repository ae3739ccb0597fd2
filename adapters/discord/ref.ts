import type { AdapterId, MessageRef, Target, User, Workspace } from '../../src/platform/adapter.js';

export const discordId = 'discord' as AdapterId;

/** What stands for the guild of a direct message, which is in none. */
export const directGuild = 'direct';

/** Where a message stands. A thread is a channel with an id of its own. */
export interface Place {
  readonly channel: string;
  readonly message: string;
}

const snowflake = /^\d{1,20}$/;

export const isSnowflake = (value: string): boolean => snowflake.test(value);

/** `1310000000000000001/1310000000000000002`. */
export const refOf = ({ channel, message }: Place): MessageRef => ({
  adapter: discordId,
  key: `${channel}/${message}`,
});

/** Undefined when the ref names no message of Discord. */
export function placeOf({ adapter, key }: MessageRef): Place | undefined {
  const [channel = '', message = '', ...more] = key.split('/');
  if (adapter !== discordId || more.length > 0 || !isSnowflake(channel) || !isSnowflake(message)) return undefined;
  return { channel, message };
}

/** Where the message opens; direct messages are reached under a name of their own. */
export function addressOf(ref: MessageRef, { workspace }: Workspace): string | undefined {
  const place = placeOf(ref);
  if (place === undefined || (workspace !== directGuild && !isSnowflake(workspace))) return undefined;
  const guild = workspace === directGuild ? '@me' : workspace;
  return `https://discord.com/channels/${guild}/${place.channel}/${place.message}`;
}

export const workspaceOf = (guild: string | undefined): Workspace => ({
  adapter: discordId,
  workspace: guild ?? directGuild,
});

export const targetOf = (guild: string | undefined, channel: string): Target => ({ ...workspaceOf(guild), channel });

export const userOf = (guild: string | undefined, id: string): User => ({ ...workspaceOf(guild), id });
