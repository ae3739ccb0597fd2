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
    ['tokens that were mixed up', { SLACK_BOT_TOKEN: app, SLACK_APP_TOKEN: app }, 'SLACK_BOT_TOKEN', /OAuth/],
    ['an example', { SLACK_BOT_TOKEN: 'xoxb-…', SLACK_APP_TOKEN: app }, 'SLACK_BOT_TOKEN', /Copy it/],
    ['no address', { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_API_URL: 'slack' }, 'SLACK_API_URL', /https/],
    ['no port', { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: signing, SLACK_PORT: '0' }, 'SLACK_PORT', /3000/],
  ])('is refused with %s, by the name of what is wrong and without what it holds', (_, environment, path, fix) => {
    const [problem, ...others] = problemsOf(null, environment);
    expect(others).toEqual([]);
    expect(problem?.path).toBe(path);
    expect(problem?.fix).toMatch(fix);
    for (const secret of secretsIn(environment)) expect(JSON.stringify(problem)).not.toContain(secret);
  });

  it('knows every secret of the environment, so that none is ever shown', () => {
    const all = { ...oauth, SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, BROADSHEET_SECRET_KEY: key };
    expect(secretsIn(all).toSorted()).toEqual([app, bot, key, signing, 'very-secret'].toSorted());
  });
});
