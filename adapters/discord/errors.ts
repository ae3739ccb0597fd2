import type { Answer, Refusal } from './answer.js';
import type { Method, Path } from './budget.js';

/**
 * Discord's error codes (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json) of a channel that takes nothing from us any
 * more, and what people are told.
 */
const closedChannel: Readonly<Record<number, string>> = {
  10003: 'the channel is not there any more',
  10004: 'the server is not there any more',
  20026: 'the bot has been flagged by Discord',
  40004: 'Discord has switched off sending for the bot',
  50001: 'the bot may not see the channel',
  50007: 'the person takes no messages from the bot',
  50008: 'the channel takes no messages',
  50009: 'the server asks for a verification that the bot does not have',
  50013: 'the bot may not write there',
  50024: 'the channel takes no messages',
  50083: 'the thread is archived',
  50278: 'the person shares no server with the bot',
  160005: 'the thread is locked',
};

/** Why nothing can be done in the channel as long as nobody changes something; undefined when it is only about this one request. */
export function closedReason(code: number): string | undefined {
  const words = closedChannel[code];
  return words === undefined ? undefined : `${words} (${code})`;
}

/** What was wrong with one request, in words. */
const refusedRequest: Readonly<Record<number, string>> = {
  10014: 'Discord does not have that emoji',
  30010: 'the message has as many different emoji as Discord allows',
  30046: 'Discord takes no more edits of a message that is older than an hour',
  40067: 'the forum asks for a tag',
  50005: 'the message is not ours',
  50006: 'the message is empty',
  50035: 'Discord does not take the message as it is',
  90001: 'Discord blocked the emoji',
  160006: 'the server has as many threads as Discord allows',
  160007: 'the server has as many threads as Discord allows',
  200000: 'the server blocks what the message says',
  200001: 'the server blocks what the title says',
  240000: 'Discord blocks a link in the message',
};

export function refusalReason({ status, code }: Refusal): string {
  if (status === 401) return 'Discord does not take the token';
  return code === 0 ? `Discord refused it (${status})` : `${refusedRequest[code] ?? 'Discord refused it'} (${code})`;
}

/** Passing trouble that Discord names: certainly not carried out. */
const passing: ReadonlySet<number> = new Set([
  20016, // somebody set a slow mode
  20022, // announcements are edited too fast
  20028, // the channel is written to too fast
  20029, // the server is written to too fast
  30046, // an old message is edited too often: Discord says so for a while
  40006, // switched off for a while
  40062, // something behind it is limited
  110000, // an index is not there yet
  130000, // overloaded
]);

/** A new token in the settings makes everything possible again: no channel is closed by the old one. */
export const isPassing = ({ status, code }: Refusal): boolean => status === 401 || passing.has(code);

export const unknownChannel = 10_003;
const unknownServer = 10_004;
export const unknownMessage = 10_008;
export const unknownEmoji = 10_014;
const missingAccess = 50_001;
const missingPermissions = 50_013;
export const hasThread = 160_004;
/** What a channel says that holds threads or nothing: no messages of its own, no threads in threads. */
export const isWrongChannel = (code: number): boolean => code === 50_008 || code === 40_058 || code === 50_024;
/** A request that is wrong in a way that has no code of Discord's. */
export const isUnnamed = (answer: Answer): boolean =>
  answer.kind === 'refused' && answer.status === 400 && answer.code === 0;
export const mayBeWrongChannel = (answer: Answer): boolean =>
  isUnnamed(answer) || (answer.kind === 'refused' && isWrongChannel(answer.code));
/** The thread that was posted in takes nothing: its channel does all the same. */
export const isOfThread = (code: number): boolean => code !== 50_001 && code !== 10_004;

/** Of 404: what Discord would say on each route that has one thing to be missing. */
const missing: readonly (readonly [RegExp, number])[] = [
  // A message whose reactions are read was there just before.
  [/^GET \/channels\/\d+\/messages\/\d+\/reactions\//, unknownEmoji],
  [/^\w+ \/channels\/\d+\/messages\/\d+/, unknownMessage],
  [/^\w+ \/channels\/\d+/, unknownChannel],
  [/^\w+ \/guilds\/\d+\/(?:threads\/active|emojis)$/, unknownServer],
];

/** Discord's code; where none is told, or the HTTP status in its place, the one that Discord would have for that; 0 where it has none. */
export function codeOf(told: number | undefined, status: number, method: Method, path: Path): number {
  if (told !== undefined && told !== 0 && told !== status) return told;
  const route = `${method} ${path}`;
  if (status === 404) return missing.find(([pattern]) => pattern.test(route))?.[1] ?? 0;
  if (status !== 403 || !/^\/(?:channels|guilds)\/\d+/.test(path)) return 0;
  return method === 'GET' ? missingAccess : missingPermissions;
}
