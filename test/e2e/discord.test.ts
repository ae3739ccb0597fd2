import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import type { FakeGuild } from '../fake/discord/guild.js';
import type { Person } from '../fake/discord/people.js';
import { permissions } from '../fake/discord/permissions.js';
import { plainText } from '../fake/discord/plain-text.js';
import type { Channel, Message } from '../fake/discord/state.js';
import { ChannelProgram } from './channel-program.js';

/** Longer than two edits of one message are apart. */
const patienceMs = 25_000;

let discord: FakeDiscord;
let guild: FakeGuild;
let channel: Channel;
let manager: Person;
let reader: Person;
let program: ChannelProgram;

beforeEach(async () => {
  discord = await FakeDiscord.start();
  guild = discord.addGuild({ name: 'Lab' });
  // What the bot said when it was invited is over.
  guild.guild.joinedAt = Date.now() - 30 * 86_400_000;
  channel = guild.addChannel({ name: 'papers' });
  manager = guild.addPerson({ name: 'manager', permissions: permissions.manageGuild });
  reader = guild.addPerson({ name: 'reader' });
  program = new ChannelProgram({ DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token });
});

afterEach(async () => {
  await program.close();
  await discord.stop();
});

const withTheChannel = (): void => program.configure([`discord:${guild.id}/${channel.id}`]);
const posts = (): readonly Message[] => [...channel.messages.values()];
const lists = (): readonly string[] => posts().map(plainText);
const sentences = (errors: string): readonly string[] =>
  errors
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('{'));

function theList(): Message {
  const [list, ...others] = posts();
  if (list === undefined || others.length > 0) throw new Error(`There are ${posts().length} messages.`);
  return list;
}

describe('broadsheet start on Discord', () => {
  it('says that it is connected, stops cleanly when it is asked to, keeps its session, and shows no token', async () => {
    const { stop } = await program.start({ LOG_LEVEL: 'debug' });
    const { exitCode, output, errors } = await stop();
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^Broadsheet \d+\.\d+\.\d+: connected to Discord\. No channel has the morning edition yet/);
    expect(output + errors).not.toContain(discord.token);
    expect(discord.gateway.closes).toEqual([4_200]);
    expect(discord.world.commands.get('global')?.map(({ name }) => name)).toEqual(['paper', 'paper-settings']);
    expect(discord.complaints).toEqual([]);
  });

  it('goes on where the process before stopped, and counts what was done meanwhile', async () => {
    withTheChannel();
    expect(await program.run(['post'])).toMatchObject({ exitCode: 0, errors: '' });
    await (await program.start()).stop();
    await reader.react(channel, theList().id, '2️⃣');
    await program.start();
    await discord.until(() => lists().join().includes('👍 1'), patienceMs);
    expect(discord.gateway.resumes.map(({ isAccepted }) => isAccepted)).toEqual([true]);
    expect(discord.complaints).toEqual([]);
  }, 60_000);

  it('posts the edition of the configuration file when its time has come, and shows how people vote on it', async () => {
    withTheChannel();
    await program.passMidnight();
    expect(posts()).toEqual([]);
    const { printed, stop } = await program.start();
    expect(printed).toContain('connected to Discord; one channel has the morning edition, the next ');
    await discord.until(() => posts().length > 0, patienceMs);
    const list = theList();
    expect(list.author.id).toBe(discord.application.botUser.id);
    expect(plainText(list)).toMatch(/^Daily papers/);
    for (const index of [0, 1, 2]) expect(plainText(list)).toContain(`Retrieval number ${index}: what agents read`);
    // The numbers are there to be pressed.
    await discord.until(() => theList().reactions.size === 3, patienceMs);
    await reader.react(channel, list.id, '2️⃣');
    await manager.react(channel, list.id, '2️⃣');
    await manager.react(channel, list.id, '👎');
    await discord.until(() => plainText(theList()).includes('👍 2'), patienceMs);
    await reader.unreact(channel, list.id, '2️⃣');
    await discord.until(() => plainText(theList()).includes('👍 1'), patienceMs);
    expect((await stop()).exitCode).toBe(0);
    expect(lists()).toHaveLength(1);
    expect(discord.complaints).toEqual([]);
  }, 90_000);

  it('finds papers, and lets those who may manage the server switch the edition on', async () => {
    withTheChannel();
    const other = guild.addChannel({ name: 'other' });
    expect((await program.run(['post'])).exitCode).toBe(0);
    const { stop } = await program.start();
    const found = await reader.command(channel, 'search', { words: 'what agents read' }).next();
    expect(plainText(found)).toMatch(/Retrieval number \d: what agents read/);
    const refused = await reader.command(other, 'settings', { action: 'on' }).next();
    expect(plainText(refused)).toMatch(/Only people who may manage this channel can do that: .*Manage Server/);
    expect(refused.ephemeralFor).toBe(reader.id);
    const ofTheFile = await manager.command(channel, 'settings', { action: 'on' }).next();
    expect(plainText(ofTheFile)).toMatch(/set up in the configuration file: change .*broadsheet\.yaml, line \d+/);
    const on = await manager.command(other, 'settings', { action: 'on' }).next();
    expect(plainText(on)).not.toContain('Only people');
    await manager.command(other, '', { count: 2 }, { name: 'paper-settings' }).next();
    const shown = await reader.command(other, 'settings').next();
    expect(plainText(shown)).toMatch(/00:00/);
    expect((await stop()).exitCode).toBe(0);
    const again = await program.start();
    expect(again.printed).toContain('2 channels have the morning edition');
    expect(discord.complaints).toEqual([]);
  }, 60_000);

  it.each(['start', 'post'])(
    'ends with one sentence when %s has a wrong token, which is shown nowhere',
    async (command) => {
      withTheChannel();
      const wrong = `MTMxMDAwMDAwMDAwMDAwMDAwMA.GabcdE.${'not-this-one-'.repeat(3)}`;
      program.environment = { ...program.environment, DISCORD_TOKEN: `Bot ${wrong}`, LOG_LEVEL: 'debug' };
      const { exitCode, output, errors } = await program.run([command]);
      expect(exitCode).toBe(78);
      const [first, second, ...others] = sentences(errors);
      expect(first).toBe('Discord does not take the token in DISCORD_TOKEN.');
      expect(second).toContain('broadsheet setup discord');
      expect(others).toEqual([]);
      expect(output).toBe('');
      expect(errors).not.toContain(wrong);
      expect(discord.requests.filter(({ status }) => status === 401)).toHaveLength(1);
    },
  );

  it('ends with one sentence and 69 when Discord cannot be reached', async () => {
    program.environment = { ...program.environment, DISCORD_API_URL: 'http://127.0.0.1:4/api' };
    const { exitCode, output, errors } = await program.run(['start']);
    expect({ exitCode, output }).toEqual({ exitCode: 69, output: '' });
    expect(sentences(errors)[0]).toMatch(/^Discord cannot be used now: .*\.$/);
    expect(sentences(errors)).toHaveLength(2);
  });

  it('ends with one sentence and 69 when Discord is broken', async () => {
    discord.trouble.always('*', { kind: 'status', status: 503 });
    const { exitCode, output, errors } = await program.run(['start']);
    expect({ exitCode, output }).toEqual({ exitCode: 69, output: '' });
    expect(sentences(errors)[0]).toMatch(/^Discord cannot be used now: .*\.$/);
    expect(sentences(errors)).toHaveLength(2);
  });
});

describe('broadsheet post on Discord', () => {
  it('posts, without a connection for events', async () => {
    withTheChannel();
    const { exitCode, output, errors } = await program.run(['post']);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toMatch(new RegExp(`^discord:${guild.id}/${channel.id}, .*: posted`, 'm'));
    expect(lists()).toEqual([expect.stringMatching(/^Daily papers/)]);
    expect(discord.gateway.identifies).toEqual([]);
    expect(discord.complaints).toEqual([]);
  });

  it('as a dry run shows what would be posted, and posts nothing', async () => {
    withTheChannel();
    const { exitCode, output } = await program.run(['post', '--dry-run']);
    expect(exitCode).toBe(0);
    expect(output).toContain('would be posted');
    expect(posts()).toEqual([]);
  });
});

describe('Discord that is off', () => {
  beforeEach(() => {
    program.environment = { ...program.environment, DISCORD_TOKEN: '' };
  });

  it('is told to whoever configured it, while the terminal runs', async () => {
    program.configure([], 'discord:\n  crosspost: true');
    const { exitCode, errors } = await program.run(['start'], ['quit']);
    expect(exitCode).toBe(0);
    expect(errors).toBe(
      'Discord is configured and off: set DISCORD_TOKEN (broadsheet setup discord says where it is).\n',
    );
  });

  it('leaves nothing to run, which is said once with what to set', async () => {
    withTheChannel();
    const { exitCode, errors } = await program.run(['start']);
    expect(exitCode).toBe(78);
    expect(errors).toMatch(/^No platform would run: .*discord has no token\.\nSet DISCORD_TOKEN .*\n$/);
    expect(discord.requests).toEqual([]);
  });
});
