import { characters, isObject, type JsonObject, objectsIn, textOf } from '../json.js';
import { messageBlocks } from './blocks.js';
import { slackLimits } from './limits.js';
import { Refusal } from './refusal.js';
import type { Message, Workspace } from './state.js';

export interface Content {
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
}

function checkedAttachments(value: unknown): readonly JsonObject[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Refusal('invalid_attachments');
  return objectsIn(value).map((attachment) =>
    attachment.blocks === undefined ? attachment : { ...attachment, blocks: messageBlocks(attachment.blocks) },
  );
}

/** What a message says. Throws a Refusal: no_text, invalid_blocks, markdown_text_conflict and the like. */
export function messageContent(args: JsonObject): Content {
  const markdown = textOf(args.markdown_text);
  if (markdown !== '' && (args.text !== undefined || args.blocks !== undefined))
    throw new Refusal('markdown_text_conflict');
  if (characters(markdown) > slackLimits.markdownTextCharacters) throw new Refusal('msg_too_long');
  const blocks = messageBlocks(args.blocks);
  const attachments = checkedAttachments(args.attachments);
  const text = textOf(args.text).slice(0, slackLimits.textCharacters);
  if (text === '' && markdown === '' && blocks.length === 0 && attachments.length === 0) throw new Refusal('no_text');
  return { text: text === '' ? markdown : text, blocks, attachments };
}

/** Throws a Refusal: invalid_metadata_format, invalid_metadata_schema, metadata_too_large. An empty object takes it away. */
export function checkedMetadata(value: unknown): JsonObject | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw new Refusal('invalid_metadata_format');
  if (Object.keys(value).length === 0) return undefined;
  if (textOf(value.event_type) === '' || !isObject(value.event_payload)) throw new Refusal('invalid_metadata_schema');
  if (characters(JSON.stringify(value)) > slackLimits.metadataCharacters) throw new Refusal('metadata_too_large');
  return value;
}

/** How Slack names who reacted; without `isFull` only the first ones by name, all by count. */
const reactionsJson = (message: Message, isFull: boolean): readonly JsonObject[] =>
  [...message.reactions].map(([name, users]) => ({
    name,
    users: isFull ? [...users] : [...users].slice(0, slackLimits.namedReactors),
    count: users.size,
  }));

function threadFields(message: Message, replies: readonly Message[]): JsonObject {
  if (message.threadTs !== undefined) return { thread_ts: message.threadTs };
  if (replies.length === 0) return {};
  return { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts };
}

/** A message as the Web API and events show it. */
export function messageJson(
  workspace: Workspace,
  appId: string,
  message: Message,
  options: { readonly withMetadata?: boolean; readonly isFull?: boolean; readonly replies?: readonly Message[] } = {},
): JsonObject {
  const isBot = message.botId !== undefined;
  return {
    type: 'message',
    user: message.user,
    ...(isBot && { bot_id: message.botId, app_id: appId, bot_profile: { id: message.botId, app_id: appId } }),
    text: message.text,
    ts: message.ts,
    team: workspace.id,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.attachments.length > 0 && { attachments: message.attachments }),
    ...(message.metadata !== undefined && options.withMetadata === true && { metadata: message.metadata }),
    ...(message.editedAt !== undefined && { edited: { user: message.user, ts: message.editedAt } }),
    ...(message.reactions.size > 0 && { reactions: reactionsJson(message, options.isFull === true) }),
    ...threadFields(message, options.replies ?? []),
  };
}
