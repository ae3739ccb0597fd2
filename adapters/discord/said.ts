import { z } from 'zod';
import type { CommandEvent } from '../../src/platform/adapter.js';
import { targetOf, userOf } from './ref.js';

const id = z.string().min(1);

const message = z.object({
  id,
  channel_id: id,
  guild_id: id.nullish(),
  author: z.object({ id, bot: z.boolean().nullish(), system: z.boolean().nullish() }),
  content: z.string().nullish(),
  type: z.number().nullish(),
  webhook_id: id.nullish(),
});

/** What people write; every other type is a notice (https://discord.com/developers/docs/resources/message#message-object-message-types). */
const written: ReadonlySet<number> = new Set([0, 19]);

export interface Saying {
  readonly event: CommandEvent;
  /** Of the message. */
  readonly id: string;
  readonly isDirect: boolean;
}

/** A direct message to the bot, or one that names it, read like a command; undefined for what programs say, and for notices. */
export function sayingOf(payload: unknown, botUserId: string): Saying | undefined {
  const parsed = message.safeParse(payload);
  if (!parsed.success) return undefined;
  const { id: own, author, channel_id: channel, content, type, webhook_id: hook } = parsed.data;
  if (author.bot === true || author.system === true || hook != null || author.id === botUserId) return undefined;
  if (!written.has(type ?? 0)) return undefined;
  const guild = parsed.data.guild_id ?? undefined;
  const mention = new RegExp(`<@!?${botUserId.replace(/\D/g, '')}>`, 'g');
  // An answer to a message of the bot mentions it without naming it: people talk about papers that way.
  if (guild !== undefined && (content ?? '').search(mention) < 0) return undefined;
  const event = {
    ...{ user: userOf(guild, author.id), target: targetOf(guild, channel) },
    text: typedText(content ?? '', mention),
  };
  return { event, id: own, isDirect: guild === undefined };
}

/**
 * What somebody typed: without the mention of the bot, a `/paper` that people may put before it, and the brackets that keep Discord from
 * showing a link's page (https://discord.com/developers/docs/reference#message-formatting).
 */
function typedText(content: string, mention: RegExp): string {
  return content
    .replace(mention, ' ')
    .replace(/<(https?:[^<>\s]+)>/g, '$1')
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .trim()
    .replace(/^\/?paper(?:\s+|$)/i, '')
    .trim();
}
