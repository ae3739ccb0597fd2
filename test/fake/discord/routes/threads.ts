import { isObject, type JsonObject, objectOf, textOf } from '../../json.js';
import { channelOf, messageOf, need } from '../access.js';
import { FormCheck } from '../form-check.js';
import { discordLimits } from '../limits.js';
import { messageContent } from '../message-content.js';
import { emitCreated, emitThreadCreated, emitUpdated } from '../message-events.js';
import { limitIn } from '../paging.js';
import { channelPayload } from '../payloads.js';
import { refusals } from '../refusal.js';
import { type Call, ok, type Result, type Router } from '../router.js';
import { type Channel, channelTypes } from '../state.js';
import type { World } from '../world.js';
import { complainOfMessage } from './messages.js';

function checkThread(check: FormCheck, body: JsonObject): void {
  check.text(['name'], body.name, discordLimits.threadName);
  check.oneOf(['auto_archive_duration'], body.auto_archive_duration, discordLimits.threadMinutes);
}

function openThread(world: World, parent: Channel, body: JsonObject, id?: string): Channel {
  const isNews = parent.type === channelTypes.announcement;
  return world.addChannel({
    ...(id !== undefined && { id }),
    type: isNews ? channelTypes.announcementThread : channelTypes.publicThread,
    guild: parent.guild,
    parent: parent.id,
    owner: world.application.botUser.id,
    name: textOf(body.name),
    archiveMinutes: Number(body.auto_archive_duration ?? 1_440),
  });
}

/** A thread that hangs on a message has its id. */
function onMessage(world: World, call: Call): Result {
  const { channel, message } = messageOf(world, call);
  if (channel.type !== channelTypes.text && channel.type !== channelTypes.announcement)
    throw refusals.wrongChannelType();
  need(world, channel, 'createPublicThreads', 'readMessageHistory');
  const check = new FormCheck();
  checkThread(check, objectOf(call.body));
  check.done();
  if (world.channels.has(message.id)) throw refusals.hasThread();
  const thread = openThread(world, channel, objectOf(call.body), message.id);
  message.flags |= 1 << 5;
  void emitThreadCreated(world, thread);
  void emitUpdated(world, channel, message);
  return { status: 201, body: channelPayload(thread) };
}

/** A post of a forum: the thread and its first message, which have one id. */
function inForum(world: World, call: Call, forum: Channel): Result {
  const body = objectOf(call.body);
  const check = new FormCheck();
  checkThread(check, body);
  if (!isObject(body.message)) check.required(['message']);
  check.done();
  const first = objectOf(body.message);
  complainOfMessage(world, call, first);
  const content = messageContent(first);
  need(world, forum, ...(content.embeds.length > 0 ? (['embedLinks'] as const) : []));
  const thread = openThread(world, forum, body);
  const message = world.addMessage(thread, world.application.botUser, { ...content, id: thread.id });
  void emitThreadCreated(world, thread);
  void emitCreated(world, thread, message);
  return { status: 201, body: { ...channelPayload(thread), message: world.messagePayload(message) } };
}

function inChannel(world: World, call: Call): Result {
  const channel = channelOf(world, call);
  if (channel.type === channelTypes.forum) {
    need(world, channel, 'sendMessages');
    return inForum(world, call, channel);
  }
  if (channel.type !== channelTypes.text && channel.type !== channelTypes.announcement)
    throw refusals.wrongChannelType();
  need(world, channel, 'createPublicThreads');
  const check = new FormCheck();
  checkThread(check, objectOf(call.body));
  check.oneOf(['type'], objectOf(call.body).type ?? 'none', [
    channelTypes.announcementThread,
    channelTypes.publicThread,
  ]);
  check.done();
  const thread = openThread(world, channel, objectOf(call.body));
  void emitThreadCreated(world, thread);
  return { status: 201, body: channelPayload(thread) };
}

/**
 * What was archived last comes first; `before` is the time of that. Unlike for messages, not to be allowed to read is a refusal
 * (https://docs.discord.com/developers/resources/channel#list-public-archived-threads).
 */
function archived(world: World, call: Call): Result {
  const channel = channelOf(world, call);
  need(world, channel, 'readMessageHistory');
  const limit = limitIn(call.query, { most: discordLimits.threadPage, usual: discordLimits.threadPage });
  const before = Date.parse(call.query.get('before') ?? '');
  const threads = [...world.channels.values()]
    .filter(({ parent, isArchived, type }) => parent === channel.id && isArchived && isPublic(type))
    .filter(({ createdAt }) => Number.isNaN(before) || createdAt < before)
    .sort((one, other) => other.createdAt - one.createdAt);
  const page = threads.slice(0, limit);
  return ok({ threads: page.map(channelPayload), members: [], has_more: page.length < threads.length });
}

const isPublic = (type: Channel['type']): boolean =>
  type === channelTypes.publicThread || type === channelTypes.announcementThread;

export function addThreadRoutes(router: Router, world: World): void {
  router.route('GET', '/channels/{channel}/threads/archived/public', (call) => archived(world, call));
  router.route('POST', '/channels/{channel}/messages/{message}/threads', (call) => onMessage(world, call));
  router.route('POST', '/channels/{channel}/threads', (call) => inChannel(world, call));
}
