import type { WebClientOptions } from '@slack/web-api';
import type { Clock } from '../../src/kernel/clock.js';
import { BroadsheetError } from '../../src/kernel/errors.js';
import type { Access, AccessSource } from './access.js';
import { type Failure, textIn } from './answer.js';
import { WebApi } from './web-api.js';

/**
 * The workspace of the bot token in the environment. Throws a BroadsheetError: `config` when Slack does not accept the token,
 * `unavailable` when it does not answer.
 */
export async function envAccess(token: string, options: WebClientOptions, clock: Clock): Promise<AccessSource> {
  const answer = await new WebApi(token, options, clock).call('auth.test', {});
  if (answer.kind !== 'ok') throw tokenError('SLACK_BOT_TOKEN', answer);
  const team = textIn(answer.data, 'team_id');
  const botUserId = textIn(answer.data, 'user_id');
  if (team === undefined || botUserId === undefined) {
    throw new BroadsheetError(
      'unavailable',
      'Slack accepts SLACK_BOT_TOKEN but does not say whose it is.',
      'Look at SLACK_API_URL: what answers there is not Slack.',
    );
  }
  let access: Access | undefined = { token, botUserId, botId: textIn(answer.data, 'bot_id') };
  return {
    team,
    of: async (asked) => (asked === team ? access : undefined),
    teams: async () => (access === undefined ? [] : [team]),
    forget: async () => {
      access = undefined;
    },
  };
}

/** Why Slack does not take a token, with the way out. The token itself is never said. */
export function tokenError(variable: string, failure: Failure): BroadsheetError {
  if (failure.kind === 'refused') {
    return new BroadsheetError(
      'config',
      `Slack does not accept ${variable}: ${failure.error}.`,
      'Copy the token again from your app at api.slack.com/apps; broadsheet setup slack says where each one is.',
    );
  }
  const reason = failure.kind === 'limited' ? 'it asks to wait' : failure.reason;
  return new BroadsheetError(
    'unavailable',
    `Slack cannot be used now: ${reason}.`,
    'Look at the network, and at SLACK_API_URL when it is set; then start again.',
  );
}
