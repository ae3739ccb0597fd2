import type { JsonObject } from '../json.js';
import { channelPayload, memberPayload } from './payloads.js';
import type { Channel, Message } from './state.js';
import type { World } from './world.js';

/** The author as a member, without the user that stands beside it. */
function authorMember(world: World, channel: Channel, message: Message): JsonObject {
  const member = world.guildOf(channel)?.members.get(message.author.id);
  if (member === undefined) return {};
  const { user: _user, ...rest } = memberPayload(member);
  return { member: rest };
}

const whole = (world: World, channel: Channel, message: Message): JsonObject => ({
  ...world.messagePayload(message),
  channel_type: channel.type,
  ...authorMember(world, channel, message),
});

export const emitCreated = (world: World, channel: Channel, message: Message): Promise<void> =>
  world.dispatchIn(channel, 'MESSAGE_CREATE', whole(world, channel, message));

export const emitUpdated = (world: World, channel: Channel, message: Message): Promise<void> =>
  world.dispatchIn(channel, 'MESSAGE_UPDATE', whole(world, channel, message));

export const emitThreadCreated = (world: World, thread: Channel): Promise<void> =>
  world.dispatchIn(thread, 'THREAD_CREATE', { ...channelPayload(thread), newly_created: true });
