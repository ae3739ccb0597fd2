import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import { permissions } from '../fake/discord/permissions.js';
import { ChannelProgram } from './channel-program.js';

const badToken = `MTMxMDAwMDAwMDAwMDAwMDAwMA.GabcdE.${'not-this-one-'.repeat(3)}`;
const register = 'PUT /applications/{application}/commands';

let discord: FakeDiscord;
let program: ChannelProgram;

beforeEach(async () => {
  discord = await FakeDiscord.start();
  program = new ChannelProgram({ DISCORD_API_URL: discord.apiUrl });
});

afterEach(async () => {
  await program.close();
  await discord.stop();
});

const setUp = (environment: Readonly<Record<string, string>> = {}, lines: readonly string[] = []) => {
  program.environment = { ...program.environment, ...environment };
  return program.run(['setup', 'discord'], lines);
};
const withToken = (more: Readonly<Record<string, string>> = {}) => setUp({ DISCORD_TOKEN: discord.token, ...more });
const marked = (output: string): readonly string[] => output.split('\n').filter((line) => /^[✓✗·]/.test(line));

function invitation(output: string): URL {
  const [link, ...others] = output.match(/https:\/\/discord\.com\/oauth2\/\S+/g) ?? [];
  if (link === undefined || others.length > 0) throw new Error(`No one link stands in ${output}`);
  return new URL(link);
}

describe('broadsheet setup discord', () => {
  it('prints the steps, asks Discord nothing, and is content with no token', async () => {
    const { output, errors, exitCode } = await setUp();
    expect({ errors, exitCode }).toEqual({ errors: '', exitCode: 0 });
    expect(output).toMatch(/^1\. Open https:\/\/discord\.com\/developers\/applications/);
    expect(output).toMatch(/\n2\. .*Privileged Gateway Intents off.*\n3\. Set DISCORD_TOKEN/);
    expect(output).toContain('/paper settings on');
    expect(marked(output)).toEqual([]);
    expect(discord.requests).toEqual([]);
  });

  it.each([
    ['that is set', () => withToken()],
    ['that is typed', () => setUp({}, [discord.token])],
    ['with "Bot" in front', () => withToken({ DISCORD_TOKEN: `Bot ${discord.token}` })],
    ['for an address with a version', () => withToken({ DISCORD_API_URL: `${discord.apiUrl}/v10/` })],
  ])('tries a token %s, registers the commands and prints the invitation', async (_, run) => {
    const { output, errors, exitCode } = await run();
    expect({ errors, exitCode }).toEqual({ errors: '', exitCode: 0 });
    const { id } = discord.application;
    expect(marked(output)).toEqual([
      `✓ DISCORD_TOKEN works: bot Broadsheet, application ${id}.`,
      '✓ The commands are registered: /paper.',
      `✓ Invite the bot: ${invitation(output)}`,
    ]);
    expect(discord.world.commands.get('global')?.map(({ name }) => name)).toEqual(['paper', 'paper-settings']);
    expect(output).not.toContain(discord.token);
    expect(discord.complaints).toEqual([]);
  });

  it('invites the bot with what it needs and nothing more', async () => {
    const { searchParams } = invitation((await withToken()).output);
    expect(searchParams.get('client_id')).toBe(discord.application.id);
    expect(searchParams.get('scope')).toBe('bot applications.commands');
    const { viewChannel, sendMessages, sendMessagesInThreads, createPublicThreads } = permissions;
    const { embedLinks, addReactions, readMessageHistory } = permissions;
    const needed = [viewChannel, sendMessages, sendMessagesInThreads, createPublicThreads];
    const shown = [embedLinks, addReactions, readMessageHistory];
    expect(BigInt(searchParams.get('permissions') ?? '0')).toBe([...needed, ...shown].reduce((all, one) => all | one));
  });

  it('invites the bot with enough where nobody else may do anything', async () => {
    const given = BigInt(invitation((await withToken()).output).searchParams.get('permissions') ?? '0');
    const guild = discord.addGuild({ everyone: 0n, bot: given });
    guild.guild.joinedAt = 0;
    const channel = guild.addChannel();
    program.configure([`discord:${guild.id}/${channel.id}`], '  layout: thread');
    await program.passMidnight();
    const { stop } = await program.start();
    const thread = () => guild.channels.find(({ parent }) => parent === channel.id);
    const all = () => [channel, thread()].flatMap((one) => [...(one?.messages.values() ?? [])]);
    const ours = () => all().filter(({ author, reactions }) => author.isBot && reactions.size >= 2);
    await discord.until(() => ours().length === 4 && thread()?.messages.size === 3, 25_000);
    const { exitCode, errors } = await stop();
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(discord.requests.filter(({ status }) => status === 403)).toEqual([]);
    expect(discord.complaints).toEqual([]);
  }, 60_000);

  it('registers what start leaves as it is: nobody sees a command twice', async () => {
    await withToken();
    const before = discord.world.commands.get('global')?.map(({ id }) => id);
    await (await program.start()).stop();
    expect(discord.world.commands.get('global')?.map(({ id }) => id)).toEqual(before);
  });

  it.each(['set', 'typed'])('says in one sentence that a token is wrong which is %s, and ends with 78', async (how) => {
    const { output, errors, exitCode } = await (how === 'set'
      ? setUp({ DISCORD_TOKEN: badToken })
      : setUp({}, [badToken]));
    expect({ errors, exitCode }).toEqual({ errors: '', exitCode: 78 });
    expect(marked(output)).toEqual([expect.stringMatching(/^✗ Discord does not take the token in DISCORD_TOKEN\./)]);
    expect(output).not.toContain(badToken);
    expect(output).not.toContain('oauth2/authorize');
  });

  it.each(['…', 'MTMxMDAw… and so on', 'your-bot-token', 'naïve', '"quoted"', '0123456789abcdef'.repeat(4)])(
    'says of what can be no token that it is wrong, not that Discord is: %s',
    async (value) => {
      const { output, errors, exitCode } = await setUp({ DISCORD_TOKEN: value });
      expect({ errors, exitCode }).toEqual({ errors: '', exitCode: 78 });
      expect(marked(output)).toEqual([expect.stringMatching(/^✗ .*DISCORD_TOKEN/)]);
    },
  );

  it('says that Discord cannot be reached, and ends with 69', async () => {
    const { output, exitCode } = await withToken({ DISCORD_API_URL: 'http://127.0.0.1:4/api' });
    expect(marked(output)).toEqual([expect.stringMatching(/^✗ Discord cannot be used now: /)]);
    expect(exitCode).toBe(69);
  });

  it.each([
    [{ kind: 'error', status: 400, code: 30_034, message: 'Max number of application commands' }, 78, '400/30034'],
    [{ kind: 'status', status: 503 }, 69, ''],
  ] as const)(
    'says why the commands could not be registered, and invites all the same: %j',
    async (trouble, code, why) => {
      discord.trouble.always(register, trouble);
      const { output, exitCode } = await withToken();
      expect(marked(output)).toHaveLength(3);
      expect(marked(output)[1]).toMatch(/^✗ The commands could not be registered \(.+\); start tries it again\.$/);
      expect(marked(output)[1]).toContain(why);
      expect(invitation(output).searchParams.get('client_id')).toBe(discord.application.id);
      expect(exitCode).toBe(code);
    },
  );

  it('refuses an address that is none in one sentence, and prints nothing else', async () => {
    const { output, errors, exitCode } = await withToken({ DISCORD_API_URL: 'nowhere' });
    expect({ output, exitCode }).toEqual({ output: '', exitCode: 78 });
    expect(errors).toMatch(/^DISCORD_API_URL holds no address/);
  });
});
