import { once } from 'node:events';
import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
  type StringSelectMenuInteraction,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../fake/clock.js';
import type { Conversation } from '../fake/discord/conversation.js';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import type { FakeGuild } from '../fake/discord/guild.js';
import { endlessRateLimits } from '../fake/discord/limits.js';
import type { Person } from '../fake/discord/people.js';
import { permissions } from '../fake/discord/permissions.js';
import { StandInBot } from '../fake/discord/stand-in-bot.js';
import type { Channel } from '../fake/discord/state.js';

// What is asked of the fake here is wrong on purpose, and no request of the bot's.
delete process.env.BROADSHEET_REQUEST_LOG;

const quiet = { allowed_mentions: { parse: [] } };
const allowedMentions = { parse: [] };
const text = (content: string) => ({ type: 10, content });
const buttons = {
  type: 1,
  components: [
    { type: 2, style: 2, label: 'Next', custom_id: 'next' },
    { type: 2, style: 5, label: 'Read', url: 'https://arxiv.org' },
  ],
} as const;
const select = {
  type: 1,
  components: [
    {
      type: 3,
      custom_id: 'read',
      placeholder: 'Read…',
      options: [
        { label: 'One', value: '1' },
        { label: 'Two', value: '2' },
      ],
    },
  ],
} as const;

describe('interactions with the fake Discord', () => {
  let clock: FakeClock;
  let discord: FakeDiscord;
  let guild: FakeGuild;
  let channel: Channel;
  let ada: Person;
  let bob: Person;
  let client: Client | undefined;

  beforeEach(async () => {
    clock = new FakeClock('2026-11-24T09:00:00Z');
    discord = await FakeDiscord.start({ now: () => clock.now(), limits: endlessRateLimits });
    guild = discord.addGuild({ name: 'Lab' });
    channel = guild.addChannel({ name: 'papers' });
    ada = guild.addPerson({ name: 'ada', permissions: permissions.manageGuild });
    bob = guild.addPerson({ name: 'bob' });
  });

  afterEach(async () => {
    await client?.destroy();
    client = undefined;
    await discord.stop();
  });

  const login = async (): Promise<Client> => {
    client = new Client({ intents: [GatewayIntentBits.Guilds], allowedMentions, rest: { api: discord.apiUrl } });
    const ready = once(client, Events.ClientReady);
    await client.login(discord.token);
    await ready;
    return client;
  };

  /** What the client hears next. */
  const heard = async <I extends Interaction>(by: Client): Promise<I> =>
    (await once(by, Events.InteractionCreate))[0] as I;

  const raw = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${discord.apiUrl}/v10${path}`, {
      method,
      headers: {
        'user-agent': 'DiscordBot (https://broadsheet.example, 1.0)',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = response.status === 204 ? {} : ((await response.json()) as Readonly<Record<string, unknown>>);
    return { ...answer, status: response.status, code: answer.code };
  };
  const callback = ({ id, token }: Conversation, body: object, query = '') =>
    raw('POST', `/interactions/${id}/${token}/callback${query}`, body);
  const hook = ({ token }: Conversation, path = '') => `/webhooks/${discord.application.id}/${token}${path}`;
  const original = (conversation: Conversation) => hook(conversation, '/messages/@original');

  it('shows an answer to who asked only, filled in after a deferral, in components V2', async () => {
    const by = await login();
    const asked = heard<ChatInputCommandInteraction>(by);
    const answer = ada.command(channel, 'search', { words: 'diffusion', most: 5 });
    const interaction = await asked;
    expect([
      interaction.options.getSubcommand(),
      interaction.options.getString('words'),
      interaction.options.getInteger('most'),
      interaction.memberPermissions?.has('ManageGuild'),
      interaction.commandName,
    ]).toEqual(['search', 'diffusion', 5, true, 'paper']);

    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    expect([await answer.acked, answer.messages]).toEqual([5, []]);
    await interaction.editReply({ components: [text('One paper')], flags: MessageFlags.IsComponentsV2 });
    const shown = await answer.next();
    expect(shown.components).toMatchObject([{ type: 10, content: 'One paper' }]);
    expect(shown.flags).toBe(MessageFlags.Ephemeral | MessageFlags.IsComponentsV2);
    expect(ada.visible(channel).map(({ id }) => id)).toEqual([shown.id]);
    expect(bob.visible(channel)).toEqual([]);
    expect(() => ada.react(channel, shown.id, '👍')).toThrow('could be reacted to');

    await interaction.followUp({ content: 'To all', allowedMentions });
    expect((await answer.next()).content).toBe('To all');
    expect(bob.visible(channel).map(({ content }) => content)).toEqual(['To all']);
    await interaction.deleteReply();
    expect(ada.visible(channel).map(({ content }) => content)).toEqual(['To all']);
    expect(discord.complaints).toEqual([]);
  });

  it('sends presses and choices with the message, which can be changed in place', async () => {
    const by = await login();
    const asked = heard<ChatInputCommandInteraction>(by);
    const answer = ada.command(channel, 'today');
    await (await asked).reply({ content: 'Page 1', components: [buttons, select], flags: MessageFlags.Ephemeral });
    const page = await answer.next();

    const pressed = heard<ButtonInteraction>(by);
    const next = ada.press(page, 'Next');
    const press = await pressed;
    expect([press.customId, press.message.content, press.user.id]).toEqual(['next', 'Page 1', ada.id]);
    await press.update({ content: 'Page 2' });
    expect((await next.next()).content).toBe('Page 2');
    expect(ada.visible(channel).map(({ content }) => content)).toEqual(['Page 2']);

    const chosen = heard<StringSelectMenuInteraction>(by);
    const read = ada.choose(page, 'Read…', 'Two');
    const choice = await chosen;
    expect([choice.customId, choice.values]).toEqual(['read', ['2']]);
    await choice.deferUpdate();
    await choice.editReply({ content: 'Page 3' });
    await choice.followUp({ content: 'An abstract', flags: MessageFlags.Ephemeral });
    expect([(await read.next()).content, (await read.next()).content]).toEqual(['Page 3', 'An abstract']);
    expect(() => ada.press(page, 'Read')).toThrow('0 things to use');
    expect(() => bob.press(page, 'Next')).toThrow('cannot see');
  });

  it('brings suggestions while somebody types', async () => {
    const by = await login();
    const typing = heard<AutocompleteInteraction>(by);
    const suggested = ada.autocomplete(channel, 'search', { words: 'diff' });
    const interaction = await typing;
    expect(interaction.options.getFocused(true)).toMatchObject({ name: 'words', value: 'diff' });
    await interaction.respond([{ name: 'diffusion transformer', value: 'diffusion transformer' }]);
    expect(await suggested).toEqual([{ name: 'diffusion transformer', value: 'diffusion transformer' }]);
  });

  it('answers in direct messages, without a guild', async () => {
    const by = await login();
    const asked = heard<ChatInputCommandInteraction>(by);
    const answer = ada.command(ada.direct, 'mine');
    const interaction = await asked;
    expect([interaction.guildId, interaction.context, interaction.user.id]).toEqual([null, 1, ada.id]);
    await interaction.reply('Yours');
    expect(ada.visible(ada.direct).map(({ id }) => id)).toEqual([(await answer.next()).id]);
  });

  it('waits three seconds for the first answer and takes one only', async () => {
    const late = ada.command(channel, 'today');
    await clock.advance(3_001);
    expect(late.ended).toBe(true);
    expect(await callback(late, { type: 5 })).toMatchObject({ status: 404, code: 10_062 });

    const inTime = ada.command(channel, 'today');
    await clock.advance(3_000);
    const both = await Promise.all([callback(inTime, { type: 5 }), callback(inTime, { type: 5 })]);
    expect(both.map(({ status, code }) => [status, code]).sort()).toEqual([
      [204, undefined],
      [400, 40_060],
    ]);
    expect(await raw('POST', `/interactions/1/${inTime.token}/callback`, { type: 5 })).toMatchObject({ code: 10_062 });
  });

  it('lets a token be used for fifteen minutes after an answer, and not before it', async () => {
    const answer = ada.command(channel, 'today');
    expect(await raw('POST', hook(answer), { content: 'Early', ...quiet })).toMatchObject({
      status: 404,
      code: 10_015,
    });
    expect(await raw('PATCH', original(answer), { content: 'Early', ...quiet })).toMatchObject({ code: 10_015 });
    await callback(answer, { type: 5 });
    await clock.advance(15 * 60_000);
    expect(await raw('PATCH', original(answer), { content: 'Just so', ...quiet })).toMatchObject({ status: 200 });
    await clock.advance(1);
    expect(await raw('PATCH', original(answer), { content: 'Late' })).toMatchObject({ status: 401, code: 50_027 });
    expect(await raw('POST', hook(answer), { content: 'Late' })).toMatchObject({ status: 401, code: 50_027 });
    expect([answer.ended, answer.messages.map(({ content }) => content)]).toEqual([true, ['Just so']]);
  });

  it('keeps what the first answer said of being seen, and lets the first follow-up fill it in', async () => {
    const answer = ada.command(channel, 'today');
    await callback(answer, { type: 5, data: { flags: 64 } });
    expect(await raw('POST', hook(answer), { content: 'For ada', ...quiet })).toMatchObject({ flags: 64 });
    const more = await raw('POST', hook(answer), { content: 'For all', ...quiet });
    expect(more).toMatchObject({ flags: 0, content: 'For all' });
    expect(ada.visible(channel).map(({ content }) => content)).toEqual(['For ada', 'For all']);
    expect(bob.visible(channel).map(({ content }) => content)).toEqual(['For all']);
    const { id } = channel.messages.values().next().value ?? { id: '' };
    expect(await raw('PATCH', hook(answer, `/messages/${id}`), { content: 'Changed', ...quiet })).toMatchObject({ id });
    expect(await raw('DELETE', hook(answer, `/messages/${id}`))).toMatchObject({ status: 204 });
    expect(await raw('GET', hook(answer, `/messages/${id}`))).toMatchObject({ code: 10_008 });
    expect(await raw('GET', hook(answer, '/messages/1'))).toMatchObject({ code: 10_008 });
  });

  it('tells with_response what came of an answer', async () => {
    const answer = ada.command(channel, 'today');
    const told = await callback(answer, { type: 4, data: { content: 'Here', ...quiet } }, '?with_response=true');
    const [message] = channel.messages.values();
    expect(told).toMatchObject({
      interaction: { id: answer.id, type: 2, response_message_id: message?.id, response_message_loading: false },
      resource: {
        type: 4,
        message: { content: 'Here', interaction_metadata: { id: answer.id, user: { id: ada.id } } },
      },
    });
  });

  it('refuses answers of the wrong kind or shape, and leaves the interaction open', async () => {
    const answer = ada.command(channel, 'today');
    const bodies: readonly object[] = [
      ...[{}, { type: 1 }, { type: 6 }, { type: 7, data: { content: 'No' } }, { type: 8, data: { choices: [] } }],
      { type: 5, data: { flags: MessageFlags.IsComponentsV2 } },
      { type: 4, data: { content: 'x'.repeat(2_001), ...quiet } },
      { type: 4, data: { content: 'No', flags: MessageFlags.IsComponentsV2, ...quiet } },
    ];
    for (const body of bodies) expect([await callback(answer, body), body]).toMatchObject([{ code: 50_035 }, body]);
    expect(await callback(answer, { type: 4, data: quiet })).toMatchObject({ code: 50_006 });
    expect(await callback(answer, { type: 4, data: { content: 'Yes' } })).toMatchObject({ status: 204 });
    expect(discord.complaints).toEqual([expect.stringContaining('without allowed_mentions')]);
    const [shown] = answer.messages;
    expect(shown?.content).toBe('Yes');
  });

  it('takes 25 suggestions at most, each of 100 characters', async () => {
    const bot = new StandInBot(discord);
    await bot.manager.connect();
    const suggested = ada.autocomplete(channel, 'search', { words: 'd', most: 5 }, 'words');
    const { d } = await bot.until('INTERACTION_CREATE');
    expect(d).toMatchObject({
      type: 4,
      data: {
        options: [
          {
            name: 'search',
            options: [
              { name: 'words', value: 'd', focused: true },
              { name: 'most', value: 5 },
            ],
          },
        ],
      },
    });
    const respond = (body: object) => raw('POST', `/interactions/${d.id}/${d.token}/callback`, body);
    const choices = (count: number, length = 1) =>
      Array.from({ length: count }, (_, index) => ({ name: 'x'.repeat(length), value: `${index}` }));
    expect(await respond({ type: 5 })).toMatchObject({ code: 50_035 });
    expect(await respond({ type: 8, data: { choices: choices(26) } })).toMatchObject({ code: 50_035 });
    expect(await respond({ type: 8, data: { choices: choices(1, 101) } })).toMatchObject({ code: 50_035 });
    expect(await respond({ type: 8, data: { choices: choices(1, 0) } })).toMatchObject({ code: 50_035 });
    expect(await respond({ type: 8, data: { choices: choices(25, 100) } })).toMatchObject({ status: 204 });
    expect(await suggested).toHaveLength(25);
    await bot.manager.destroy();
  });

  it('offers commands as they were registered, and lets only through what its form lets through', async () => {
    const words = { type: 3, name: 'words', description: 'Words', required: true };
    const kind = { type: 3, name: 'sort', description: 'Order', choices: [{ name: 'Votes', value: 'votes' }] };
    const search = { type: 1, name: 'search', description: 'Search', options: [words, kind] };
    const by = await login();
    await by.application?.commands.set([
      { name: 'paper', description: 'Papers', contexts: [0], options: [search] },
      { name: 'manage', description: 'Manage', defaultMemberPermissions: permissions.manageGuild },
    ]);
    const sent = (sub: string, values: object) => () => ada.command(channel, sub, { ...values });
    expect(sent('search', { words: 'diffusion', sort: 'votes' })().sent).toMatchObject({
      data: { name: 'paper', options: [{ name: 'search', type: 1 }] },
    });
    expect(sent('search', {})).toThrow('"words" is required');
    expect(sent('search', { words: 'x', sort: 'age' })).toThrow('no choice');
    expect(sent('search', { words: 5 })).toThrow('takes a string');
    expect(sent('find', {})).toThrow('no subcommand "find"');
    expect(sent('', {})).toThrow('without one');
    expect(() => ada.command(ada.direct, 'search', { words: 'x' })).toThrow('not offered here');
    expect(() => bob.command(channel, '', {}, { name: 'manage' })).toThrow('is not offered /manage');
    expect(() => ada.autocomplete(channel, 'search', { words: 'x' })).toThrow('no autocomplete');
  });
});
