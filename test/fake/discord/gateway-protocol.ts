import type { JsonObject } from '../json.js';
import type { GatewayEvent } from './world.js';

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway */
export const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
  requestSoundboard: 31,
} as const;

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
export const closeCode = {
  unknownError: 4000,
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSeq: 4007,
  rateLimited: 4008,
  sessionTimedOut: 4009,
  invalidShard: 4010,
  shardingRequired: 4011,
  invalidVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;

/** Why a connection is closed. */
export interface Fault {
  readonly code: number;
  readonly reason: string;
}

export const faults = {
  notDecoded: { code: closeCode.decodeError, reason: 'Error while decoding payload.' },
  unknownOpcode: { code: closeCode.unknownOpcode, reason: 'Unknown opcode.' },
  notAuthenticated: { code: closeCode.notAuthenticated, reason: 'Not authenticated.' },
  wrongToken: { code: closeCode.authenticationFailed, reason: 'Authentication failed.' },
  alreadyAuthenticated: { code: closeCode.alreadyAuthenticated, reason: 'Already authenticated.' },
  invalidSeq: { code: closeCode.invalidSeq, reason: 'Invalid seq.' },
  tooFast: { code: closeCode.rateLimited, reason: 'You are being rate limited.' },
  invalidShard: { code: closeCode.invalidShard, reason: 'Invalid shard.' },
  invalidVersion: { code: closeCode.invalidVersion, reason: 'Invalid API version.' },
  invalidIntents: { code: closeCode.invalidIntents, reason: 'Invalid intent(s).' },
  disallowedIntents: { code: closeCode.disallowedIntents, reason: 'Disallowed intent(s).' },
} as const satisfies Readonly<Record<string, Fault>>;

/** Codes of the server after which there is nothing to resume. */
export const endsSession = (code: number): boolean =>
  code === closeCode.notAuthenticated ||
  code === closeCode.authenticationFailed ||
  code === closeCode.invalidSeq ||
  code >= closeCode.sessionTimedOut;

/** https://discord.com/developers/docs/topics/gateway#list-of-intents */
export const intent = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildModeration: 1 << 2,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  guildReactions: 1 << 10,
  directMessages: 1 << 12,
  directReactions: 1 << 13,
  messageContent: 1 << 15,
} as const;

export const privilegedIntents = intent.guildMembers | intent.guildPresences | intent.messageContent;

/** 0 to 16, then scheduled events, auto moderation and polls; any other bit is refused. */
export const knownIntents = 0x1_ffff | (3 << 20) | (3 << 24);

const messageEvent = /^MESSAGE_(CREATE|UPDATE|DELETE|DELETE_BULK)$/;

/** What a session must have asked for to get it; 0 for what everybody gets. */
export function intentFor({ t, guild }: GatewayEvent): number {
  const inGuild = guild !== undefined;
  if (t.startsWith('MESSAGE_REACTION_')) return inGuild ? intent.guildReactions : intent.directReactions;
  if (messageEvent.test(t)) return inGuild ? intent.guildMessages : intent.directMessages;
  if (t.startsWith('GUILD_MEMBER_')) return intent.guildMembers;
  if (t.startsWith('GUILD_BAN_')) return intent.guildModeration;
  if (/^(GUILD|CHANNEL|THREAD)_/.test(t)) return intent.guilds;
  return 0;
}

/**
 * A message of somebody else in a guild has no content for a bot without the privileged intent, unless it names the bot
 * (https://discord.com/developers/docs/events/gateway#message-content-intent).
 */
export function asSeenWith(event: GatewayEvent, intents: number, botId: string): JsonObject {
  const { t, d, guild } = event;
  if (guild === undefined || (t !== 'MESSAGE_CREATE' && t !== 'MESSAGE_UPDATE')) return d;
  if ((intents & intent.messageContent) !== 0 || idOf(d.author) === botId || names(d.mentions, botId)) return d;
  return { ...d, content: '', embeds: [], attachments: [], components: [] };
}

const idOf = (user: unknown): unknown => (user as { readonly id?: unknown } | undefined)?.id;

const names = (mentions: unknown, id: string): boolean =>
  Array.isArray(mentions) && mentions.some((user) => idOf(user) === id);
