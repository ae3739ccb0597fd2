import { describe, expect, it } from 'vitest';
import { secretsIn } from '../../../src/config/environment.js';
import { configOf, problemsOf } from './load-text.js';

type Environment = Readonly<Record<string, string>>;

const bot = 'xoxb-1-2-abc';
const app = 'xapp-1-A1-2-abc';
const signing = '0123456789abcdef0123456789abcdef';
const key = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
const oauth = { SLACK_SIGNING_SECRET: signing, SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'very-secret' };

const slackOf = (environment: Environment, text: string | null = null) => configOf(text, environment).slack;

describe('Slack in the configuration', () => {
  it('is off without a token, also where the file speaks of it', () => {
    expect(configOf('slack:\n  port: 4000')).toMatchObject({ slack: null, namesSlack: true });
  });

  it('is connected by Socket Mode with two tokens, also beside a signing secret', () => {
    const expected = { mode: 'socket', botToken: bot, appToken: app, apiUrl: null, managers: [] };
    const tokens = { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app };
    expect(slackOf(tokens)).toEqual(expected);
    expect(slackOf({ ...tokens, SLACK_SIGNING_SECRET: signing })).toEqual(expected);
  });

  it('is connected by HTTP with a signing secret, on the loopback address unless told otherwise', () => {
    const tokens = { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: signing };
    const expected = { mode: 'http', signingSecret: signing, botToken: bot, oauth: null };
    expect(slackOf(tokens)).toMatchObject({ ...expected, host: '127.0.0.1', port: 3_000 });
    const file = 'slack:\n  host: 0.0.0.0\n  port: 8080\n  managers: [U0123456789]';
    expect(slackOf(tokens, file)).toMatchObject({ host: '0.0.0.0', port: 8_080, managers: ['U0123456789'] });
    expect(slackOf({ ...tokens, SLACK_HOST: '10.0.0.1', SLACK_PORT: '99' }, file)).toMatchObject({
      host: '10.0.0.1',
      port: 99,
    });
    expect(slackOf({ ...tokens, SLACK_APP_TOKEN: app }, 'slack:\n  connect: http')).toMatchObject({ mode: 'http' });
  });

  it('lets workspaces install the app when it has a client, and a key for what they grant', () => {
    expect(slackOf({ ...oauth, BROADSHEET_SECRET_KEY: key })).toMatchObject({
      botToken: null,
      oauth: { clientId: '1.2', clientSecret: 'very-secret' },
    });
  });

  it('switches the terminal off, which the file can switch on again', () => {
    const tokens = { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app };
    expect(configOf(null, tokens).terminal).toBeNull();
    expect(configOf('terminal: true', tokens).terminal).not.toBeNull();
  });

  it.each<[string, Environment, string, RegExp]>([
    ['a bot token alone', { SLACK_BOT_TOKEN: bot }, 'SLACK_APP_TOKEN', /setup slack/],
    ['an app token alone', { SLACK_APP_TOKEN: app }, 'SLACK_BOT_TOKEN', /OAuth & Permissions/],
    ['a signing secret alone', { SLACK_SIGNING_SECRET: signing }, 'SLACK_BOT_TOKEN', /OAuth & Permissions/],
    [
      'a client without its secret',
      { SLACK_SIGNING_SECRET: signing, SLACK_CLIENT_ID: '1' },
      'SLACK_CLIENT_SECRET',
      /./,
    ],
    ['a client without a key', oauth, 'BROADSHEET_SECRET_KEY', /openssl rand -base64 32/],
    ['a key of another length', { BROADSHEET_SECRET_KEY: 'c2hvcnQ=' }, 'BROADSHEET_SECRET_KEY', /openssl/],
    [
      'an app token in its place',
      { SLACK_BOT_TOKEN: app, SLACK_APP_TOKEN: app },
      'SLACK_BOT_TOKEN',
      /in SLACK_APP_TOKEN/,
    ],
    [
      'a bot token in its place',
      { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: bot },
      'SLACK_APP_TOKEN',
      /in SLACK_BOT_TOKEN/,
    ],
    ['a user token', { SLACK_BOT_TOKEN: 'xoxp-1-2', SLACK_APP_TOKEN: app }, 'SLACK_BOT_TOKEN', /OAuth/],
    ['a token as secret', { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: app }, 'SLACK_SIGNING_SECRET', /Basic/],
    [
      'blanks in a secret',
      { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: 'two-halves and-blanks' },
      'SLACK_SIGNING_SECRET',
      /Basic/,
    ],
    ['an example', { SLACK_BOT_TOKEN: 'xoxb-…', SLACK_APP_TOKEN: app }, 'SLACK_BOT_TOKEN', /Copy it/],
    ['a word for it', { SLACK_BOT_TOKEN: 'xoxb-your-bot-token', SLACK_APP_TOKEN: app }, 'SLACK_BOT_TOKEN', /Copy it/],
    ['a wrong key', { ...oauth, BROADSHEET_SECRET_KEY: 'c2hvcnQ=' }, 'BROADSHEET_SECRET_KEY', /openssl/],
    [
      'a wrong older key',
      { BROADSHEET_SECRET_KEY: key, BROADSHEET_SECRET_KEY_PREVIOUS: `${key},c2hvcnQ=` },
      'BROADSHEET_SECRET_KEY_PREVIOUS',
      /openssl/,
    ],
    ['no address', { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_API_URL: 'slack' }, 'SLACK_API_URL', /https/],
    ['no port', { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: signing, SLACK_PORT: '0' }, 'SLACK_PORT', /3000/],
  ])('is refused with %s, by the name of what is wrong and without what it holds', (_, environment, path, fix) => {
    const [problem, ...others] = problemsOf(null, environment);
    expect(others).toEqual([]);
    expect(problem?.path).toBe(path);
    expect(problem?.fix).toMatch(fix);
    for (const secret of secretsIn(environment)) expect(JSON.stringify(problem)).not.toContain(secret);
  });

  it('is refused with the mere beginning of a token', () => {
    const problems = problemsOf(null, { SLACK_BOT_TOKEN: 'xoxb-', SLACK_APP_TOKEN: 'xapp-' });
    expect(problems.map(({ read }) => read)).toEqual(['an example', 'an example']);
  });

  it('lists everything that is missing at once', () => {
    const paths = (environment: Environment) => problemsOf(null, environment).map(({ path }) => path);
    expect(paths({ SLACK_CLIENT_ID: '1.2' })).toEqual(['SLACK_SIGNING_SECRET', 'SLACK_CLIENT_SECRET']);
    expect(paths({ SLACK_BOT_TOKEN: app, SLACK_APP_TOKEN: bot })).toEqual(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']);
  });

  it('tells what the way that the file asks for takes', () => {
    const tokens = { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app };
    expect(problemsOf('slack:\n  connect: http', tokens).map(({ path }) => path)).toEqual(['SLACK_SIGNING_SECRET']);
    const signed = { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: signing };
    expect(problemsOf('slack:\n  connect: socket', signed).map(({ path }) => path)).toEqual(['SLACK_APP_TOKEN']);
  });

  it('reads that way beside mistakes elsewhere in the file, and asks for nothing where it is the mistake itself', () => {
    const both = { ...oauth, SLACK_APP_TOKEN: app, BROADSHEET_SECRET_KEY: key };
    const paths = (text: string) => problemsOf(text, both).map(({ path }) => path);
    expect(paths('slack:\n  connect: http\ndefaults:\n  count: 0')).toEqual(['defaults.count']);
    expect(paths('slack:\n  connect: htp')).toEqual(['slack.connect']);
  });

  it.each([
    ['slack: yes', 'slack'],
    ['slack:\n  port: 70000', 'slack.port'],
    ['slack:\n  managers: alice', 'slack.managers'],
    ['slack:\n  managers: [alice]', 'slack.managers[0]'],
  ])('is refused in the file, with or without a token: %j', (text, path) => {
    const tokens = { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app };
    for (const environment of [{}, tokens]) expect(problemsOf(text, environment)).toMatchObject([{ path }]);
  });

  it('takes a bot token that Slack renews, and signing secrets of any form', () => {
    expect(slackOf({ SLACK_BOT_TOKEN: 'xoxe.xoxb-1-abc', SLACK_APP_TOKEN: app })).not.toBeNull();
    expect(slackOf({ SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: 'not-hex-at-all' })).not.toBeNull();
  });

  it('can be another server, by http or https', () => {
    const tokens = { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app };
    const at = (address: string) => slackOf({ ...tokens, SLACK_API_URL: address })?.apiUrl;
    expect(at('http://127.0.0.1:3001/api/')).toBe('http://127.0.0.1:3001/api');
    expect(at('https://slack.example.com/api')).toBe('https://slack.example.com/api');
  });

  it('opens what older keys sealed, and seals with the current one', () => {
    const older = 'f'.repeat(64);
    const environment = { BROADSHEET_SECRET_KEY: key, BROADSHEET_SECRET_KEY_PREVIOUS: `${older}, ${older}` };
    const { keyring } = configOf(null, environment);
    expect(keyring?.previous).toHaveLength(2);
    expect(keyring?.current.id).not.toBe(keyring?.previous[0]?.id);
    expect(configOf(null, { BROADSHEET_SECRET_KEY_PREVIOUS: older }).keyring).toBeNull();
  });

  it('knows every secret of the environment, so that none is ever shown', () => {
    const all = { ...oauth, SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, BROADSHEET_SECRET_KEY: key };
    expect(secretsIn(all).toSorted()).toEqual([app, bot, key, signing, 'very-secret'].toSorted());
  });
});
