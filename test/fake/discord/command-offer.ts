import { type JsonObject, textOf } from '../json.js';
import { permissions } from './permissions.js';
import type { Channel, User } from './state.js';
import type { World } from './world.js';

const contexts = { guild: 0, botDirect: 1 } as const;

/** Throws where Discord would not offer the command to that person. */
export function checkOffered(world: World, command: JsonObject, user: User, channel: Channel): void {
  const name = textOf(command.name);
  const context = channel.guild === undefined ? contexts.botDirect : contexts.guild;
  if (Array.isArray(command.contexts) && !command.contexts.includes(context))
    throw new Error(`/${name} is not offered here.`);
  const has = world.permissions(channel, user.id);
  const needed = channel.guild === undefined ? null : command.default_member_permissions;
  const isPermitted = typeof needed !== 'string' || holds(has, BigInt(needed));
  if (!isPermitted || (channel.guild !== undefined && (has & permissions.useApplicationCommands) === 0n))
    throw new Error(`${user.username} is not offered /${name}.`);
}

/** "0" leaves it to those who may do everything. */
const holds = (has: bigint, needed: bigint): boolean =>
  needed === 0n ? (has & permissions.administrator) !== 0n : (has & needed) === needed;
