import { PermissionFlagsBits as bits } from 'discord.js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Overwrite } from '../../../adapters/discord/channels.js';
import { lacking, neededPermissions, permissionsIn } from '../../../adapters/discord/permissions.js';
import { targetOf } from '../../../adapters/discord/ref.js';
import { endlessRateLimits } from '../../fake/discord/limits.js';
import { RestWorld } from './rest-world.js';

const everyone = bits.ViewChannel | bits.SendMessages | bits.ReadMessageHistory;
const roles = new Map([
  ['guild', everyone],
  ['bot', bits.AddReactions],
  ['admin', bits.Administrator],
]);
const bot = { id: 'me', roles: ['bot'], isInTimeout: false };
const overwrite = (id: string, allow: bigint, deny: bigint): Overwrite => ({ id, allow, deny });
const may = (overwrites: readonly Overwrite[] = [], bearer = bot) =>
  permissionsIn({ guild: 'guild', roles }, bearer, overwrites);

describe('what the bot may do in a channel', () => {
  it('is what everybody and its roles may', () => {
    expect(may()).toBe(everyone | bits.AddReactions);
  });

  it('is changed by the channel for everybody, then for roles, then for the bot', () => {
    const closed = overwrite('guild', 0n, bits.SendMessages);
    expect(may([closed]) & bits.SendMessages).toBe(0n);
    expect(may([overwrite('bot', bits.SendMessages, 0n), closed]) & bits.SendMessages).not.toBe(0n);
    const forBot = overwrite('me', 0n, bits.SendMessages);
    expect(may([forBot, overwrite('bot', bits.SendMessages, 0n), closed]) & bits.SendMessages).toBe(0n);
  });

  it('goes by a role that allows rather than by one that forbids', () => {
    const both = { ...bot, roles: ['bot', 'other'] };
    const overwrites = [overwrite('other', bits.EmbedLinks, 0n), overwrite('bot', 0n, bits.EmbedLinks)];
    expect(may(overwrites, both) & bits.EmbedLinks).not.toBe(0n);
  });

  it('is nothing where it sees nothing, little in a timeout, everything for an administrator', () => {
    expect(may([overwrite('guild', 0n, bits.ViewChannel)])).toBe(0n);
    expect(may([], { ...bot, isInTimeout: true })).toBe(bits.ViewChannel | bits.ReadMessageHistory);
    const hidden = [overwrite('me', 0n, bits.ViewChannel)];
    expect(lacking(may(hidden, { ...bot, roles: ['admin'] }), { type: 0 }, { threads: true })).toEqual([]);
  });

  it('takes no notice of overwrites for others', () => {
    const others = fc.array(
      fc.record({ id: fc.constantFrom('a', 'b'), allow: fc.bigInt(0n, 2n ** 50n), deny: fc.bigInt(0n, 2n ** 50n) }),
    );
    fc.assert(fc.property(others, (overwrites) => may(overwrites) === may()));
  });

  it('lacks, in words of the settings, what posts there take', () => {
    const names = (type: number, threads = true, has = bits.ViewChannel) => lacking(has, { type }, { threads });
    const common = ['Embed Links', 'Add Reactions', 'Read Message History'];
    expect(names(0)).toEqual(['Send Messages', 'Send Messages in Threads', 'Create Public Threads', ...common]);
    expect(names(0, false)).toEqual(['Send Messages', ...common]);
    expect(names(11)).toEqual(['Send Messages in Threads', ...common]);
    expect(names(15)).toEqual(['Send Messages', 'Send Messages in Threads', ...common]);
    for (const type of [0, 5, 11, 15]) expect(names(type, true, neededPermissions)).toEqual([]);
  });
});

describe('the rights that Discord tells', () => {
  let world: RestWorld;

  beforeEach(async () => {
    world = await RestWorld.open(endlessRateLimits);
  });
  afterEach(async () => {
    await world.close();
    expect(world.discord.complaints).toEqual([]);
  });

  it('are what the bot lacks in a channel, as of now', async () => {
    const { discord, rights } = world;
    const guild = discord.addGuild();
    const channel = guild.addChannel({ name: 'papers' });
    const target = targetOf(guild.id, channel.id);
    expect(await rights.inspect(target)).toEqual({ place: '#papers', missing: [] });
    guild.denyBot(channel, bits.AddReactions | bits.ReadMessageHistory);
    expect(await rights.inspect(target)).toEqual({
      place: '#papers',
      missing: ['Add Reactions', 'Read Message History'],
    });
    expect(await rights.mayReadHistory(channel.id)).toBe(false);
    guild.denyBot(channel, bits.ViewChannel);
    expect(await rights.inspect(target)).toMatchObject({ missing: ['View Channel'] });
  });

  it('cannot be told of a channel that is not there, or while Discord is in trouble', async () => {
    const { discord, rights } = world;
    const guild = discord.addGuild();
    expect(await rights.inspect(targetOf(guild.id, '1310000000000000001'))).toBeUndefined();
    const channel = guild.addChannel();
    discord.trouble.next('GET /guilds/{guild}/roles', { kind: 'status', status: 503 });
    expect(await rights.inspect(targetOf(guild.id, channel.id))).toBeUndefined();
  });
});
