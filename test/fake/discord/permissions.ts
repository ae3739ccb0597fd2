import { type Channel, channelTypes, type Guild, isThread, type Member } from './state.js';

/** https://docs.discord.com/developers/topics/permissions */
export const permissions = {
  administrator: 1n << 3n,
  manageChannels: 1n << 4n,
  manageGuild: 1n << 5n,
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  useExternalEmojis: 1n << 18n,
  useApplicationCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const;

const allPermissions = (1n << 53n) - 1n;

/** What a new server gives to everybody, as far as it matters here. */
export const everyonePermissions =
  permissions.addReactions |
  permissions.viewChannel |
  permissions.sendMessages |
  permissions.embedLinks |
  permissions.attachFiles |
  permissions.readMessageHistory |
  permissions.useExternalEmojis |
  permissions.useApplicationCommands |
  permissions.createPublicThreads |
  permissions.sendMessagesInThreads;

/** What somebody may do in a guild, and in one of its channels when given; a thread goes by the channel it is in. */
export function permissionsIn(guild: Guild, member: Member, channel?: Channel): bigint {
  const base = member.permissions;
  if (member.user.id === guild.owner.id || (base & permissions.administrator) !== 0n) return allPermissions;
  if (channel === undefined) return base;
  const place = isThread(channel) ? (guild.channels.get(channel.parent ?? '') ?? channel) : channel;
  return withOverwrites(guild, member, place, base);
}

function withOverwrites(guild: Guild, member: Member, channel: Channel, base: bigint): bigint {
  const everyone = channel.overwrites.get(guild.id);
  let allowed = (base & ~(everyone?.deny ?? 0n)) | (everyone?.allow ?? 0n);
  const ofRoles = [...member.roles].map((id) => channel.overwrites.get(id));
  allowed &= ~ofRoles.reduce((sum, overwrite) => sum | (overwrite?.deny ?? 0n), 0n);
  allowed |= ofRoles.reduce((sum, overwrite) => sum | (overwrite?.allow ?? 0n), 0n);
  const own = channel.overwrites.get(member.user.id);
  return (allowed & ~(own?.deny ?? 0n)) | (own?.allow ?? 0n);
}

/** What everybody in a direct message may do. */
export const directPermissions =
  permissions.viewChannel |
  permissions.sendMessages |
  permissions.embedLinks |
  permissions.readMessageHistory |
  permissions.addReactions;

export const isWritable = (channel: Channel): boolean => channel.type !== channelTypes.forum;
