import type { JsonObject } from '../json.js';
import type { Channel, Message, User } from './state.js';
import type { World } from './world.js';

export const interactionTypes = { command: 2, component: 3, autocomplete: 4 } as const;

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-context-types */
const contexts = { guild: 0, botDirect: 1 } as const;

export interface InteractionParts {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly user: User;
  readonly channel: Channel;
  readonly data: JsonObject;
  readonly source: Message | undefined;
}

/** `d` of an INTERACTION_CREATE. */
export function interactionPayload(world: World, parts: InteractionParts): JsonObject {
  const { id, token, type, user, channel, data, source } = parts;
  return {
    id,
    application_id: world.application.id,
    type,
    token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: channelPart(world, channel, user),
    ...(channel.guild === undefined ? directPart(world, user) : guildPart(world, channel, user)),
    ...(source !== undefined && { message: world.messagePayload(source) }),
    app_permissions: world.permissions(channel).toString(),
    locale: 'en-US',
    entitlements: [],
    entitlement_sku_ids: [],
    attachment_size_limit: 10_485_760,
  };
}

function channelPart(world: World, channel: Channel, user: User): JsonObject {
  const { permission_overwrites: _, ...shown } = world.channelPayload(channel);
  return channel.guild === undefined
    ? shown
    : { ...shown, permissions: world.permissions(channel, user.id).toString() };
}

const directPart = (world: World, user: User): JsonObject => ({
  user: world.userPayload(user),
  context: contexts.botDirect,
  authorizing_integration_owners: { '0': '0' },
});

function guildPart(world: World, channel: Channel, user: User): JsonObject {
  const guild = world.guildOf(channel);
  const member = guild?.members.get(user.id);
  if (guild === undefined || member === undefined) throw new Error(`${user.username} is not in the guild.`);
  return {
    guild_id: guild.id,
    guild: { id: guild.id, locale: 'en-US', features: [] },
    guild_locale: 'en-US',
    member: world.interactionMemberPayload(guild, member, channel),
    context: contexts.guild,
    authorizing_integration_owners: { '0': guild.id },
  };
}
