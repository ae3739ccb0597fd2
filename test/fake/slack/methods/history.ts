import type { JsonObject } from '../../json.js';
import { slackLimits } from '../limits.js';
import { messageJson } from '../message-content.js';
import { Refusal } from '../refusal.js';
import { microseconds } from '../stamps.js';
import type { Channel, Message } from '../state.js';
import { argument, type BotMethod, type Call, isMember, needChannelScope, visibleChannel } from './call.js';

function bound(call: Call, name: 'oldest' | 'latest', otherwise: number): number {
  const given = String(call.args[name] ?? '');
  if (given === '') return otherwise;
  const at = microseconds(given);
  if (!Number.isFinite(at)) throw new Refusal(`invalid_ts_${name}`);
  return at;
}

/** Keeps what lies between `oldest` and `latest`. */
function within(call: Call, messages: readonly Message[]): readonly Message[] {
  const oldest = bound(call, 'oldest', 0);
  const latest = bound(call, 'latest', Number.POSITIVE_INFINITY);
  const isInclusive = call.args.inclusive === true;
  return messages.filter(({ ts }) => {
    const at = microseconds(ts);
    return isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

function pageSize(call: Call): number {
  const limit = Number(call.args.limit ?? slackLimits.defaultHistoryPage);
  return Number.isInteger(limit) && limit > 0
    ? Math.min(limit, slackLimits.historyPage)
    : slackLimits.defaultHistoryPage;
}

/** Cursors point at the next message, as Slack's do. */
function start(call: Call, messages: readonly Message[]): number {
  const cursor = argument(call, 'cursor');
  if (cursor === '') return 0;
  const ts = /^next_ts:(.+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  const index = messages.findIndex((message) => message.ts === ts);
  if (index < 0) throw new Refusal('invalid_cursor');
  return index;
}

function page(call: Call, channel: Channel, messages: readonly Message[]): JsonObject {
  const from = start(call, messages);
  const to = from + pageSize(call);
  const next = messages[to];
  const all = [...channel.messages.values()];
  const withMetadata = call.args.include_all_metadata === true;
  const shown = messages.slice(from, to).map((message) => {
    const replies = all.filter(({ threadTs }) => threadTs === message.ts);
    return messageJson(call.workspace, call.world.app.id, message, { withMetadata, replies });
  });
  const cursor = next === undefined ? '' : Buffer.from(`next_ts:${next.ts}`).toString('base64');
  return {
    messages: shown,
    has_more: next !== undefined,
    ...(cursor !== '' && { response_metadata: { next_cursor: cursor } }),
  };
}

function readable(call: Call): Channel {
  const channel = visibleChannel(call, argument(call, 'channel'));
  needChannelScope(call, channel, 'history');
  if (!isMember(call, channel)) throw new Refusal('not_in_channel');
  return channel;
}

/** Newest first; replies in threads are not shown. */
function history(call: Call): JsonObject {
  const channel = readable(call);
  const top = [...channel.messages.values()].filter(({ threadTs }) => threadTs === undefined).reverse();
  return { ...page(call, channel, within(call, top)), pin_count: 0 };
}

/** The thread's first message, then its replies, oldest first. */
function replies(call: Call): JsonObject {
  const channel = readable(call);
  const ts = argument(call, 'ts');
  const thread = [...channel.messages.values()].filter((message) => message.ts === ts || message.threadTs === ts);
  if (thread.length === 0) throw new Refusal('thread_not_found');
  return page(call, channel, within(call, thread));
}

const scopes = ['channels:history', 'groups:history', 'im:history'];
const optional = ['cursor', 'include_all_metadata', 'inclusive', 'latest', 'limit', 'oldest'];

export const historyMethods: Readonly<Record<string, BotMethod>> = {
  'conversations.history': { tier: 'tier 3', scopes, required: ['channel'], optional, run: history },
  'conversations.replies': { tier: 'tier 3', scopes, required: ['channel', 'ts'], optional, run: replies },
};
