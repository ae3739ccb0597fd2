import { parseWebAddress } from './address-settings.js';
import type { Config, SlackConfig } from './config.js';
import { type Environment, variable } from './environment.js';
import { type Problem, problem } from './explain.js';
import type { Settings } from './schema.js';

/** Any of them switches Slack on. */
const switches = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_CLIENT_ID'] as const;

const defaultHost = '127.0.0.1';
const defaultPort = 3_000;

type SlackSection = NonNullable<Settings['slack']>;

interface ReadSlack {
  readonly slack: SlackConfig | null;
  readonly problems: readonly Problem[];
}

/** What is wrong with a variable. What it holds is never repeated: it may be a token. */
const wrong = (path: string, read: string, expected: string, fix: string): Problem =>
  problem({ path, line: null, read, expected, fix });

const missing = (path: string, why: string, fix: string): Problem => wrong(path, 'nothing', why, fix);

/**
 * How Slack is connected, from the environment and the file. Without a token it is off, which is no problem. A section that is wrong
 * (undefined) says nothing about the way to connect, so that nothing is said to be missing for it.
 */
export function readSlack(
  environment: Environment,
  section: SlackSection | undefined,
  keyring: Config['keyring'],
): ReadSlack {
  const given = (name: string): string | undefined => variable(environment, name);
  if (switches.every((name) => given(name) === undefined)) return { slack: null, problems: [] };
  const { apiUrl, problems: addressProblems } = addressOf(given('SLACK_API_URL'));
  const certain = [...secretProblems(given), ...addressProblems];
  if (section === undefined) return { slack: null, problems: certain };
  const { settings, problems } = bySocket(given, section) ? socket(given) : http(given, section, keyring);
  const all = [...certain, ...problems];
  if (all.length > 0 || settings === undefined) return { slack: null, problems: all };
  return { slack: { ...settings, apiUrl, managers: section.managers ?? [] }, problems: [] };
}

/** Socket Mode needs nothing of the network around us, so that it comes first where both are possible. */
const bySocket = (given: Given, { connect }: SlackSection): boolean =>
  connect === 'socket' || (connect !== 'http' && given('SLACK_APP_TOKEN') !== undefined);

function addressOf(text: string | undefined): Pick<SlackConfig, 'apiUrl'> & Pick<ReadSlack, 'problems'> {
  const apiUrl = text === undefined ? null : (parseWebAddress(text, () => true) ?? null);
  return { apiUrl, problems: text !== undefined && apiUrl === null ? [apiUrlProblem] : [] };
}

type Given = (name: string) => string | undefined;

const apiUrlProblem = wrong(
  'SLACK_API_URL',
  'what is no address',
  'an address that begins with https:// or http://, without a name, a password or a question mark in it',
  'Set SLACK_API_URL=https://slack.com/api/, or leave it out.',
);

interface Kind {
  readonly begin: RegExp;
  readonly expected: string;
  readonly fix: string;
}

type SecretName = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN' | 'SLACK_SIGNING_SECRET';

const secretFix = 'Copy it from Basic Information of your app at api.slack.com/apps.';

/** https://docs.slack.dev/authentication/tokens. Of a signing secret nothing is known but that it is no token. */
const kinds: Readonly<Record<SecretName, Kind>> = {
  SLACK_BOT_TOKEN: {
    begin: /^(?:xoxe\.)?xoxb-/,
    expected: 'a bot token, which begins with xoxb-',
    fix: 'Copy it from OAuth & Permissions of your app at api.slack.com/apps.',
  },
  SLACK_APP_TOKEN: {
    begin: /^xapp-/,
    expected: 'an app-level token, which begins with xapp-',
    fix: 'Make one with the scope connections:write under Basic Information of your app at api.slack.com/apps.',
  },
  SLACK_SIGNING_SECRET: {
    begin: /^(?!x(?:ox|app))/,
    expected: "the app's signing secret, which is 32 letters and digits",
    fix: secretFix,
  },
};
const names = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'] as const;

/** What a text is called that begins so, and where it belongs when it is of any use. */
const tokens: readonly { readonly begin: RegExp; readonly name: string; readonly place?: SecretName }[] = [
  { begin: kinds.SLACK_BOT_TOKEN.begin, name: 'a bot token', place: 'SLACK_BOT_TOKEN' },
  { begin: kinds.SLACK_APP_TOKEN.begin, name: 'an app-level token', place: 'SLACK_APP_TOKEN' },
  { begin: /^(?:xoxe\.)?xoxp-/, name: 'a user token' },
  { begin: /^xoxe-/, name: 'a refresh token' },
];

/** An example that was not filled in: its dots and signs, its "your", nothing after its beginning, or blanks within. */
const isPlaceholder = (secret: string): boolean => /…|\.\.\.$|[<>\s]|^x[\w.]+-(?:your|$)/i.test(secret);

function secretProblems(given: Given): readonly Problem[] {
  return names.flatMap((name) => {
    const secret = given(name);
    if (secret === undefined) return [];
    const { begin, expected, fix } = kinds[name];
    if (!begin.test(secret)) return [misplaced(name, secret)];
    return isPlaceholder(secret) ? [wrong(name, 'an example', expected, fix)] : [];
  });
}

/** What somebody put there instead, as far as its beginning tells, and where that belongs. */
function misplaced(where: SecretName, secret: string): Problem {
  const { expected, fix } = kinds[where];
  const { name = 'something else', place } = tokens.find(({ begin }) => begin.test(secret)) ?? {};
  return wrong(where, name, expected, place === undefined ? fix : `That one belongs in ${place}. ${fix}`);
}

type Connected =
  | Omit<Extract<SlackConfig, { mode: 'socket' }>, 'apiUrl' | 'managers'>
  | Omit<Extract<SlackConfig, { mode: 'http' }>, 'apiUrl' | 'managers'>;

interface Found {
  readonly settings?: Connected;
  readonly problems: readonly Problem[];
}

function socket(given: Given): Found {
  const [botToken, appToken] = [given('SLACK_BOT_TOKEN'), given('SLACK_APP_TOKEN')];
  const needs = 'a token, since Slack is to be connected by Socket Mode';
  if (botToken !== undefined && appToken !== undefined) {
    return { settings: { mode: 'socket', botToken, appToken }, problems: [] };
  }
  return {
    problems: [
      ...(botToken === undefined ? [missing('SLACK_BOT_TOKEN', needs, kinds.SLACK_BOT_TOKEN.fix)] : []),
      ...(appToken === undefined ? [missing('SLACK_APP_TOKEN', needs, kinds.SLACK_APP_TOKEN.fix)] : []),
    ],
  };
}

function http(given: Given, section: SlackSection, keyring: Config['keyring']): Found {
  const signingSecret = given('SLACK_SIGNING_SECRET');
  const port = portOf(given('SLACK_PORT'), section.port);
  const access = { botToken: given('SLACK_BOT_TOKEN') ?? null, oauth: oauthOf(given) };
  const problems = [
    ...(signingSecret === undefined ? [noWayIn(given, section)] : []),
    ...accessProblems(given, access, keyring),
    ...(port === undefined ? [portProblem] : []),
  ];
  if (signingSecret === undefined || port === undefined || problems.length > 0) return { problems };
  const host = given('SLACK_HOST') ?? section.host ?? defaultHost;
  // With a token of its own the app is of one workspace.
  const oauth = access.botToken === null ? access.oauth : null;
  return { settings: { mode: 'http', signingSecret, host, port, botToken: access.botToken, oauth }, problems: [] };
}

function accessProblems(
  given: Given,
  { botToken, oauth }: { readonly botToken: string | null; readonly oauth: object | null },
  keyring: Config['keyring'],
): readonly Problem[] {
  if (botToken !== null) return [];
  if (oauth === null) return [noAccess(given)];
  // A key that is wrong is told already.
  return keyring === null && given('BROADSHEET_SECRET_KEY') === undefined ? [noKey] : [];
}

/** A bot token alone says nothing about how Slack is to reach us. */
const noWayIn = (given: Given, section: SlackSection): Problem =>
  section.connect === 'http' || given('SLACK_CLIENT_ID') !== undefined
    ? missing('SLACK_SIGNING_SECRET', "the app's signing secret, since Slack is to be connected by HTTP", secretFix)
    : missing(
        'SLACK_APP_TOKEN',
        'an app-level token for Socket Mode, or SLACK_SIGNING_SECRET for HTTP',
        'Set one of the two; broadsheet setup slack says where they are.',
      );

const noAccess = (given: Given): Problem =>
  given('SLACK_CLIENT_ID') !== undefined
    ? missing('SLACK_CLIENT_SECRET', 'the secret that goes with SLACK_CLIENT_ID', secretFix)
    : missing('SLACK_BOT_TOKEN', 'a bot token, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET', kinds.SLACK_BOT_TOKEN.fix);

const noKey: Problem = missing(
  'BROADSHEET_SECRET_KEY',
  'a key, since tokens that workspaces grant are stored encrypted',
  'Make one with "openssl rand -base64 32" and keep it safe.',
);

const portProblem = wrong(
  'SLACK_PORT',
  'what is no port',
  'a whole number from 1 to 65535',
  'Set SLACK_PORT=3000, or leave it out.',
);

function oauthOf(given: Given): { readonly clientId: string; readonly clientSecret: string } | null {
  const [clientId, clientSecret] = [given('SLACK_CLIENT_ID'), given('SLACK_CLIENT_SECRET')];
  return clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret };
}

function portOf(text: string | undefined, configured: number | undefined): number | undefined {
  if (text === undefined) return configured ?? defaultPort;
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535 ? port : undefined;
}
