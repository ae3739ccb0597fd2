import { type JsonObject, objectOf, textOf } from '../../json.js';
import { channelOf, guildOf } from '../access.js';
import { FormCheck } from '../form-check.js';
import {
  channelPayload,
  emojiPayload,
  memberPayload,
  restGuildPayload,
  rolePayload,
  userPayload,
} from '../payloads.js';
import { permissionsIn } from '../permissions.js';
import { refusals } from '../refusal.js';
import { type Call, ok, type Result, type Router } from '../router.js';
import { type Guild, isThread } from '../state.js';
import type { World } from '../world.js';

function openDirect(world: World, call: Call): Result {
  const id = textOf(objectOf(call.body).recipient_id);
  const check = new FormCheck();
  check.snowflake(['recipient_id'], id);
  check.done();
  const user = world.users.get(id);
  if (user === undefined) throw refusals.unknownUser();
  if (user.isBot) throw refusals.closedDirect();
  const { channel, isNew } = world.openDirect(user);
  if (isNew) void world.dispatch({ t: 'CHANNEL_CREATE', d: channelPayload(channel), isDirect: true });
  return ok(channelPayload(channel));
}

function memberIn(guild: Guild, user: string): JsonObject {
  const member = guild.members.get(user);
  if (member === undefined) throw refusals.unknownMember();
  return memberPayload(member);
}

/** What the bot is in, by id, 200 a page. */
function ownGuilds(world: World, call: Call): Result {
  const me = world.application.botUser.id;
  const after = BigInt(call.query.get('after') ?? 0);
  const limit = Number(call.query.get('limit') ?? 200);
  const page = [...world.guilds.values()].filter(({ id, members }) => members.has(me) && BigInt(id) > after);
  return ok(page.slice(0, limit).map((guild) => ownGuild(guild, me)));
}

function ownGuild(guild: Guild, me: string): JsonObject {
  const { id, name, icon, banner, features } = restGuildPayload(guild);
  const member = guild.members.get(me);
  const permissions = member === undefined ? '0' : permissionsIn(guild, member).toString();
  return { id, name, icon, banner, features, owner: false, permissions };
}

export function addGuildRoutes(router: Router, world: World): void {
  const guild = '/guilds/{guild}';
  router.route('POST', '/users/@me/channels', (call) => openDirect(world, call));
  router.route('GET', '/users/@me/guilds', (call) => ownGuilds(world, call));
  // For users that signed in with OAuth2; a bot asks for the member by its id.
  router.route('GET', '/users/@me/guilds/{guild}/member', () => {
    throw refusals.usersOnly();
  });
  router.route('GET', guild, (call) => ok(restGuildPayload(guildOf(world, call))));
  router.route('GET', `${guild}/channels`, (call) =>
    ok([...guildOf(world, call).channels.values()].filter((one) => !isThread(one)).map(channelPayload)),
  );
  router.route('GET', `${guild}/threads/active`, (call) => {
    const threads = [...guildOf(world, call).channels.values()].filter((one) => isThread(one) && !one.isArchived);
    return ok({ threads: threads.map(channelPayload), members: [] });
  });
  router.route('GET', `${guild}/roles`, (call) => ok([...guildOf(world, call).roles.values()].map(rolePayload)));
  router.route('GET', `${guild}/emojis`, (call) => ok([...guildOf(world, call).emojis.values()].map(emojiPayload)));
  router.route('GET', `${guild}/members/{user}`, (call) => ok(memberIn(guildOf(world, call), call.params.user ?? '')));
  router.route('GET', '/channels/{channel}', (call) => ok(channelPayload(channelOf(world, call))));
  router.route('GET', '/users/{user}', ({ params }) => {
    const user = world.users.get(params.user ?? '');
    if (user === undefined) throw refusals.unknownUser();
    return ok(userPayload(user));
  });
}
