import type { JsonObject } from '../../json.js';
import { emitReaction } from '../channel-events.js';
import { slackLimits } from '../limits.js';
import { messageJson } from '../message-content.js';
import { Refusal } from '../refusal.js';
import { isStamp } from '../stamps.js';
import type { Channel, Message } from '../state.js';
import { argument, type BotMethod, type Call, messageIn, visibleChannel } from './call.js';

const emojiName = /^[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?$/;

/** Puts a person's reaction on a message. Throws a Refusal. */
export function addReaction(message: Message, user: string, name: string): void {
  if (!emojiName.test(name)) throw new Refusal('invalid_name');
  const users = message.reactions.get(name) ?? new Set<string>();
  if (users.has(user)) throw new Refusal('already_reacted');
  if (users.size === 0 && message.reactions.size >= slackLimits.distinctReactions) throw new Refusal('too_many_emoji');
  const own = [...message.reactions.values()].filter((others) => others.has(user)).length;
  if (own >= slackLimits.reactionsOfOnePerson) throw new Refusal('too_many_reactions');
  message.reactions.set(name, users.add(user));
}

/** Takes a person's reaction off a message. Throws a Refusal. */
export function removeReaction(message: Message, user: string, name: string): void {
  if (!emojiName.test(name)) throw new Refusal('invalid_name');
  const users = message.reactions.get(name);
  if (users?.delete(user) !== true) throw new Refusal('no_reaction');
  if (users.size === 0) message.reactions.delete(name);
}

function item(call: Call): { readonly channel: Channel; readonly message: Message } {
  const ts = argument(call, 'timestamp');
  if (argument(call, 'channel') === '' || ts === '') throw new Refusal('no_item_specified');
  const channel = visibleChannel(call, argument(call, 'channel'));
  if (!isStamp(ts)) throw new Refusal('bad_timestamp');
  return { channel, message: messageIn(channel, ts) };
}

const change =
  (type: 'reaction_added' | 'reaction_removed') =>
  (call: Call): JsonObject => {
    const { channel, message } = item(call);
    if (channel.isArchived) throw new Refusal('is_archived');
    const user = call.workspace.botUserId;
    const name = argument(call, 'name');
    (type === 'reaction_added' ? addReaction : removeReaction)(message, user, name);
    void emitReaction(call.world, call.workspace, channel, { type, user, name, message });
    return {};
  };

function get(call: Call): JsonObject {
  const { channel, message } = item(call);
  const shown = messageJson(call.workspace, call.world.app.id, message, { isFull: call.args.full === true });
  return { type: 'message', channel: channel.id, message: shown };
}

export const reactionMethods: Readonly<Record<string, BotMethod>> = {
  'reactions.add': {
    tier: 'tier 3',
    scopes: ['reactions:write'],
    required: ['name'],
    optional: ['channel', 'timestamp'],
    run: change('reaction_added'),
  },
  'reactions.remove': {
    tier: 'tier 2',
    scopes: ['reactions:write'],
    required: ['name'],
    optional: ['channel', 'timestamp', 'file', 'file_comment'],
    run: change('reaction_removed'),
  },
  'reactions.get': {
    tier: 'tier 3',
    scopes: ['reactions:read'],
    required: [],
    optional: ['channel', 'timestamp', 'full', 'file', 'file_comment'],
    run: get,
  },
};
