import { z } from 'zod';
import { BroadsheetError } from '../../src/kernel/errors.js';
import type { Answer, Failure } from './answer.js';
import { tokenRefused } from './refusal.js';
import type { RestApi } from './rest-api.js';

/** Whose token it is. */
export interface Identity {
  readonly botUserId: string;
  readonly botName: string;
  readonly applicationId: string;
}

const user = z.object({ id: z.string().min(1), username: z.string().default('') });
const application = z.object({ id: z.string().min(1) });

/** Rejects with a BroadsheetError: `config` when Discord does not take the token, `unavailable` when it does not answer. */
export async function identityOf(rest: RestApi): Promise<Identity> {
  const answer = await rest.call('GET', '/users/@me', { urgency: 'answer' });
  if (answer.kind !== 'ok') throw identityError(answer);
  const bot = user.safeParse(answer.data);
  if (!bot.success) {
    throw new BroadsheetError(
      'unavailable',
      'Discord takes DISCORD_TOKEN but does not say whose it is.',
      'Look at DISCORD_API_URL: what answers there is not Discord.',
    );
  }
  const named = await applicationId(rest.call('GET', '/applications/@me', { urgency: 'answer' }));
  // Applications have had their bot's id since 2016; the gateway names the older ones.
  return { botUserId: bot.data.id, botName: bot.data.username, applicationId: named ?? bot.data.id };
}

async function applicationId(asking: Promise<Answer>): Promise<string | undefined> {
  const answer = await asking;
  const parsed = answer.kind === 'ok' ? application.safeParse(answer.data) : undefined;
  return parsed?.success === true ? parsed.data.id : undefined;
}

/** Why it cannot be told, with the way out. The token itself is never said. */
function identityError(failure: Failure): BroadsheetError {
  if (failure.kind === 'refused' && failure.status === 401) return tokenRefused();
  const reason = reasonOf(failure);
  return new BroadsheetError(
    'unavailable',
    `Discord cannot be used now: ${reason}.`,
    'Look at the network, and at DISCORD_API_URL when it is set; then start again.',
  );
}

function reasonOf(failure: Failure): string {
  if (failure.kind === 'limited') return 'it asks to wait';
  return failure.kind === 'refused' ? failure.detail : failure.reason;
}
