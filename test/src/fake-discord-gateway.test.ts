import { once } from 'node:events';
import { CloseCodes, WebSocketShardEvents } from '@discordjs/ws';
import { Client, Events, GatewayIntentBits, Partials } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import type { FakeGuild } from '../fake/discord/guild.js';
import { endlessRateLimits } from '../fake/discord/limits.js';
import type { Person } from '../fake/discord/people.js';
import { permissions } from '../fake/discord/permissions.js';
import { ours, StandInBot } from '../fake/discord/stand-in-bot.js';
import type { Channel, Message } from '../fake/discord/state.js';

// What is asked of the fake here is wrong on purpose, and no request of the bot's.
delete process.env.BROADSHEET_REQUEST_LOG;

const talking = ours | GatewayIntentBits.GuildMessages | GatewayIntentBits.DirectMessages;

describe('the gateway of the fake Discord', () => {
  let discord: FakeDiscord;
  let guild: FakeGuild;
  let channel: Channel;
  let message: Message;
  let ada: Person;
  let bots: StandInBot[] = [];

  beforeEach(async () => {
    discord = await FakeDiscord.start({ limits: endlessRateLimits });
    guild = discord.addGuild({ name: 'Lab' });
    channel = guild.addChannel({ name: 'papers' });
    ada = guild.addPerson({ name: 'ada' });
    message = discord.world.addMessage(channel, discord.application.botUser, { content: 'Papers' });
  });

  afterEach(async () => {
    for (const { manager } of bots.splice(0)) await manager.destroy();
    await discord.stop();
  });

  const connect = async (options?: ConstructorParameters<typeof StandInBot>[1]): Promise<StandInBot> => {
    const bot = new StandInBot(discord, options);
    bots = [...bots, bot];
    await bot.manager.connect();
    return bot;
  };

  /** Says that to the gateway, and resolves with the code that it closes with. */
  const closeCode = async (...payloads: readonly unknown[]): Promise<number> => {
    const socket = new WebSocket(`${discord.gateway.url}?v=10&encoding=json`);
    socket.on('error', () => undefined);
    await once(socket, 'message');
    for (const payload of payloads) socket.send(typeof payload === 'string' ? payload : JSON.stringify(payload));
    const [code] = await once(socket, 'close');
    return code as number;
  };

  const identify = (more: object = {}) => ({
    op: 2,
    d: { token: discord.token, intents: ours, properties: { os: 'linux', browser: 'test', device: 'test' }, ...more },
  });

  it('lets discord.js log in, and tells it of guilds, reactions and what moderators do', async () => {
    const client = new Client({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessageReactions],
      partials: [Partials.Message, Partials.Channel, Partials.Reaction, Partials.User],
      rest: { api: discord.apiUrl },
    });
    const ready = once(client, Events.ClientReady);
    await client.login(discord.token);
    await ready;
    expect(client.user?.id).toBe(discord.application.botUser.id);
    expect(client.guilds.cache.get(guild.id)?.channels.cache.get(channel.id)).toMatchObject({ name: 'papers' });

    const added = once(client, Events.MessageReactionAdd);
    await ada.react(channel, message.id, '👍', { burst: true });
    const [reaction, user, details] = await added;
    expect([reaction.emoji.name, reaction.message.id, user.id, details]).toEqual([
      ...['👍', message.id, ada.id],
      { type: 1, burst: true },
    ]);
    const removed = once(client, Events.MessageReactionRemove);
    await ada.unreact(channel, message.id, '👍', { burst: true });
    expect((await removed)[1].id).toBe(ada.id);

    const custom = guild.addEmoji({ name: 'arxiv' });
    await ada.react(channel, message.id, custom);
    const emojiGone = once(client, Events.MessageReactionRemoveEmoji);
    await guild.moderation.clearEmoji(message, custom.id);
    expect((await emojiGone)[0].emoji).toMatchObject({ id: custom.id, name: 'arxiv' });
    const allGone = once(client, Events.MessageReactionRemoveAll);
    await ada.react(channel, message.id, '👍');
    await guild.moderation.clearReactions(message);
    expect((await allGone)[0].id).toBe(message.id);
    expect(message.reactions.size).toBe(0);

    const gone = once(client, Events.ChannelDelete);
    await guild.moderation.deleteChannel(channel);
    expect((await gone)[0].id).toBe(channel.id);
    await client.destroy();
    expect([discord.gateway.closes, discord.gateway.sessions]).toEqual([[CloseCodes.Normal], 0]);
  });

  it('tells READY, then the guilds, then what happens, by number and by intents', async () => {
    const bot = await connect();
    await ada.say(channel, 'not for who listens to reactions only');
    await ada.react(channel, message.id, '👍');
    const event = await bot.until('MESSAGE_REACTION_ADD');
    expect(bot.heard.map(({ t, s }) => [t, s])).toEqual([
      ['READY', 1],
      ['GUILD_CREATE', 2],
      ['MESSAGE_REACTION_ADD', 3],
    ]);
    expect(event.d).toMatchObject({
      ...{ user_id: ada.id, channel_id: channel.id, message_id: message.id, guild_id: guild.id },
      ...{ emoji: { id: null, name: '👍' }, member: { user: { id: ada.id, username: 'ada' } } },
      ...{ message_author_id: discord.application.botUser.id, burst: false, type: 0 },
    });
    expect(discord.gateway.identifies).toMatchObject([{ intents: ours, shard: [0, 1], isAccepted: true }]);
    expect(discord.gateway.sessionStart.remaining).toBe(999);
  });

  it('keeps what others write in a guild from who has no right to it', async () => {
    const bot = await connect({ intents: talking });
    await ada.say(channel, 'hello');
    await ada.say(channel, `<@${discord.application.botUser.id}> hello`);
    await ada.dm('hello');
    const heard = await bot.until('MESSAGE_CREATE', 3);
    expect(bot.named('MESSAGE_CREATE').map(({ d }) => d.content)).toEqual([
      '',
      `<@${discord.application.botUser.id}> hello`,
      'hello',
    ]);
    expect(heard.d).not.toHaveProperty('guild_id');
  });

  it('says nothing of channels that the bot cannot see', async () => {
    const bot = await connect();
    const hidden = guild.addChannel({ name: 'secret', botDeny: permissions.viewChannel });
    const secret = discord.world.addMessage(hidden, ada.user, { content: 'secret' });
    await ada.react(hidden, secret.id, '👍');
    await ada.react(channel, message.id, '🔥');
    expect((await bot.until('MESSAGE_REACTION_ADD')).d.message_id).toBe(message.id);
  });

  it('parts guilds among shards and gives direct messages to the first', async () => {
    const others = [1, 2, 3, 4, 5].map((number) => discord.addGuild({ name: `Lab ${number}` }));
    const bot = await connect({ intents: talking, shardCount: 2 });
    await bot.until('GUILD_CREATE', 6);
    const shardOf = new Map(bot.named('GUILD_CREATE').map(({ d, shard }) => [d.id, shard]));
    for (const { id } of [guild, ...others]) expect(shardOf.get(id)).toBe(Number((BigInt(id) >> 22n) % 2n));
    await ada.dm('hello');
    expect((await bot.until('MESSAGE_CREATE')).shard).toBe(0);
    expect(discord.gateway.connections).toBe(2);
  });

  it('replays to who resumes what happened while the socket was cut, in its order', async () => {
    const bot = await connect();
    await bot.until('GUILD_CREATE');
    discord.gateway.drop();
    expect(discord.gateway.connections).toBe(0);
    for (const emoji of ['1️⃣', '2️⃣', '3️⃣']) await ada.react(channel, message.id, emoji);
    await ada.unreact(channel, message.id, '1️⃣');
    await bot.until('RESUMED');
    expect(bot.heard.slice(2).map(({ t, s }) => [t, s])).toEqual([
      ...[3, 4, 5].map((s) => ['MESSAGE_REACTION_ADD', s]),
      ['MESSAGE_REACTION_REMOVE', 6],
      ['RESUMED', 7],
    ]);
    expect(discord.gateway.identifies).toHaveLength(1);
    expect(discord.gateway.resumes).toMatchObject([{ seq: 2, isAccepted: true }]);
    expect(discord.complaints).toEqual([]);
  });

  it('resumes after op 7 and a session that is invalid for a moment, and after nothing more comes', async () => {
    discord.gateway.heartbeatIntervalMs = 200;
    const bot = await connect();
    await discord.gateway.reconnect();
    await bot.until('RESUMED');
    await discord.gateway.invalidate(true);
    await bot.until('RESUMED', 2);
    discord.gateway.silence();
    await ada.react(channel, message.id, '👍');
    await bot.until('RESUMED', 3);
    expect(bot.named('MESSAGE_REACTION_ADD')).toHaveLength(1);
    expect(discord.gateway.identifies).toHaveLength(1);
    expect(discord.gateway.closes).toEqual([CloseCodes.Resuming, CloseCodes.Resuming]);
  });

  it('makes who may not resume start anew, without what was missed', async () => {
    const bot = await connect();
    discord.gateway.refusesResumes = true;
    discord.gateway.drop();
    await ada.react(channel, message.id, '👍');
    await bot.until('READY', 2);
    discord.gateway.refusesResumes = false;
    await discord.gateway.invalidate(false);
    await bot.until('READY', 3);
    discord.gateway.close(4_009);
    await bot.until('READY', 4);
    expect(bot.named('MESSAGE_REACTION_ADD')).toEqual([]);
    expect(discord.gateway.resumes.map(({ isAccepted }) => isAccepted)).toEqual([false, false]);
    expect([discord.gateway.identifies.length, discord.gateway.sessions]).toEqual([4, 1]);
  });

  it('keeps events back while it is told to, and lets nobody in while it is down', async () => {
    const bot = await connect();
    await bot.until('GUILD_CREATE');
    discord.gateway.hold();
    await ada.react(channel, message.id, '👍');
    const acknowledged = once(bot.manager, WebSocketShardEvents.HeartbeatComplete);
    await bot.manager.send(0, { op: 1, d: null });
    await acknowledged;
    expect(bot.named('MESSAGE_REACTION_ADD')).toEqual([]);
    discord.gateway.release();
    await bot.until('MESSAGE_REACTION_ADD');

    discord.gateway.isDown = true;
    discord.gateway.drop();
    await once(bot.manager, WebSocketShardEvents.Closed);
    await once(bot.manager, WebSocketShardEvents.Closed);
    expect(discord.gateway.connections).toBe(0);
    discord.gateway.isDown = false;
    await discord.gateway.whenConnected();
    await bot.until('READY', 2);
  });

  it('tells of guilds that come, go and are out of order', async () => {
    const other = discord.addGuild({ name: 'Later', installed: false });
    const bot = await connect();
    await bot.until('GUILD_CREATE');
    await other.addBot();
    expect((await bot.until('GUILD_CREATE', 2)).d).toMatchObject({ id: other.id, unavailable: false });
    await guild.moderation.outage();
    expect((await bot.until('GUILD_DELETE')).d).toEqual({ id: guild.id, unavailable: true });
    await guild.moderation.endOutage();
    await bot.until('GUILD_CREATE', 3);
    await other.moderation.removeBot();
    expect((await bot.until('GUILD_DELETE', 2)).d).toEqual({ id: other.id });
  });

  it('closes with the code that says what is wrong', async () => {
    const faults: readonly (readonly [number, readonly unknown[]])[] = [
      [4_001, [{ op: 99 }]],
      [4_002, ['{']],
      [4_002, [identify({ properties: undefined })]],
      [4_002, [{ op: 1, d: null, more: 'x'.repeat(4_096) }]],
      [4_003, [{ op: 3, d: {} }]],
      [4_004, [identify({ token: 'wrong' })]],
      [4_004, [{ op: 6, d: { token: 'wrong', session_id: 'x', seq: 1 } }]],
      [4_005, [identify(), identify()]],
      [4_007, [identify(), { op: 1, d: 99 }]],
      [4_008, Array.from({ length: 121 }, () => ({ op: 1, d: null }))],
      [4_010, [identify({ shard: [2, 2] })]],
      [4_013, [identify({ intents: 1 << 30 })]],
      [4_013, [identify({ intents: undefined })]],
      [4_014, [identify({ intents: ours | GatewayIntentBits.MessageContent })]],
    ];
    for (const [code, payloads] of faults)
      expect([await closeCode(...payloads), JSON.stringify(payloads).slice(0, 60)]).toEqual([code, expect.any(String)]);
    const old = new WebSocket(`${discord.gateway.url}?v=9&encoding=json`);
    expect((await once(old, 'close'))[0]).toBe(4_012);
    discord.gateway.heartbeatIntervalMs = 20;
    expect(await closeCode(identify())).toBe(4_000);
  });

  it('has no use for a wrong token, and takes the token of who starts too many sessions', async () => {
    const wrong = new StandInBot(discord, { token: 'wrong' });
    await expect(wrong.manager.connect()).rejects.toThrow('Authentication failed');
    expect(wrong.heard).toEqual([]);

    discord.gateway.sessionStart.remaining = 1;
    const token = discord.token;
    const bot = await connect();
    expect(await closeCode(identify())).toBe(4_004);
    await bot.until('READY');
    expect([discord.gateway.sessions, discord.token === token, discord.complaints]).toEqual([
      ...[0, false],
      [expect.stringContaining('the token was reset')],
    ]);
  });
});
