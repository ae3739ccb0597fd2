import { permissions } from './permissions.js';
import { refusals } from './refusal.js';
import type { Call } from './router.js';
import { type Channel, channelTypes, type Guild, isThread, type Message } from './state.js';
import type { World } from './world.js';

type Permission = keyof typeof permissions;

export const may = (world: World, channel: Channel, permission: Permission): boolean =>
  (world.permissions(channel) & permissions[permission]) !== 0n;

/** Throws a Refusal: 50013. */
export function need(world: World, channel: Channel, ...wanted: readonly Permission[]): void {
  for (const permission of wanted) if (!may(world, channel, permission)) throw refusals.missingPermissions();
}

/** The channel that a path names, as far as the bot sees it. Throws a Refusal: 10003, 50001. */
export function channelOf(world: World, { params }: Call): Channel {
  const channel = world.channels.get(params.channel ?? '');
  if (channel === undefined) throw refusals.unknownChannel();
  if (!may(world, channel, 'viewChannel')) throw refusals.missingAccess();
  return channel;
}

/** Throws a Refusal: 10003, 50001, 10008. */
export function messageOf(world: World, call: Call): { readonly channel: Channel; readonly message: Message } {
  const channel = channelOf(world, call);
  const message = channel.messages.get(call.params.message ?? '');
  if (message === undefined) throw refusals.unknownMessage();
  return { channel, message };
}

/** Throws a Refusal: 10004. */
export function guildOf(world: World, { params }: Call): Guild {
  const guild = world.guilds.get(params.guild ?? '');
  if (guild?.members.has(world.application.botUser.id) !== true) throw refusals.unknownGuild();
  return guild;
}

/** Throws a Refusal when the bot cannot write there: 50008, 50007, 50013, 160005. */
export function needWritable(world: World, channel: Channel): void {
  if (channel.type === channelTypes.forum) throw refusals.notText();
  if (channel.type === channelTypes.direct && channel.recipients.some(({ id }) => world.closedDirects.has(id)))
    throw refusals.closedDirect();
  need(world, channel, isThread(channel) ? 'sendMessagesInThreads' : 'sendMessages');
  if (channel.isLocked && !may(world, channel, 'manageThreads')) throw refusals.lockedThread();
  channel.isArchived = false;
}
