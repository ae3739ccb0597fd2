import { isObject, type JsonObject } from '../../json.js';
import { messageBlocks } from '../blocks.js';
import { Refusal } from '../refusal.js';
import { argument, type BotMethod, type Call } from './call.js';

/** Each link's preview is blocks or an old attachment. */
function checkedUnfurls(value: unknown): JsonObject {
  if (value === undefined) throw new Refusal('missing_unfurls');
  if (!isObject(value)) throw new Refusal('invalid_unfurls_format');
  for (const unfurl of Object.values(value)) {
    if (!isObject(unfurl)) throw new Refusal('invalid_unfurls_format');
    if (unfurl.blocks !== undefined) messageBlocks(unfurl.blocks);
  }
  return value;
}

/** By `channel` and `ts`, or by `unfurl_id` and `source`. */
function place(call: Call): readonly [channel: string, ts: string] {
  const [id, source] = [argument(call, 'unfurl_id'), argument(call, 'source')];
  const [channel, ts] = [argument(call, 'channel'), argument(call, 'ts')];
  if (id === '') {
    if (channel === '') throw new Refusal('missing_channel');
    if (ts === '') throw new Refusal('missing_ts');
    return [channel, ts];
  }
  if (source === '') throw new Refusal('missing_source');
  const [channelOfId = '', tsOfId = ''] = id.split('-');
  if (!call.workspace.channels.has(channelOfId)) throw new Refusal('invalid_unfurl_id');
  return [channelOfId, tsOfId];
}

function unfurl(call: Call): JsonObject {
  const [channelId, ts] = place(call);
  const unfurls = checkedUnfurls(call.args.unfurls);
  const channel = call.workspace.channels.get(channelId);
  if (channel === undefined) throw new Refusal('cannot_find_channel');
  const message = channel.messages.get(ts);
  if (message === undefined) throw new Refusal('cannot_find_message');
  const stranger = Object.keys(unfurls).find((url) => !message.text.includes(url));
  if (stranger !== undefined) throw new Refusal('cannot_unfurl_url', { url: stranger });
  message.unfurls = { ...message.unfurls, ...unfurls };
  return {};
}

export const unfurlMethods: Readonly<Record<string, BotMethod>> = {
  'chat.unfurl': {
    tier: 'tier 3',
    scopes: ['links:write'],
    required: [],
    optional: [
      ...['channel', 'ts', 'unfurls', 'unfurl_id', 'source'],
      ...['user_auth_message', 'user_auth_required', 'user_auth_url', 'user_auth_blocks'],
    ],
    run: unfurl,
  },
};
