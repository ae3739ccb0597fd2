import type { WebClientOptions } from '@slack/web-api';
import { BroadsheetError } from '../../src/kernel/errors.js';
import type { AdapterContext } from '../../src/platform/adapter-factory.js';
import type { AccessSource } from './access.js';
import { Addresses } from './addresses.js';
import { Caller } from './caller.js';
import type { SlackSettings } from './config.js';
import { envAccess } from './env-access.js';
import { Installations } from './installations.js';
import { Messages } from './messages.js';
import { People } from './people.js';
import { Voters } from './voters.js';

/** Everything that asks something of Slack. */
export interface Office {
  readonly access: AccessSource;
  readonly caller: Caller;
  readonly people: People;
  readonly voters: Voters;
  readonly messages: Messages;
  readonly addresses: Addresses;
}

/** Finds out whose token it is. Rejects with a BroadsheetError when Slack does not take it or is not there. */
export async function openOffice(
  settings: SlackSettings,
  { clock, log, storage }: AdapterContext,
  clientOptions: WebClientOptions,
  revoked: (team: string, error: string) => void,
): Promise<Office> {
  const access = await accessOf(settings, { clock, log, storage }, clientOptions);
  const caller = new Caller({ access, clock, clientOptions, revoked });
  const people = new People({ caller, storage, clock, managers: settings.managers });
  await people.recall();
  const voters = new Voters({ people, clock, log });
  const isProgram = (team: string, user: string): boolean => voters.isProgram(team, user);
  const messages = new Messages({ caller, access, clock, isProgram });
  return { access, caller, people, voters, messages, addresses: new Addresses({ caller, clock }) };
}

async function accessOf(
  settings: SlackSettings,
  { clock, log, storage }: Pick<AdapterContext, 'clock' | 'log' | 'storage'>,
  clientOptions: WebClientOptions,
): Promise<AccessSource> {
  const { botToken } = settings;
  if (botToken !== null) return envAccess(botToken, clientOptions, clock);
  if (settings.mode === 'http' && settings.oauth !== null) {
    return new Installations({ storage, clock, log, clientOptions, oauth: settings.oauth });
  }
  throw new BroadsheetError(
    'config',
    'Slack needs a bot token, or a client id and secret.',
    'Set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.',
  );
}
