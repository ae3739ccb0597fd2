import type { JsonObject } from '../../json.js';
import { emitJoined } from '../channel-events.js';
import { Refusal } from '../refusal.js';
import type { Channel } from '../state.js';
import { argument, type BotMethod, type Call, isMember, knownUser, needChannelScope, visibleChannel } from './call.js';

function channelJson(call: Call, channel: Channel): JsonObject {
  const isIm = channel.kind === 'im';
  const common = {
    id: channel.id,
    created: Math.floor(channel.createdAt / 1_000),
    is_archived: channel.isArchived,
    is_im: isIm,
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_shared: channel.isExtShared,
    is_ext_shared: channel.isExtShared,
    is_org_shared: false,
    context_team_id: call.workspace.id,
    ...(call.args.include_num_members === true && { num_members: channel.members.size }),
  };
  if (isIm) return { ...common, user: channel.person, is_open: true };
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_general: false,
    is_read_only: channel.isPostingRestricted,
    creator: channel.creator,
    is_member: isMember(call, channel),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

function info(call: Call): JsonObject {
  const channel = visibleChannel(call, argument(call, 'channel'));
  needChannelScope(call, channel, 'read');
  return { channel: channelJson(call, channel) };
}

function join(call: Call): JsonObject {
  const channel = visibleChannel(call, argument(call, 'channel'));
  if (channel.kind !== 'public') throw new Refusal('method_not_supported_for_channel_type');
  if (channel.isArchived) throw new Refusal('is_archived');
  if (isMember(call, channel)) {
    const warning = 'already_in_channel';
    return { channel: channelJson(call, channel), warning, response_metadata: { warnings: [warning] } };
  }
  channel.members.add(call.workspace.botUserId);
  void emitJoined(call.world, call.workspace, channel, call.workspace.botUserId);
  return { channel: channelJson(call, channel) };
}

function open(call: Call): JsonObject {
  const users = argument(call, 'users').split(',').filter(Boolean);
  const [id] = users;
  if (id === undefined) throw new Refusal('users_list_not_supplied');
  if (users.length > 1) throw new Refusal('not_implemented');
  const user = knownUser(call, id);
  if (user.deleted) throw new Refusal('user_disabled');
  if (user.isBot) throw new Refusal('invalid_user_combination');
  const { channel, isNew } = call.world.openIm(call.workspace, id);
  const shown = call.args.return_im === true ? channelJson(call, channel) : { id: channel.id };
  return { channel: shown, ...(!isNew && { no_op: true, already_open: true }) };
}

export const conversationMethods: Readonly<Record<string, BotMethod>> = {
  'conversations.info': {
    tier: 'tier 3',
    scopes: ['channels:read', 'groups:read', 'im:read'],
    required: ['channel'],
    optional: ['include_locale', 'include_num_members'],
    run: info,
  },
  'conversations.join': {
    tier: 'tier 3',
    scopes: ['channels:join'],
    required: ['channel'],
    optional: [],
    run: join,
  },
  'conversations.open': {
    tier: 'tier 3',
    scopes: ['im:write'],
    required: [],
    optional: ['channel', 'return_im', 'users', 'prevent_creation'],
    run: open,
  },
};
