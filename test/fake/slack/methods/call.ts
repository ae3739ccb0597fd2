import type { JsonObject } from '../../json.js';
import { textOf } from '../../json.js';
import type { Tier } from '../limits.js';
import { Refusal } from '../refusal.js';
import type { Channel, Message, Token, User, Workspace } from '../state.js';
import type { World } from '../world.js';

/** A call with a bot's token, after the token and its scopes were found good. */
export interface Call {
  readonly world: World;
  readonly workspace: Workspace;
  readonly token: Token;
  readonly args: JsonObject;
}

export interface BotMethod {
  readonly tier: Tier;
  /** Any of these is enough to call; what a channel's kind needs beyond is the method's own affair. */
  readonly scopes: readonly string[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Throws a Refusal. */
  readonly run: (call: Call) => JsonObject;
}

export const argument = (call: Call, name: string): string => textOf(call.args[name]);

/** The channel as far as the bot can see it: private ones and direct messages only from inside. */
export function visibleChannel(call: Call, id: string): Channel {
  const channel = call.workspace.channels.get(id);
  if (channel === undefined) throw new Refusal('channel_not_found');
  if (channel.kind !== 'public' && !channel.members.has(call.workspace.botUserId))
    throw new Refusal('channel_not_found');
  return channel;
}

export const isMember = (call: Call, channel: Channel): boolean => channel.members.has(call.workspace.botUserId);

export function messageIn(channel: Channel, ts: string): Message {
  const message = channel.messages.get(ts);
  if (message === undefined) throw new Refusal('message_not_found');
  return message;
}

/** Reading a channel, or its history, has a scope for each kind of channel. */
export function needChannelScope(call: Call, channel: Channel, what: 'read' | 'history'): void {
  const prefix = { public: 'channels', private: 'groups', im: 'im' }[channel.kind];
  const needed = `${prefix}:${what}`;
  if (!call.token.scopes.has(needed))
    throw new Refusal('missing_scope', { needed, provided: [...call.token.scopes].join(',') });
}

export function knownUser(call: Call, id: string): User {
  const user = call.workspace.users.get(id);
  if (user === undefined) throw new Refusal('user_not_found');
  return user;
}
