import { type JsonObject, objectOf } from '../../json.js';
import { channelOf, may, messageOf, need, needWritable } from '../access.js';
import { FormCheck } from '../form-check.js';
import { discordLimits } from '../limits.js';
import { removeMessage, removeMessages } from '../message-changes.js';
import { type Content, contentComplaints, messageContent } from '../message-content.js';
import { emitCreated, emitUpdated } from '../message-events.js';
import type { Nonces } from '../nonces.js';
import { pageOf } from '../paging.js';
import { refusals } from '../refusal.js';
import { type Call, noContent, ok, type Result, type Router } from '../router.js';
import { type Channel, channelTypes, type Message, messageFlags } from '../state.js';
import type { World } from '../world.js';

const knownFields: ReadonlySet<string> = new Set([
  ...['content', 'nonce', 'tts', 'embeds', 'allowed_mentions', 'message_reference', 'components', 'sticker_ids'],
  ...['attachments', 'flags', 'enforce_nonce', 'poll'],
]);

export function complainOfMessage(world: World, call: Call, body: JsonObject): void {
  const where = `${call.method} ${call.path}`;
  for (const complaint of contentComplaints(body)) world.complain(`${where} ${complaint}`);
  for (const name of Object.keys(body)) if (!knownFields.has(name)) world.complain(`${where} with unknown ${name}`);
}

function nonceOf(body: JsonObject): string | undefined {
  if (body.nonce === undefined || body.nonce === null) return undefined;
  const check = new FormCheck();
  if (!Number.isSafeInteger(body.nonce)) check.string(['nonce'], body.nonce, discordLimits.nonceCharacters);
  check.boolean(['enforce_nonce'], body.enforce_nonce);
  check.done();
  return String(body.nonce);
}

function replyTo(channel: Channel, body: JsonObject): string | undefined {
  const reference = objectOf(body.message_reference);
  const id = reference.message_id;
  if (typeof id !== 'string') return undefined;
  if (channel.messages.has(id)) return id;
  if (reference.fail_if_not_exists === false) return undefined;
  const check = new FormCheck();
  check.note(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  check.done();
  return undefined;
}

/** Embeds in a channel where the bot may not embed links are refused rather than dropped. */
function needEmbeds(world: World, channel: Channel, content: Content): void {
  if (content.embeds.length > 0) need(world, channel, 'embedLinks');
}

function post(world: World, nonces: Nonces, call: Call): Result {
  const channel = channelOf(world, call);
  const body = objectOf(call.body);
  complainOfMessage(world, call, body);
  needWritable(world, channel);
  const nonce = nonceOf(body);
  if (nonce === undefined || body.enforce_nonce !== true)
    world.complain(`${call.method} ${call.path} without nonce and enforce_nonce`);
  const content = messageContent(body);
  needEmbeds(world, channel, content);
  const before = body.enforce_nonce === true ? nonces.find(channel, nonce) : undefined;
  if (before !== undefined) return ok(world.messagePayload(before));
  const reply = replyTo(channel, body);
  const type = reply === undefined ? 0 : 19;
  const message = world.addMessage(channel, world.application.botUser, { ...content, nonce, type, replyTo: reply });
  nonces.note(channel, message);
  void emitCreated(world, channel, message);
  return ok(world.messagePayload(message));
}

function edit(world: World, call: Call): Result {
  const { channel, message } = messageOf(world, call);
  const body = objectOf(call.body);
  complainOfMessage(world, call, body);
  if (message.author.id !== world.application.botUser.id) throw refusals.notAnothers();
  if (channel.isArchived) throw refusals.archivedThread();
  const content = messageContent(body, message);
  needEmbeds(world, channel, content);
  Object.assign(message, content, { editedAt: world.now() });
  void emitUpdated(world, channel, message);
  return ok(world.messagePayload(message));
}

function remove(world: World, call: Call): Result {
  const { channel, message } = messageOf(world, call);
  if (message.author.id !== world.application.botUser.id) need(world, channel, 'manageMessages');
  if (channel.isArchived) throw refusals.archivedThread();
  void removeMessage(world, channel, message);
  return noContent;
}

function bulkDelete(world: World, call: Call): Result {
  const channel = channelOf(world, call);
  need(world, channel, 'manageMessages');
  const given = objectOf(call.body).messages;
  const ids: readonly unknown[] = Array.isArray(given) ? given : [];
  if (ids.length < 2 || ids.length > discordLimits.bulkDelete) throw refusals.bulkDeleteCount();
  const messages = ids.flatMap((id) => channel.messages.get(String(id)) ?? []);
  const oldest = world.now() - discordLimits.bulkDeleteAgeMs;
  if (messages.some(({ createdAt }) => createdAt < oldest)) throw refusals.tooOldToDelete();
  void removeMessages(world, channel, messages);
  return noContent;
}

/** Without the permission to read the history nothing is shown, and nothing is refused. */
function list(world: World, call: Call): Result {
  const channel = channelOf(world, call);
  const messages = may(world, channel, 'readMessageHistory') ? [...channel.messages.values()] : [];
  const { messagePage, defaultMessagePage } = discordLimits;
  const page = pageOf(messages, call.query, { most: messagePage, usual: defaultMessagePage });
  return ok(page.map((message) => world.messagePayload(message)));
}

function one(world: World, call: Call): Result {
  const { channel, message } = messageOf(world, call);
  need(world, channel, 'readMessageHistory');
  return ok(world.messagePayload(message));
}

function crosspost(world: World, call: Call): Result {
  const { channel, message } = messageOf(world, call);
  if (channel.type !== channelTypes.announcement) throw refusals.wrongChannelType();
  need(world, channel, ...(isOwn(world, message) ? (['sendMessages'] as const) : (['manageMessages'] as const)));
  if ((message.flags & messageFlags.crossposted) !== 0) throw refusals.alreadyCrossposted();
  message.flags |= messageFlags.crossposted;
  void emitUpdated(world, channel, message);
  return ok(world.messagePayload(message));
}

const isOwn = (world: World, message: Message): boolean => message.author.id === world.application.botUser.id;

export function addMessageRoutes(router: Router, world: World, nonces: Nonces): void {
  const messages = '/channels/{channel}/messages';
  router.route('POST', messages, (call) => post(world, nonces, call));
  router.route('GET', messages, (call) => list(world, call));
  router.route('POST', `${messages}/bulk-delete`, (call) => bulkDelete(world, call));
  router.route('GET', `${messages}/{message}`, (call) => one(world, call));
  router.route('PATCH', `${messages}/{message}`, (call) => edit(world, call));
  router.route('DELETE', `${messages}/{message}`, (call) => remove(world, call));
  router.route('POST', `${messages}/{message}/crosspost`, (call) => crosspost(world, call));
}
