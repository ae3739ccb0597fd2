import { PermissionFlagsBits as bits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiscordSettings } from '../../../adapters/discord/config.js';
import type { ChatAdapter } from '../../../src/platform/adapter.js';
import { type MessageView, sentence, text } from '../../../src/view/view.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import type { FakeGuild } from '../../fake/discord/guild.js';
import { plainText } from '../../fake/discord/plain-text.js';
import type { Channel } from '../../fake/discord/state.js';
import type { JsonObject } from '../../fake/json.js';
import { DiscordWorld, eventually } from './discord-world.js';

const dayMs = 86_400_000;
const hello = 'Good morning';
const postRoute = 'POST /channels/{channel}/messages';

let world: DiscordWorld;
let sink: RecordingSink;
let adapter: ChatAdapter;

const begin = async (settings: Partial<DiscordSettings> = {}): Promise<void> => {
  adapter = await world.connect(settings);
  await adapter.start(sink);
  await world.discord.gateway.whenConnected();
};
/** A new process that begins a new session. */
const restart = async (whileAway: () => unknown = () => undefined): Promise<void> => {
  await adapter.stop(1_000);
  world.discord.gateway.expireSessions();
  await world.clock.advance(1_000);
  await whileAway();
  await begin();
};
const said = (channel: Channel) => [...channel.messages.values()].map(plainText);
const logged = (event: string) => world.log.lines.filter((line) => line.event === event);
const raw = (t: string, d: JsonObject) => world.discord.world.dispatch({ t, d, guild: world.guild.id });
/** What came before has been handled, greetings included. */
const calm = async (): Promise<void> => {
  const before = sink.closures.length;
  await world.guild.moderation.deleteChannel(world.guild.addChannel());
  await eventually(() => sink.closures.length > before, 'The mark');
  sink.closures.splice(before, 1);
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
};

beforeEach(async () => {
  world = await DiscordWorld.open();
  // The bot has been there for long.
  world.guild.guild.joinedAt -= 30 * dayMs;
  sink = new RecordingSink();
});

afterEach(async () => {
  await adapter.stop(0);
  await world.close();
  expect(world.discord.complaints).toEqual([]);
});

describe('A Discord server', () => {
  const invited = (channels = 3): { readonly guild: FakeGuild; readonly channels: readonly Channel[] } => {
    const guild = world.discord.addGuild({ installed: false });
    return { guild, channels: Array.from({ length: channels }, () => guild.addChannel()) };
  };

  it('is greeted once when it invites the bot, where its own notices stand, whatever comes after', async () => {
    await begin();
    const { guild, channels } = invited();
    const [first, second] = channels as [Channel, Channel];
    guild.guild.systemChannel = second.id;
    await guild.addBot();
    await eventually(() => second.messages.size > 0, 'The greeting');
    expect(sink.joins).toEqual([{ target: { adapter: 'discord', workspace: guild.id, channel: second.id } }]);
    await restart();
    world.discord.gateway.drop();
    await world.discord.gateway.whenConnected();
    await guild.moderation.outage();
    await guild.moderation.endOutage();
    await calm();
    expect([said(first), said(second)]).toEqual([[], [hello]]);
    expect(said(world.channel)).toEqual([]);
    expect(sink.joins).toHaveLength(1);
  });

  it('is greeted in the first channel that takes it, as the bot sees it and as Discord does', async () => {
    await begin();
    const { guild, channels } = invited(4);
    const [system, hidden, refusing, open] = channels as [Channel, Channel, Channel, Channel];
    guild.denyBot(system, bits.SendMessages);
    guild.denyBot(hidden, bits.ViewChannel);
    world.discord.trouble.next(postRoute, { kind: 'error', status: 403, code: 50_013, message: 'Missing Permissions' });
    await guild.addBot();
    await eventually(() => open.messages.size > 0, 'The greeting');
    expect([system, hidden, refusing, open].map(said)).toEqual([[], [], [], [hello]]);
    expect(sink.joins.map(({ target }) => target.channel)).toEqual([refusing.id, open.id]);
  });

  it('is not greeted where nothing can be written, and the log says so', async () => {
    await begin();
    const { guild, channels } = invited(2);
    for (const channel of channels) guild.denyBot(channel, bits.SendMessages);
    await guild.addBot();
    await eventually(() => logged('discord.not-greeted').length === 1, 'The line in the log');
    expect(channels.map(said)).toEqual([[], []]);
    expect(world.discord.requests.filter(({ path }) => path.endsWith('/messages'))).toEqual([]);
  });

  it('is greeted once when the answer to the greeting is lost', async () => {
    await begin();
    const { guild, channels } = invited(2);
    world.discord.trouble.next(postRoute, { kind: 'status', status: 503, applied: true });
    await guild.addBot();
    await eventually(() => world.discord.requests.filter(({ path }) => path.endsWith('/messages')).length === 2);
    await calm();
    expect(channels.map(said)).toEqual([[hello], []]);
  });

  it('that invited the bot while it was away is greeted at the next start, one from long ago is not', async () => {
    await begin();
    const [late, old] = [invited(1), invited(1)];
    await restart(async () => {
      for (const { guild } of [late, old]) await guild.addBot();
      old.guild.guild.joinedAt -= 30 * dayMs;
    });
    await eventually(() => late.channels[0]?.messages.size === 1, 'The greeting');
    await calm();
    expect([late, old].map(({ channels }) => channels.map(said))).toEqual([[[hello]], [[]]]);
  });

  it('ends when it puts the bot out, and is greeted again when it takes it back, heard or unheard', async () => {
    await begin();
    const { guild, channels } = invited(1);
    await guild.addBot();
    const [channel = world.channel] = channels;
    await eventually(() => channel.messages.size === 1, 'The greeting');
    await guild.moderation.removeBot();
    await eventually(() => sink.endings.length === 1, 'The end');
    expect(sink.endings).toEqual([{ adapter: 'discord', workspace: guild.id }]);
    await world.clock.advance(1_000);
    await guild.addBot();
    await eventually(() => channel.messages.size === 2, 'The second greeting');
    await restart(async () => {
      await guild.moderation.removeBot();
      await guild.addBot();
    });
    await eventually(() => channel.messages.size === 3, 'The third greeting');
    await calm();
    expect(said(channel)).toEqual([hello, hello, hello]);
  });

  it('that Discord cannot reach has not left, and is read back when it is there again', async () => {
    await begin();
    await calm();
    sink.missedIn.length = 0;
    await world.guild.moderation.outage();
    await calm();
    expect([sink.missedIn, sink.endings]).toEqual([[], []]);
    await world.guild.moderation.endOutage();
    await eventually(() => sink.missedIn.length > 0, 'The end of the outage');
    expect(sink.missedIn.map(({ workspace }) => workspace)).toEqual([world.guild.id]);
  });

  it('that is out of reach when the process starts is read back once it is there', async () => {
    await begin();
    await world.guild.moderation.outage();
    await restart(() => sink.missedIn.splice(0));
    await eventually(() => sink.missedIn.length > 0);
    expect(sink.missedIn.map(({ workspace }) => workspace)).toEqual(['direct']);
    await world.guild.moderation.endOutage();
    await eventually(() => sink.missedIn.length > 1, 'The end of the outage');
    expect(sink.missedIn.map(({ workspace }) => workspace)).toEqual(['direct', world.guild.id]);
    expect(sink.endings).toEqual([]);
  });

  it('is read back again when that failed, and whatever else a new session says', async () => {
    await begin();
    await calm();
    const told: string[] = [];
    sink.missed = async ({ workspace }) => {
      if (told.push(workspace) <= 2) throw new Error('the disk is full');
    };
    const lost = { id: '77', unavailable: true };
    const user = { id: world.discord.application.botUser.id };
    const ready = { user, application: null, guilds: [null, lost] };
    await raw('READY', { ...ready, session_id: 'x' });
    await raw('GUILD_CREATE', { id: '77', joined_at: 5, unavailable: null });
    await eventually(() => told.length === 4, 'The second tries');
    expect(told.sort()).toEqual(['77', '77', 'direct', 'direct']);
  });

  it('closes channels and threads that it deletes', async () => {
    await begin();
    const outcome = await world.post(adapter, 'd1', sentence('A list'));
    if (outcome.kind !== 'posted') throw new Error(JSON.stringify(outcome));
    await world.post(adapter, 'd2', sentence('Below'), outcome.ref);
    const thread = world.guild.channels.find(({ parent }) => parent === world.channel.id);
    if (thread === undefined) throw new Error('There is no thread.');
    await world.guild.moderation.deleteChannel(thread);
    await world.guild.moderation.deleteChannel(world.channel);
    await eventually(() => sink.closures.length === 2, 'Both');
    expect(sink.closures).toEqual([
      { target: world.targetIn(thread), reason: 'the thread was deleted' },
      { target: world.target, reason: 'the channel was deleted' },
    ]);
  });
});

describe('What people ask in Discord', () => {
  const card: MessageView = {
    summary: 'A card',
    blocks: [
      { kind: 'paragraph', inlines: [text('A card')] },
      { kind: 'buttons', buttons: [{ label: 'Share', action: 'share show 1' }] },
    ],
  };

  beforeEach(() => begin());

  it('is read in direct messages and answered there', async () => {
    await world.bob.dm('search diffusion');
    await eventually(() => said(world.bob.direct).length === 2, 'The answer');
    expect(said(world.bob.direct)).toEqual(['search diffusion', 'You asked: search diffusion']);
    expect(sink.commands).toMatchObject([
      { user: { workspace: 'direct', id: world.bob.id }, text: 'search diffusion' },
    ]);
  });

  it('is shown to the asker alone until they share it', async () => {
    sink.answers = () => [card];
    const shown = await world.alice.command(world.channel, 'show', { paper: '1' }).next();
    expect(plainText(shown)).toContain('A card');
    expect(world.bob.visible(world.channel)).toEqual([]);
    sink.act = async (event, reply) => {
      sink.actions.push(event);
      await reply.send('channel', sentence('A card, shared'));
    };
    await world.alice.press(shown, 'Share').next();
    expect(sink.actions).toMatchObject([
      { action: 'share show 1', user: { id: world.alice.id }, target: world.target },
    ]);
    expect(world.bob.visible(world.channel).map(plainText)).toEqual(['A card, shared']);
  });
});

describe('The commands in Discord', () => {
  const everywhere = 'PUT /applications/{application}/commands';
  const inGuild = 'PUT /applications/{application}/guilds/{guild}/commands';
  const puts = (route: string) => world.discord.requests.filter(({ method, path }) => `${method} ${path}` === route);
  const names = (scope: string) => (world.discord.world.commands.get(scope) ?? []).map(({ name }) => name);

  it('are registered once, not at the next start, and anew when they changed or Discord lost them', async () => {
    await begin();
    expect(names('global')).toContain('paper');
    await restart();
    expect(puts(everywhere)).toHaveLength(1);
    world.menu = world.menu.filter(({ name }) => name !== 'today');
    await restart();
    expect(puts(everywhere)).toHaveLength(2);
    expect(JSON.stringify(puts(everywhere)[1]?.body)).not.toContain('"name":"today","description"');
    await restart(() => world.discord.world.commands.clear());
    expect(puts(everywhere)).toHaveLength(3);
    expect(names('global')).toContain('paper');
  });

  it('are registered at the next start when they could not be', async () => {
    world.discord.trouble.always(everywhere, { kind: 'status', status: 503 });
    await begin();
    expect(logged('discord.commands-not-registered')).toHaveLength(1);
    world.discord.trouble.always(everywhere, undefined);
    await restart();
    expect(names('global')).toContain('paper');
  });

  it('are registered in the development guild alone, and leave it for everywhere', async () => {
    await begin({ developmentGuild: world.guild.id });
    expect([names('global'), names(world.guild.id)]).toEqual([[], expect.arrayContaining(['paper'])]);
    await adapter.stop(0);
    await begin({ developmentGuild: world.guild.id });
    expect(puts(inGuild)).toHaveLength(1);
    await adapter.stop(0);
    await begin();
    expect([names('global'), names(world.guild.id)]).toEqual([expect.arrayContaining(['paper']), []]);
  });
});
