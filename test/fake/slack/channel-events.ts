import type { JsonObject } from '../json.js';
import type { AppAnswer } from './app-door.js';
import { messageJson } from './message-content.js';
import type { Channel, Message, Workspace } from './state.js';
import type { World } from './world.js';

/** `channel`, `group` or `im`, as messages' events name the kind. */
const channelType = (channel: Channel): string => ({ public: 'channel', private: 'group', im: 'im' })[channel.kind];

const inChannel = (channel: Channel, message: JsonObject): JsonObject => ({
  ...message,
  channel: channel.id,
  channel_type: channelType(channel),
});

/** Tells that somebody, our bot included, wrote a message. */
export const emitPosted = (
  world: World,
  workspace: Workspace,
  channel: Channel,
  message: Message,
): Promise<AppAnswer | undefined> =>
  world.emit(
    workspace,
    inChannel(channel, { ...messageJson(workspace, world.app.id, message), event_ts: message.ts }),
    channel,
  );

export function emitChanged(
  world: World,
  workspace: Workspace,
  channel: Channel,
  before: JsonObject,
  message: Message,
): Promise<AppAnswer | undefined> {
  const stamp = world.stamps.next();
  const event = {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: messageJson(workspace, world.app.id, message),
    previous_message: before,
    ts: stamp,
    event_ts: stamp,
  };
  return world.emit(workspace, inChannel(channel, event), channel);
}

export function emitDeleted(
  world: World,
  workspace: Workspace,
  channel: Channel,
  message: Message,
): Promise<AppAnswer | undefined> {
  const stamp = world.stamps.next();
  const event = {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    deleted_ts: message.ts,
    previous_message: messageJson(workspace, world.app.id, message),
    ts: stamp,
    event_ts: stamp,
  };
  return world.emit(workspace, inChannel(channel, event), channel);
}

export function emitReaction(
  world: World,
  workspace: Workspace,
  channel: Channel,
  reaction: {
    readonly type: 'reaction_added' | 'reaction_removed';
    readonly user: string;
    readonly name: string;
    readonly message: Message;
  },
): Promise<AppAnswer | undefined> {
  const event = {
    type: reaction.type,
    user: reaction.user,
    reaction: reaction.name,
    item: { type: 'message', channel: channel.id, ts: reaction.message.ts },
    item_user: reaction.message.user,
    event_ts: world.stamps.next(),
  };
  return world.emit(workspace, event, channel);
}

export function emitJoined(
  world: World,
  workspace: Workspace,
  channel: Channel,
  user: string,
  inviter?: string,
): Promise<AppAnswer | undefined> {
  const event = {
    type: 'member_joined_channel',
    user,
    channel: channel.id,
    channel_type: channel.kind === 'public' ? 'C' : 'G',
    team: workspace.id,
    ...(inviter !== undefined && { inviter }),
    event_ts: world.stamps.next(),
  };
  return world.emit(workspace, event, channel);
}
