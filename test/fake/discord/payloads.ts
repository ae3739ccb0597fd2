import type { JsonObject } from '../json.js';
import { permissionsIn } from './permissions.js';
import {
  type Channel,
  channelTypes,
  type Emoji,
  type Guild,
  isThread,
  type Member,
  type Message,
  type Overwrite,
  type Role,
  type User,
} from './state.js';

const time = (ms: number): string => new Date(ms).toISOString().replace('Z', '000+00:00');

export const userPayload = (user: User): JsonObject => ({
  id: user.id,
  username: user.username,
  global_name: user.globalName,
  discriminator: user.isBot ? '4321' : '0',
  avatar: null,
  public_flags: 0,
  flags: 0,
  primary_guild: null,
  ...(user.isBot && { bot: true }),
});

export const emojiPayload = (emoji: Emoji): JsonObject =>
  emoji.id === null
    ? { id: null, name: emoji.name }
    : {
        ...{ id: emoji.id, name: emoji.name, animated: false, available: true, managed: false },
        ...{ require_colons: true, roles: [] },
      };

export const rolePayload = (role: Role): JsonObject => ({
  id: role.id,
  name: role.name,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  icon: null,
  unicode_emoji: null,
  position: role.position,
  permissions: role.permissions.toString(),
  managed: role.isManaged,
  mentionable: false,
  flags: 0,
});

/** Without `permissions`: only interactions carry those. */
export const memberPayload = (member: Member): JsonObject => ({
  user: userPayload(member.user),
  nick: null,
  avatar: null,
  banner: null,
  roles: [...member.roles],
  joined_at: time(member.joinedAt),
  premium_since: null,
  communication_disabled_until: null,
  pending: false,
  deaf: false,
  mute: false,
  flags: 0,
});

/** As an interaction carries it. */
export const interactionMemberPayload = (guild: Guild, member: Member, channel?: Channel): JsonObject => ({
  ...memberPayload(member),
  permissions: permissionsIn(guild, member, channel).toString(),
});

const overwritePayload = ({ id, type, allow, deny }: Overwrite): JsonObject => ({
  ...{ id, type, allow: allow.toString(), deny: deny.toString() },
});

const lastMessage = (channel: Channel): string | null => [...channel.messages.keys()].at(-1) ?? null;

const threadPayload = (channel: Channel): JsonObject => ({
  id: channel.id,
  type: channel.type,
  guild_id: channel.guild,
  parent_id: channel.parent,
  owner_id: channel.owner,
  name: channel.name,
  last_message_id: lastMessage(channel),
  message_count: channel.messages.size,
  member_count: 1,
  total_message_sent: channel.messages.size,
  rate_limit_per_user: 0,
  flags: 0,
  thread_metadata: {
    archived: channel.isArchived,
    auto_archive_duration: channel.archiveMinutes,
    archive_timestamp: time(channel.createdAt),
    create_timestamp: time(channel.createdAt),
    locked: channel.isLocked,
  },
});

const directPayload = (channel: Channel): JsonObject => ({
  id: channel.id,
  type: channel.type,
  flags: 0,
  last_message_id: lastMessage(channel),
  recipients: channel.recipients.map(userPayload),
});

export function channelPayload(channel: Channel): JsonObject {
  if (isThread(channel)) return threadPayload(channel);
  if (channel.type === channelTypes.direct) return directPayload(channel);
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guild,
    name: channel.name,
    position: channel.position,
    parent_id: null,
    topic: null,
    nsfw: false,
    last_message_id: lastMessage(channel),
    rate_limit_per_user: 0,
    flags: 0,
    permission_overwrites: [...channel.overwrites.values()].map(overwritePayload),
    ...(channel.type === channelTypes.forum && {
      ...{ available_tags: [], default_reaction_emoji: null, default_sort_order: null, default_forum_layout: 0 },
    }),
  };
}

/** Reactions as one of the users sees them: `me`. */
const reactionPayloads = (message: Message, me: string): readonly JsonObject[] =>
  [...message.reactions.values()].map(({ emoji, normal, burst }) => ({
    emoji: { id: emoji.id, name: emoji.name },
    count: normal.size + burst.size,
    count_details: { normal: normal.size, burst: burst.size },
    me: normal.has(me),
    me_burst: burst.has(me),
    burst_me: burst.has(me),
    burst_count: burst.size,
    burst_colors: [],
  }));

/** `me` is who sees it, `guild` the guild it stands in; `thread` the thread that hangs on it. */
export function messagePayload(message: Message, me: string, thread?: Channel): JsonObject {
  return {
    id: message.id,
    type: message.type,
    channel_id: message.channel,
    author: userPayload(message.author),
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    attachments: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    timestamp: time(message.createdAt),
    edited_timestamp: message.editedAt === undefined ? null : time(message.editedAt),
    flags: message.flags,
    ...(message.nonce !== undefined && { nonce: message.nonce }),
    ...(message.reactions.size > 0 && { reactions: reactionPayloads(message, me) }),
    ...(message.webhook !== undefined && { webhook_id: message.webhook, application_id: message.webhook }),
    ...(message.interaction !== undefined && { interaction_metadata: message.interaction }),
    ...(message.replyTo !== undefined && {
      message_reference: { type: 0, channel_id: message.channel, message_id: message.replyTo },
    }),
    ...(thread !== undefined && { thread: channelPayload(thread) }),
  };
}

/** The guild as REST shows it; GUILD_CREATE carries it and more. */
export const restGuildPayload = (guild: Guild): JsonObject => ({
  id: guild.id,
  name: guild.name,
  owner_id: guild.owner.id,
  icon: null,
  icon_hash: null,
  splash: null,
  discovery_splash: null,
  home_header: null,
  banner: null,
  description: null,
  vanity_url_code: null,
  region: 'deprecated',
  afk_channel_id: null,
  afk_timeout: 300,
  application_id: null,
  system_channel_id: guild.systemChannel ?? null,
  system_channel_flags: 0,
  rules_channel_id: null,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  widget_enabled: false,
  widget_channel_id: null,
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  mfa_level: 0,
  incidents_data: null,
  nsfw: false,
  nsfw_level: 0,
  premium_tier: 0,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  preferred_locale: 'en-US',
  max_members: 500_000,
  max_presences: null,
  max_video_channel_users: 25,
  max_stage_video_channel_users: 50,
  features: [],
  stickers: [],
  emojis: [...guild.emojis.values()].map(emojiPayload),
  roles: [...guild.roles.values()].map(rolePayload),
});

/** A full GUILD_CREATE; only the bot is among its members, as without the privileged intents. */
export const guildPayload = (guild: Guild, botId: string): JsonObject => ({
  ...restGuildPayload(guild),
  joined_at: time(guild.joinedAt),
  large: false,
  unavailable: false,
  member_count: guild.members.size,
  lazy: true,
  channels: [...guild.channels.values()].filter((one) => !isThread(one)).map(inGuild),
  threads: [...guild.channels.values()].filter((one) => isThread(one) && !one.isArchived).map(inGuild),
  members: [...guild.members.values()].filter(({ user }) => user.id === botId).map(memberPayload),
  presences: [],
  voice_states: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
  activity_instances: [],
  embedded_activities: [],
});

/** Inside a GUILD_CREATE a channel does not name the guild; a thread does. */
function inGuild(channel: Channel): JsonObject {
  const { guild_id, ...rest } = channelPayload(channel);
  return isThread(channel) ? { ...rest, guild_id } : rest;
}
