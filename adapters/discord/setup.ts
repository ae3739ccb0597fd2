import { BroadsheetError } from '../../src/kernel/errors.js';
import type { PlatformSetup, SetUp, SetupContext, SetupFinding, SetupSecret } from '../../src/platform/setup.js';
import { reasonIn } from './attempt.js';
import { registerAnew } from './commands.js';
import { type Identity, identityOf } from './identity.js';
import { neededPermissions } from './permissions.js';
import { RestApi } from './rest-api.js';

const token: SetupSecret = { variable: 'DISCORD_TOKEN', where: 'Bot, Reset Token', needed: true };

/** The steps to take; with a token also the invitation, and the commands are registered. */
export const setUpDiscord: SetUp = async (context): Promise<PlatformSetup> => ({
  steps: stepsText,
  secrets: [token],
  check: (given) => check(given.get(token.variable), context),
});

const steps = [
  'Open https://discord.com/developers/applications, New Application, and give it a name.',
  'Bot: leave all three Privileged Gateway Intents off, the bot reads nothing that people write in channels. Reset Token, and copy it.',
  `Set ${token.variable} to it.`,
  'broadsheet setup discord tries the token, when it is set or typed in below, registers the commands, and prints the link that invites the bot with the few permissions it needs.',
  'Open the link, choose the server, Authorize. Then: broadsheet start.',
  'In Discord: type /paper settings on in the channel that is to get the morning edition.',
];

const stepsText = `${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}\n`;

/** Anything else breaks the request before it goes out, as if Discord were not there. */
const sendable = /^[\x21-\x7e]+$/;

const noToken: SetupFinding = {
  kind: 'wrong',
  sentence: `${token.variable} does not hold the bot's token. Copy it from the Discord developer portal: ${token.where}.`,
};

async function check(given: string | undefined, context: SetupContext): Promise<readonly SetupFinding[]> {
  if (given === undefined) return [];
  const { clock, log, apiUrl } = context;
  const bare = given.replace(/^Bot\s+/i, '');
  if (!sendable.test(bare)) return [noToken];
  const rest = new RestApi({ token: bare, apiUrl, clock, log, unauthorized: () => undefined });
  try {
    const identity = await identityOf(rest);
    return [
      {
        kind: 'fine',
        sentence: `${token.variable} works: bot ${identity.botName}, application ${identity.applicationId}.`,
      },
      await registered(rest, identity, context),
      { kind: 'fine', sentence: `Invite the bot: ${inviteLink(identity)}` },
    ];
  } catch (thrown) {
    if (!(thrown instanceof BroadsheetError)) throw thrown;
    const { code, message, hint } = thrown;
    return [{ kind: code === 'config' ? 'wrong' : 'unreachable', sentence: `${message} ${hint}` }];
  } finally {
    rest.close();
  }
}

async function registered(rest: RestApi, { applicationId }: Identity, { menu }: SetupContext): Promise<SetupFinding> {
  const answer = await registerAnew({ rest, applicationId, menu });
  if (answer.kind === 'ok') return { kind: 'fine', sentence: 'The commands are registered: /paper.' };
  return {
    kind: answer.kind === 'refused' ? 'wrong' : 'unreachable',
    sentence: `The commands could not be registered (${reasonIn(answer)}); start tries it again.`,
  };
}

/** With what the bot needs and nothing more (https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow). */
function inviteLink({ applicationId }: Identity): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: neededPermissions.toString(),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
