import type { PlatformSetup, SetUp, SetupContext, SetupFinding, SetupSecret } from '../../src/platform/setup.js';
import { type Answer, type Data, groupOf, listOf, textIn } from './answer.js';
import { tokenError } from './env-access.js';
import { botScopes } from './scopes.js';
import { clientOptions, WebApi } from './web-api.js';

const botToken: SetupSecret = {
  variable: 'SLACK_BOT_TOKEN',
  where: 'OAuth & Permissions, Bot User OAuth Token (xoxb-…)',
  needed: true,
};
const appToken: SetupSecret = {
  variable: 'SLACK_APP_TOKEN',
  where: 'Basic Information, App-Level Tokens, Generate, scope connections:write (xapp-…)',
  needed: true,
};
const signingSecret: SetupSecret = {
  variable: 'SLACK_SIGNING_SECRET',
  where: 'Basic Information, App Credentials, Signing Secret',
  needed: true,
};

/** The manifest and the steps to take, and a look at the tokens with Slack itself. */
export const setUpSlack: SetUp = async (context): Promise<PlatformSetup> => {
  const manifest = manifestFor(await context.readConfigFile('slack-manifest.yaml'), context.publicUrl);
  const secrets = [botToken, context.publicUrl === null ? appToken : signingSecret];
  return { steps: stepsFor(manifest, secrets, context), secrets, check: (given) => check(given, context) };
};

/** What the file says for the one way or the other, its explanations left out but the reasons of the scopes. */
export function manifestFor(file: string, publicUrl: string | null): string {
  const lines = file.split('\n').filter((line) => !/^##/.test(line));
  const chosen =
    publicUrl === null
      ? lines.filter((line) => !/^ *# /.test(line))
      : lines.map((line) =>
          line
            .replace(/^( *)# /, '$1')
            .replace('https://your.host', publicUrl)
            .replace('socket_mode_enabled: true', 'socket_mode_enabled: false'),
        );
  return chosen.map((line) => line.replace(/^( *)## /, '$1# ')).join('\n');
}

function stepsFor(manifest: string, secrets: readonly SetupSecret[], { publicUrl }: SetupContext): string {
  const steps = [
    'Open https://api.slack.com/apps, Create New App, From a manifest, choose the workspace, and paste what stands above (YAML).',
    'Install App: install it to the workspace.',
    ...(publicUrl === null
      ? []
      : [`Let requests to ${publicUrl}/slack/ reach SLACK_HOST and SLACK_PORT (127.0.0.1 and 3000), by HTTPS.`]),
    ...secrets.map(({ variable, where }) => `Set ${variable}: ${where}.`),
    'broadsheet setup slack tries them, when they are set or typed in below. Then: broadsheet start.',
    'In Slack: /invite @broadsheet into a channel, and type /paper settings on there.',
  ];
  return `${manifest.trimEnd()}\n\n${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}\n`;
}

async function check(given: ReadonlyMap<string, string>, context: SetupContext): Promise<readonly SetupFinding[]> {
  const [bot, app, secret] = [botToken, appToken, signingSecret].map(({ variable }) => given.get(variable));
  return [
    ...(bot === undefined ? [] : await checkBot(bot, context)),
    ...(app === undefined ? [] : [await checkApp(app, context)]),
    ...(secret === undefined ? [] : [checkSecret(secret, context)]),
  ];
}

const apiOf = (token: string, { apiUrl, clock, log }: SetupContext): WebApi =>
  new WebApi(token, clientOptions(apiUrl, log), clock);

async function checkBot(token: string, context: SetupContext): Promise<readonly SetupFinding[]> {
  const { variable } = botToken;
  if (!/^xoxb-|^xoxe\.xoxb-/.test(token)) return [otherThan(variable, 'a bot token, which begins with xoxb-')];
  const answer = await apiOf(token, context).call('auth.test', {});
  if (answer.kind !== 'ok') return [failed(variable, answer)];
  const team = textIn(answer.data, 'team') ?? textIn(answer.data, 'team_id') ?? 'the workspace';
  const fine: SetupFinding = {
    kind: 'fine',
    sentence: `${variable} works: workspace ${team}, bot ${textIn(answer.data, 'user') ?? 'without a name'}.`,
  };
  return [fine, ...checkScopes(answer.data)];
}

/** Slack says with every answer what the token may do. */
function checkScopes(data: Data): readonly SetupFinding[] {
  const scopes = new Set(listOf(groupOf(data.response_metadata).scopes));
  if (scopes.size === 0) return [];
  const missing = botScopes.filter((scope) => !scopes.has(scope));
  if (missing.length === 0) return [{ kind: 'fine', sentence: 'The app has all scopes that it needs.' }];
  const which = missing.length === 1 ? `the scope ${missing[0]}` : `the scopes ${missing.join(', ')}`;
  return [
    {
      kind: 'wrong',
      sentence: `The app lacks ${which}: take over the manifest under App Manifest, and install it again.`,
    },
  ];
}

/** Asks for a connection, and does not make it. */
async function checkApp(token: string, context: SetupContext): Promise<SetupFinding> {
  const { variable } = appToken;
  if (!token.startsWith('xapp-')) return otherThan(variable, 'an app-level token, which begins with xapp-');
  const answer = await apiOf(token, context).call('apps.connections.open', {});
  if (answer.kind === 'ok') return { kind: 'fine', sentence: `${variable} works: Socket Mode can be connected.` };
  return failed(variable, answer);
}

/** Only a signed request shows whether it is the right one. A stand-in for Slack may give out others. */
function checkSecret(secret: string, { apiUrl }: SetupContext): SetupFinding {
  const { variable } = signingSecret;
  if (!(apiUrl === null ? /^[0-9a-f]{32}$/i : /^\S+$/).test(secret)) {
    return otherThan(variable, 'a signing secret, which has 32 hexadecimal digits');
  }
  const fine = `${variable} has the form of a signing secret; Slack's first request shows whether it is this app's.`;
  return { kind: 'fine', sentence: fine };
}

const otherThan = (variable: string, expected: string): SetupFinding => ({
  kind: 'wrong',
  sentence: `${variable} does not hold ${expected}.`,
});

function failed(variable: string, answer: Exclude<Answer, { kind: 'ok' }>): SetupFinding {
  const { message, hint } = tokenError(variable, answer);
  return { kind: answer.kind === 'refused' ? 'wrong' : 'unreachable', sentence: `${message} ${hint}` };
}
