import type { JsonObject } from '../json.js';
import { type Channel, emojiKey, type Message, type Reaction } from './state.js';
import type { World } from './world.js';

const placeOf = (message: Message): JsonObject => ({ channel_id: message.channel, message_id: message.id });

const emojiOf = ({ id, name }: Reaction['emoji']): JsonObject => ({
  id,
  name,
  ...(id !== null && { animated: false }),
});

function takeOut(channel: Channel, message: Message): void {
  channel.messages.delete(message.id);
  message.isDeleted = true;
}

/** Takes a message out of its channel and tells it. */
export function removeMessage(world: World, channel: Channel, message: Message): Promise<void> {
  takeOut(channel, message);
  return world.dispatchIn(channel, 'MESSAGE_DELETE', { id: message.id, channel_id: channel.id });
}

export function removeMessages(world: World, channel: Channel, messages: readonly Message[]): Promise<void> {
  for (const message of messages) takeOut(channel, message);
  const ids = messages.map(({ id }) => id);
  return world.dispatchIn(channel, 'MESSAGE_DELETE_BULK', { ids, channel_id: channel.id });
}

export function clearReactions(world: World, channel: Channel, message: Message): Promise<void> {
  message.reactions.clear();
  return world.dispatchIn(channel, 'MESSAGE_REACTION_REMOVE_ALL', placeOf(message));
}

/** Takes all reactions with one emoji, by its key. */
export async function clearEmoji(world: World, channel: Channel, message: Message, key: string): Promise<void> {
  const reaction = message.reactions.get(key);
  if (reaction === undefined) return;
  message.reactions.delete(key);
  const emoji = emojiOf(reaction.emoji);
  await world.dispatchIn(channel, 'MESSAGE_REACTION_REMOVE_EMOJI', { ...placeOf(message), emoji });
}

/** Who reacts with what; `isBurst`: a super reaction. */
export interface Reacting {
  readonly userId: string;
  readonly emoji: Reaction['emoji'];
  readonly isBurst: boolean;
}

/** Adds a reaction and tells it; nothing happens when it stands already. */
export async function addReaction(world: World, channel: Channel, message: Message, reacting: Reacting): Promise<void> {
  const { emoji, userId, isBurst } = reacting;
  const reaction = message.reactions.get(emojiKey(emoji)) ?? { emoji, normal: new Set(), burst: new Set() };
  const who = isBurst ? reaction.burst : reaction.normal;
  if (who.has(userId)) return;
  message.reactions.set(emojiKey(emoji), reaction);
  who.add(userId);
  const member = world.guildOf(channel)?.members.get(userId);
  await world.dispatchIn(channel, 'MESSAGE_REACTION_ADD', {
    ...reactionPart(message, reacting),
    message_author_id: message.author.id,
    burst_colors: isBurst ? ['#ffcc33'] : [],
    ...(member !== undefined && { member: world.memberPayload(member) }),
  });
}

/** Takes a reaction back and tells it; nothing happens when there is none. */
export async function removeReaction(
  world: World,
  channel: Channel,
  message: Message,
  reacting: Reacting,
): Promise<void> {
  const key = emojiKey(reacting.emoji);
  const reaction = message.reactions.get(key);
  const who = reacting.isBurst ? reaction?.burst : reaction?.normal;
  if (reaction === undefined || who?.delete(reacting.userId) !== true) return;
  if (reaction.normal.size + reaction.burst.size === 0) message.reactions.delete(key);
  await world.dispatchIn(channel, 'MESSAGE_REACTION_REMOVE', reactionPart(message, reacting));
}

const reactionPart = (message: Message, { userId, emoji, isBurst }: Reacting): JsonObject => ({
  ...placeOf(message),
  user_id: userId,
  emoji: emojiOf(emoji),
  burst: isBurst,
  type: isBurst ? 1 : 0,
});
