import { BroadsheetError } from '../../src/kernel/errors.js';

const authenticationFailed = 4004;

/** Close codes after which trying again cannot help (https://docs.discord.com/developers/topics/opcodes-and-status-codes). */
const refusals: ReadonlyMap<number, string> = new Map([
  [authenticationFailed, 'it does not take the token'],
  [4010, 'it does not take the number of shards'],
  [4011, 'the bot is in too many servers for one connection'],
  [4012, 'it does not take this version of its protocol'],
  [4013, 'it does not know what was asked for'],
  [4014, 'the bot may not have what was asked for'],
]);

/** Why the gateway will never take us, by the code with which it closed; undefined when trying again may help. */
export const refusalOf = (code: number): string | undefined => refusals.get(code);

/** The one sentence about a token that Discord does not take. */
export const tokenRefused = (): BroadsheetError =>
  new BroadsheetError(
    'config',
    'Discord does not take the token in DISCORD_TOKEN.',
    'Copy the token from the Discord developer portal, Bot, Reset Token; broadsheet setup discord checks it.',
  );

export const gatewayRefused = (code: number): BroadsheetError =>
  code === authenticationFailed
    ? tokenRefused()
    : new BroadsheetError(
        'config',
        `Discord refuses the connection: ${refusalOf(code)} (${code}).`,
        'Look at the bot in the Discord developer portal, and update Broadsheet.',
      );
