import type { JsonObject } from '../../json.js';
import { textOf } from '../../json.js';
import { emitChanged, emitDeleted, emitPosted } from '../channel-events.js';
import { checkedMetadata, messageContent, messageJson } from '../message-content.js';
import { Refusal } from '../refusal.js';
import type { Channel, Message } from '../state.js';
import { argument, type BotMethod, type Call, isMember, messageIn, visibleChannel } from './call.js';

const content = ['attachments', 'blocks', 'link_names', 'markdown_text', 'metadata', 'parse', 'text', 'as_user'];
const looks = ['icon_emoji', 'icon_url', 'username', 'thread_ts'];

/** What Slack would let pass and what makes outside text dangerous or people unable to read along. */
function complain(call: Call, method: string): void {
  const { args, world } = call;
  if (textOf(args.text) === '') world.complain(`${method} without text: nothing for notifications and screen readers`);
  if (args.link_names === true) world.complain(`${method} with link_names turns outside text into mentions`);
  if (args.parse === 'full') world.complain(`${method} with parse=full turns outside text into mentions`);
  if (method !== 'chat.postMessage') return;
  for (const flag of ['unfurl_links', 'unfurl_media'])
    if (args[flag] !== false) world.complain(`${method} without ${flag}=false`);
}

/** A person's id stands for the direct message with them. */
function destination(call: Call): Channel {
  const id = argument(call, 'channel');
  if (!/^[UW]/.test(id)) return visibleChannel(call, id);
  if (!call.workspace.users.has(id)) throw new Refusal('channel_not_found');
  return call.world.openIm(call.workspace, id).channel;
}

function checkPosting(call: Call, channel: Channel): void {
  if (!isMember(call, channel)) throw new Refusal('not_in_channel');
  if (channel.isArchived) throw new Refusal('is_archived');
  if (channel.isPostingRestricted) throw new Refusal('restricted_action');
}

function checkThread(channel: Channel, ts: string): void {
  if (ts !== '' && !channel.messages.has(ts)) throw new Refusal('cannot_reply_to_message');
}

const bot = (call: Call) => ({ user: call.workspace.botUserId, botId: call.workspace.botId });

function postMessage(call: Call): JsonObject {
  const { world, workspace } = call;
  complain(call, 'chat.postMessage');
  const channel = destination(call);
  checkPosting(call, channel);
  const thread = argument(call, 'thread_ts');
  checkThread(channel, thread);
  const said = messageContent(call.args);
  const metadata = checkedMetadata(call.args.metadata);
  const message = world.addMessage(workspace, channel, bot(call), {
    ...said,
    metadata,
    ...(thread !== '' && { threadTs: thread }),
  });
  void emitPosted(world, workspace, channel, message);
  const shown = messageJson(workspace, world.app.id, message, { withMetadata: true });
  return { channel: channel.id, ts: message.ts, message: shown };
}

function postEphemeral(call: Call): JsonObject {
  const { world, workspace } = call;
  complain(call, 'chat.postEphemeral');
  const channel = visibleChannel(call, argument(call, 'channel'));
  checkPosting(call, channel);
  const user = argument(call, 'user');
  if (!channel.members.has(user)) throw new Refusal('user_not_in_channel');
  const said = messageContent(call.args);
  const message = world.addMessage(workspace, channel, bot(call), { ...said, ephemeralFor: user });
  return { message_ts: message.ts };
}

/** Only the bot's own messages, and not the ones that nobody keeps. */
function ownMessage(call: Call, channel: Channel, error: string): Message {
  const message = messageIn(channel, argument(call, 'ts'));
  if (message.botId !== call.workspace.botId) throw new Refusal(error);
  return message;
}

function update(call: Call): JsonObject {
  const { world, workspace, args } = call;
  complain(call, 'chat.update');
  const channel = visibleChannel(call, argument(call, 'channel'));
  const message = ownMessage(call, channel, 'cant_update_message');
  if (channel.isArchived) throw new Refusal('cant_update_message');
  const said = messageContent(args);
  const metadata = args.metadata === undefined ? message.metadata : checkedMetadata(args.metadata);
  const before = messageJson(workspace, world.app.id, message);
  message.text = said.text;
  if (args.blocks !== undefined) message.blocks = said.blocks;
  if (args.attachments !== undefined) message.attachments = said.attachments;
  message.metadata = metadata;
  message.editedAt = world.stamps.next();
  void emitChanged(world, workspace, channel, before, message);
  const shown = messageJson(workspace, world.app.id, message, { withMetadata: true });
  return { channel: channel.id, ts: message.ts, text: message.text, message: shown };
}

function deleteMessage(call: Call): JsonObject {
  const channel = visibleChannel(call, argument(call, 'channel'));
  const message = ownMessage(call, channel, 'cant_delete_message');
  channel.messages.delete(message.ts);
  void emitDeleted(call.world, call.workspace, channel, message);
  return { channel: channel.id, ts: message.ts };
}

function permalink(call: Call): JsonObject {
  const channel = visibleChannel(call, argument(call, 'channel'));
  const message = messageIn(channel, argument(call, 'message_ts'));
  const place = `archives/${channel.id}/p${message.ts.replace('.', '')}`;
  return { channel: channel.id, permalink: `https://${call.workspace.domain}.slack.com/${place}` };
}

export const chatMethods: Readonly<Record<string, BotMethod>> = {
  'chat.postMessage': {
    tier: 'special',
    scopes: ['chat:write'],
    required: ['channel'],
    optional: [...content, ...looks, 'mrkdwn', 'reply_broadcast', 'unfurl_links', 'unfurl_media'],
    run: postMessage,
  },
  'chat.postEphemeral': {
    tier: 'tier 4',
    scopes: ['chat:write'],
    required: ['channel', 'user'],
    optional: [...content, ...looks],
    run: postEphemeral,
  },
  'chat.update': {
    tier: 'tier 3',
    scopes: ['chat:write'],
    required: ['channel', 'ts'],
    optional: [...content, 'unfurled_attachments', 'reply_broadcast', 'file_ids'],
    run: update,
  },
  'chat.delete': {
    tier: 'tier 3',
    scopes: ['chat:write'],
    required: ['channel', 'ts'],
    optional: ['as_user'],
    run: deleteMessage,
  },
  'chat.getPermalink': {
    tier: 'special',
    scopes: [],
    required: ['channel', 'message_ts'],
    optional: [],
    run: permalink,
  },
};
