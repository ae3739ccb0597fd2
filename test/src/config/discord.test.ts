import { describe, expect, it } from 'vitest';
import { secretsIn } from '../../../src/config/environment.js';
import { explain } from '../../../src/config/explain.js';
import { configOf, problemsOf } from './load-text.js';

type Environment = Readonly<Record<string, string>>;

const token = 'MTMxMDAwMDAwMDAwMDAwMDAwMA.GabcdE.a-signature-of-twenty-seven-and-more';
const guild = '123456789012345678';
const person = '234567890123456789';
const publicKey = '0123456789abcdef'.repeat(4);

const discordOf = (environment: Environment, text: string | null = null) => configOf(text, environment).discord;

describe('Discord in the configuration', () => {
  it('is off without a token, also where the file speaks of it', () => {
    expect(configOf(null)).toMatchObject({ discord: null, namesDiscord: false });
    expect(configOf('discord:\n  crosspost: true')).toMatchObject({ discord: null, namesDiscord: true });
    expect(configOf(null, { DISCORD_TOKEN: '  ', DISCORD_API_URL: 'nowhere' }).discord).toBeNull();
  });

  it('is connected with the token alone', () => {
    const expected = { token, apiUrl: null, managers: [], developmentGuild: null, crosspost: false };
    expect(discordOf({ DISCORD_TOKEN: token })).toEqual(expected);
    expect(discordOf({ DISCORD_TOKEN: ` ${token}\n` })).toEqual(expected);
  });

  it.each(['Bot ', 'bot ', 'Bot  '])('takes the token with %j in front, as it is sent to Discord', (front) => {
    expect(discordOf({ DISCORD_TOKEN: `${front}${token}` })?.token).toBe(token);
  });

  it('takes what the file says', () => {
    const file = [
      'discord:',
      `  managers: ["${person}", "${guild}"]`,
      `  developmentGuild: "${guild}"`,
      '  crosspost: true',
    ].join('\n');
    const expected = { managers: [person, guild], developmentGuild: guild, crosspost: true };
    expect(discordOf({ DISCORD_TOKEN: token }, file)).toMatchObject(expected);
  });

  it.each([
    ['https://discord.com/api', 'https://discord.com/api'],
    ['https://discord.com/api/', 'https://discord.com/api'],
    ['https://discord.com/api/v10', 'https://discord.com/api'],
    ['https://discord.com/api/v9/', 'https://discord.com/api'],
    ['http://127.0.0.1:3001/api', 'http://127.0.0.1:3001/api'],
  ])('can be another server, by http or https, with a version or without: %s', (address, apiUrl) => {
    expect(discordOf({ DISCORD_TOKEN: token, DISCORD_API_URL: address })?.apiUrl).toBe(apiUrl);
  });

  it('switches the terminal off, which the file can switch on again', () => {
    expect(configOf(null, { DISCORD_TOKEN: token }).terminal).toBeNull();
    expect(configOf('terminal: true', { DISCORD_TOKEN: token }).terminal).not.toBeNull();
    expect(configOf('discord:\n  crosspost: true').terminal).not.toBeNull();
  });

  it('names channels and teams by the ids of server and channel', () => {
    const { channels, teams } = configOf(
      `channels:\n  - channel: "discord:${guild}/${person}"\nteams:\n  lab: ["discord:${guild}", "slack:T0123456789"]`,
    );
    expect(channels).toMatchObject([{ adapter: 'discord', workspace: guild, channel: person }]);
    expect(teams[0]?.workspaces).toContainEqual({ adapter: 'discord', workspace: guild });
  });
});

describe('a mistake in what connects Discord', () => {
  it.each([
    ['a bot token of Slack', 'xoxb-1-2-abc', 'a token of Slack', /SLACK_/],
    ['an app token of Slack', 'xapp-1-A1-2-abc', 'a token of Slack', /SLACK_/],
    ["the application's id", '1310000000000000000', "the application's id", /Reset Token/],
    ['the public key', publicKey, "the application's public key", /Reset Token/],
    ['the public key in capitals', publicKey.toUpperCase(), "the application's public key", /Reset Token/],
    ['the client secret', 'AbCd-efGhIjKlMnOpQrStUvWxYz_0123', "the application's client secret", /Reset Token/],
    ['an invitation', 'https://discord.com/oauth2/authorize?client_id=1', 'an address', /Reset Token/],
    ['an example with dots', 'MTMxMDAw…', 'an example', /Copy it/],
    ['an example in words', 'your-bot-token', 'an example', /Copy it/],
    ['an example in brackets', '<token>', 'an example', /Copy it/],
    ['an example after "Bot"', 'Bot your-bot-token', 'an example', /Copy it/],
    ['quotes around it', `"${token}"`, 'what stands in quotes', /quotes away/],
    ['another word in front', `Bearer ${token}`, 'what has blanks in it', /Copy it/],
    ['letters that look like others', `М${token.slice(1)}`, 'what has signs in it that no token has', /Copy it/],
    ['a line break within', `${token.slice(0, 30)}\n${token.slice(30)}`, 'what has blanks in it', /Copy it/],
  ])('is told by what it looks like, without what it holds: %s', (_, value, read, fix) => {
    const environment = { DISCORD_TOKEN: value };
    const [problem, ...others] = problemsOf(null, environment);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: 'DISCORD_TOKEN', line: null, read, expected: "the bot's token" });
    expect(problem?.fix).toMatch(fix);
    const said = problem === undefined ? '' : explain([problem], null);
    for (const part of [value, ...value.split(/\s/)].filter(({ length }) => length > 6)) {
      expect(said).not.toContain(part);
    }
  });

  it.each(['0123456789abcdef'.repeat(2), '123456789012345678', 'your-bot-token'])(
    'takes any token of whoever stands in for Discord: %s',
    (value) => {
      const environment = { DISCORD_TOKEN: value, DISCORD_API_URL: 'http://127.0.0.1:3001/api' };
      expect(configOf(null, environment).discord).toMatchObject({ token: value });
      expect(problemsOf(null, { DISCORD_TOKEN: value })).toMatchObject([{ path: 'DISCORD_TOKEN' }]);
    },
  );

  it.each([
    'discord.com/api',
    'ftp://discord.com/api',
    'https://me:pass@discord.com/api',
    'https://discord.com/api?v=10',
  ])('is told of an address that is none: %s', (address) => {
    const [problem, ...others] = problemsOf(null, { DISCORD_TOKEN: token, DISCORD_API_URL: address });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: 'DISCORD_API_URL', line: null });
    expect(problem?.fix).toContain('DISCORD_API_URL=https://discord.com/api');
    expect(JSON.stringify(problem)).not.toContain(token);
  });

  it.each([
    ['discord: yes', 'discord', /below "discord:"/],
    ['discord:\n  managers: alice', 'discord.managers', /\["\d+"\]/],
    ['discord:\n  managers: []', 'discord.managers', /at least one/],
    ['discord:\n  managers: [alice]', 'discord.managers[0]', /Copy ID/],
    [`discord:\n  managers: ["${person}", "<@${person}>"]`, 'discord.managers[1]', /Copy ID/],
    [`discord:\n  managers: [${person}]`, 'discord.managers[0]', /in quotes/],
    [`discord:\n  developmentGuild: ${guild}`, 'discord.developmentGuild', /in quotes/],
    ['discord:\n  developmentGuild: Lab', 'discord.developmentGuild', /Copy ID/],
    ['discord:\n  crosspost: "true"', 'discord.crosspost', /without quotes/],
    ['discord:\n  crossposts: true', 'discord.crossposts', /crosspost/],
  ])('is told in the file, with or without a token: %j', (text, path, fix) => {
    for (const environment of [{}, { DISCORD_TOKEN: token }]) {
      const problems = problemsOf(text, environment);
      expect(problems).toMatchObject([{ path }]);
      expect(problems[0]?.fix).toMatch(fix);
    }
  });

  it('is told together with all others, of Slack and of the file too', () => {
    const environment = {
      ...{ DISCORD_TOKEN: publicKey, DISCORD_API_URL: 'discord' },
      SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
    };
    const problems = problemsOf('defaults:\n  count: 0\ndiscord:\n  crosspost: 1', environment);
    expect(problems.map(({ path }) => path).toSorted()).toEqual(
      ['DISCORD_API_URL', 'DISCORD_TOKEN', 'SLACK_APP_TOKEN', 'defaults.count', 'discord.crosspost'].toSorted(),
    );
  });
});

describe('the token of Discord', () => {
  it('is a secret of the environment, with "Bot" in front or not', () => {
    expect(secretsIn({ DISCORD_TOKEN: token })).toEqual([token]);
    expect(secretsIn({ DISCORD_TOKEN: `Bot ${token}` })).toContain(token);
  });

  it.each([`discord:\n  token: ${token}`, 'discord:\n  token: not-even-like-one', `defaults:\n  zone: ${token}`])(
    'does not belong in the file, which is said without it: %j',
    (text) => {
      const problems = problemsOf(text);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ read: 'a secret' });
      expect(problems[0]?.fix).toContain('DISCORD_TOKEN');
      expect(explain(problems, 'broadsheet.yaml')).not.toMatch(/MTMx|not-even-like/);
    },
  );
});
