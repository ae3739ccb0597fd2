import { type GatewaySession, shardOf } from './gateway-session.js';
import type { GatewayEvent, World } from './world.js';

export const resumePath = '/resume';

/** Whether the bot is in the guild. */
export const isIn = (world: World, guildId: string): boolean =>
  world.guilds.get(guildId)?.members.has(world.application.botUser.id) === true;

/** READY, then the guilds of the shard. */
export function welcome(world: World, session: GatewaySession): readonly GatewayEvent[] {
  const [shard, count] = session.shard;
  const guilds = [...world.guilds.values()].filter(({ id }) => isIn(world, id) && shardOf(id, count) === shard);
  const available = session.hearsGuilds ? guilds.filter(({ isUnavailable }) => !isUnavailable) : [];
  const { id, botUser } = world.application;
  const ready = {
    v: 10,
    user: { ...world.userPayload(botUser), email: null, mfa_enabled: true, verified: true, flags: 0 },
    user_settings: {},
    session_type: 'normal',
    session_id: session.id,
    resume_gateway_url: `${world.gatewayUrl}${resumePath}`,
    shard: session.shard,
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    ...{ private_channels: [], relationships: [], presences: [], guild_join_requests: [] },
    application: { id, flags: 0 },
    _trace: [],
  };
  return [
    { t: 'READY', d: ready },
    ...available.map((guild) => ({ t: 'GUILD_CREATE', d: world.guildPayload(guild), guild: guild.id })),
  ];
}
