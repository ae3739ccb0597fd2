import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import { bitsOf } from './channels.js';
import { permissionsIn } from './permissions.js';

const { ViewChannel, SendMessages } = PermissionFlagsBits;

const role = z.object({ id: z.string(), permissions: z.string().default('0') });
const overwrite = z.object({ id: z.string(), allow: z.string().default('0'), deny: z.string().default('0') });
const channel = z.object({
  id: z.string(),
  type: z.number().default(ChannelType.GuildText),
  position: z.number().default(0),
  permission_overwrites: z.array(overwrite).nullish(),
});
const guild = z.object({
  id: z.string(),
  system_channel_id: z.string().nullish(),
  channels: z.array(channel).default([]),
  roles: z.array(role).default([]),
  members: z
    .array(z.object({ user: z.object({ id: z.string() }).optional(), roles: z.array(z.string()).default([]) }))
    .default([]),
});

type Channel = z.output<typeof channel>;

/**
 * The text channels of a new guild in which the bot may write: the one for the guild's own notices first, the others as they stand in the list.
 * Where the payload does not tell what the bot may do, all of them.
 */
export function writableChannels(payload: unknown, botUserId: string): readonly string[] {
  const parsed = guild.safeParse(payload);
  if (!parsed.success) return [];
  const { system_channel_id: system, channels } = parsed.data;
  const mayWrite = writing(parsed.data, botUserId);
  const texts = channels.filter(({ type }) => type === ChannelType.GuildText).filter(mayWrite);
  return texts
    .toSorted((one, other) => Number(other.id === system) - Number(one.id === system) || one.position - other.position)
    .map(({ id }) => id);
}

function writing(of: z.output<typeof guild>, botUserId: string): (channel: Channel) => boolean {
  const member = of.members.find(({ user }) => user?.id === botUserId);
  if (of.roles.length === 0 || member === undefined) return () => true;
  const roles = new Map(of.roles.map(({ id, permissions }) => [id, bitsOf(permissions)]));
  const bearer = { id: botUserId, roles: member.roles, isInTimeout: false };
  return ({ permission_overwrites: overwrites }) => {
    const bits = (overwrites ?? []).map(({ id, allow, deny }) => ({ id, allow: bitsOf(allow), deny: bitsOf(deny) }));
    const may = permissionsIn({ guild: of.id, roles }, bearer, bits);
    return (may & ViewChannel) !== 0n && (may & SendMessages) !== 0n;
  };
}
