import type { JsonObject } from '../json.js';

/** Discord's `{message, code}` with an HTTP status; thrown by routes, answered by the server. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: JsonObject | undefined;

  constructor(status: number, code: number, message: string, errors?: JsonObject) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  get body(): JsonObject {
    const { message, code, errors } = this;
    return { message, code, ...(errors !== undefined && { errors }) };
  }
}

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes */
export const refusals = {
  unauthorized: () => new Refusal(401, 0, '401: Unauthorized'),
  notFound: () => new Refusal(404, 0, '404: Not Found'),
  methodNotAllowed: () => new Refusal(405, 0, '405: Method Not Allowed'),
  badJson: () => new Refusal(400, 50109, 'The request body contains invalid JSON.'),
  unknownChannel: () => new Refusal(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new Refusal(404, 10004, 'Unknown Guild'),
  unknownMember: () => new Refusal(404, 10007, 'Unknown Member'),
  unknownMessage: () => new Refusal(404, 10008, 'Unknown Message'),
  unknownUser: () => new Refusal(404, 10013, 'Unknown User'),
  unknownEmoji: () => new Refusal(400, 10014, 'Unknown Emoji'),
  unknownWebhook: () => new Refusal(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new Refusal(404, 10062, 'Unknown interaction'),
  usersOnly: () => new Refusal(403, 20001, 'Bots cannot use this endpoint'),
  tooManyReactions: () => new Refusal(400, 30010, 'Maximum number of reactions reached (20)'),
  tooManyCommands: () => new Refusal(400, 30032, 'Maximum number of application commands reached (100)'),
  tooManyCommandsToday: () =>
    new Refusal(400, 30034, 'Maximum number of daily application command creates has been reached (200)'),
  alreadyCrossposted: () => new Refusal(400, 40033, 'This message has already been crossposted'),
  alreadyAcknowledged: () => new Refusal(400, 40060, 'Interaction has already been acknowledged.'),
  missingAccess: () => new Refusal(403, 50001, 'Missing Access'),
  notAnothers: () => new Refusal(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new Refusal(400, 50006, 'Cannot send an empty message'),
  closedDirect: () => new Refusal(403, 50007, 'Cannot send messages to this user'),
  notText: () => new Refusal(400, 50008, 'Cannot send messages in a non-text channel'),
  missingPermissions: () => new Refusal(403, 50013, 'Missing Permissions'),
  bulkDeleteCount: () =>
    new Refusal(
      400,
      50016,
      'Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100',
    ),
  wrongChannelType: () => new Refusal(400, 50024, 'Cannot execute action on this channel type'),
  tooOldToDelete: () => new Refusal(400, 50034, 'A message provided was too old to bulk delete'),
  archivedThread: () => new Refusal(400, 50083, 'Thread is archived'),
  hasThread: () => new Refusal(400, 160004, 'A thread has already been created for this message'),
  lockedThread: () => new Refusal(400, 160005, 'Thread is locked'),
} as const;
