import type { FakeDiscord } from '../fake/discord/fake-discord.js';
import type { FakeGuild } from '../fake/discord/guild.js';

const longAgoMs = 300 * 86_400_000;

/** A guild that the bot has long been in, so that it greets nobody. */
export function invite(discord: FakeDiscord, channels: number): FakeGuild {
  const guild = discord.addGuild();
  guild.guild.joinedAt = discord.world.now() - longAgoMs;
  for (let count = 0; count < channels; count += 1) guild.addChannel();
  return guild;
}
