import { z } from 'zod';
import type {
  ActionEvent,
  CommandEvent,
  MessageRef,
  Order,
  ReactionEvent,
  Target,
} from '../../src/platform/adapter.js';
import { emojiOf } from './emoji.js';
import { orderOf } from './order.js';
import { isDirect, refOf, targetOf, userOf } from './ref.js';

/** What Slack sends, as far as it is used: everything else in a payload may change or be missing. */
const id = z.string().min(1);

const reaction = z.object({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: id,
  reaction: id,
  item: z.object({ type: z.literal('message'), channel: id, ts: id }),
  item_user: z.string().optional(),
  event_ts: id,
});

const slash = z.object({
  command: id,
  text: z.string().default(''),
  user_id: id,
  channel_id: id,
  response_url: z.string().optional(),
});

const press = z.object({
  user: z.object({ id }),
  channel: z.object({ id }).optional(),
  container: z
    .object({ channel_id: z.string(), message_ts: z.string(), is_ephemeral: z.boolean() })
    .partial()
    .default({}),
  message: z.object({ thread_ts: z.string() }).partial().optional(),
  response_url: z.string().optional(),
  actions: z
    .array(
      z.object({
        action_ts: z.string().optional(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

const said = z.object({
  user: id,
  text: z.string().default(''),
  channel: id,
  ts: id,
  thread_ts: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
});

/** Where an answer to a command or a press goes, beside what the core wants to know. */
export interface Asked<Event> {
  readonly event: Event;
  readonly responseUrl: string | undefined;
  /** The thread in which it was asked. */
  readonly thread: string | undefined;
}

export interface TypedCommand extends Asked<CommandEvent> {
  /** With its slash. */
  readonly command: string;
}

export interface Press extends Asked<Omit<ActionEvent, 'order'> & { readonly order: Order | undefined }> {
  /** The message that carries the button is the asker's alone, so that an answer may take its place. */
  readonly isOwn: boolean;
}

export interface Reaction {
  readonly event: ReactionEvent;
  /** Who wrote the message, where Slack says so. */
  readonly author: string | undefined;
}

/** Undefined for what is no reaction to a message, or cannot be read. */
export function reactionOf(team: string, payload: unknown): Reaction | undefined {
  const parsed = reaction.safeParse(payload);
  const order = parsed.success ? orderOf(parsed.data.event_ts) : undefined;
  if (!parsed.success || order === undefined) return undefined;
  const { type, user, item, item_user } = parsed.data;
  return {
    event: {
      message: refOf({ team, channel: item.channel, ts: item.ts }),
      target: targetOf(team, item.channel),
      user,
      emoji: emojiOf(parsed.data.reaction),
      present: type === 'reaction_added',
      order,
    },
    author: item_user,
  };
}

/** Slack delivers a command's text as it was typed (`should_escape` is off in the manifest). */
export function commandOf(team: string, payload: unknown): TypedCommand | undefined {
  const parsed = slash.safeParse(payload);
  if (!parsed.success) return undefined;
  const { command, text, user_id, channel_id, response_url } = parsed.data;
  const event = { user: userOf(team, user_id), target: targetOf(team, channel_id), text };
  return { command, event, responseUrl: response_url, thread: undefined };
}

/** A press on a page that is in no channel has an empty one. */
export function pressOf(team: string, payload: unknown): Press | undefined {
  const parsed = press.safeParse(payload);
  if (!parsed.success) return undefined;
  const { user, channel, container, actions, message, response_url } = parsed.data;
  const [{ value, selected_option, action_ts } = {}] = actions;
  const action = selected_option?.value ?? value;
  if (action === undefined) return undefined;
  const place = channel?.id ?? container.channel_id ?? '';
  const carrier = carrierOf(team, place, container);
  return {
    event: {
      ...{ user: userOf(team, user.id), target: targetOf(team, place), action },
      order: orderOf(action_ts ?? ''),
      ...(carrier === undefined ? {} : { message: carrier }),
    },
    responseUrl: response_url,
    thread: message?.thread_ts,
    isOwn: container.is_ephemeral === true || isDirect(place),
  };
}

/** An ephemeral message has a time, and is none that could be found by it. */
function carrierOf(
  team: string,
  channel: string,
  { message_ts: ts, is_ephemeral: isEphemeral }: z.output<typeof press>['container'],
): MessageRef | undefined {
  return ts === undefined || isEphemeral === true ? undefined : refOf({ team, channel, ts });
}

/** A mention of the bot or a direct message to it, read like a command; undefined for what programs say, edits, and other notices. */
export function sayingOf(team: string, payload: unknown, botUserId: string): Asked<CommandEvent> | undefined {
  const parsed = said.safeParse(payload);
  if (!parsed.success) return undefined;
  const { user, text, channel, thread_ts, bot_id, subtype } = parsed.data;
  if (bot_id !== undefined || subtype !== undefined || user === botUserId) return undefined;
  const event = { user: userOf(team, user), target: targetOf(team, channel), text: typedText(text, botUserId) };
  return { event, responseUrl: undefined, thread: thread_ts };
}

/**
 * What somebody typed, from what Slack makes of it: addresses in angle brackets, `&`, `<` and `>` escaped
 * (https://docs.slack.dev/messaging/formatting-message-text), the mention of the bot, and a `/paper` that people may put before it.
 */
function typedText(text: string, botUserId: string): string {
  return text
    .replaceAll(`<@${botUserId}>`, ' ')
    .replace(/<@[A-Z0-9]+\|[^<>]*>/g, ' ')
    .replace(/<(https?:[^|<>]+)(?:\|[^<>]*)?>/g, '$1')
    .replace(/<mailto:[^|<>]+\|([^<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .trim()
    .replace(/^\/?paper(?:\s+|$)/i, '')
    .trim();
}

/** The message that was deleted, when the event tells of one. */
export function deletedOf(team: string, payload: unknown): MessageRef | undefined {
  const shape = z.object({ subtype: z.literal('message_deleted'), channel: id, deleted_ts: id });
  const parsed = shape.safeParse(payload);
  return parsed.success ? refOf({ team, channel: parsed.data.channel, ts: parsed.data.deleted_ts }) : undefined;
}

/** Links that somebody posted or is about to post. `unfurlId` and `source` name a message that is not posted yet. */
export interface SharedLinks {
  readonly target: Target;
  readonly ts: string;
  readonly links: readonly string[];
  readonly unfurlId: string | undefined;
  readonly source: string | undefined;
}

export function linksOf(team: string, payload: unknown): SharedLinks | undefined {
  const shape = z.object({
    channel: id,
    message_ts: id,
    links: z.array(z.object({ url: id })),
    unfurl_id: z.string().optional(),
    source: z.string().optional(),
  });
  const parsed = shape.safeParse(payload);
  if (!parsed.success) return undefined;
  const { channel, message_ts: ts, links, unfurl_id: unfurlId, source } = parsed.data;
  return { target: targetOf(team, channel), ts, links: links.map(({ url }) => url), unfurlId, source };
}

/** Somebody in a channel: who came or went, and who asked them in. */
export interface Membership {
  readonly user: string;
  readonly target: Target;
  readonly inviter: string | undefined;
}

export function membershipOf(team: string, payload: unknown): Membership | undefined {
  const parsed = z.object({ user: id, channel: id, inviter: z.string().optional() }).safeParse(payload);
  if (!parsed.success) return undefined;
  const { user, channel, inviter } = parsed.data;
  return { user, target: targetOf(team, channel), inviter };
}

/** The channel that an event is about: Slack gives its id, or the channel with its id. */
export function channelOf(team: string, payload: unknown): Target | undefined {
  const channel = z.union([id, z.object({ id }).transform((one) => one.id)]);
  const parsed = z.object({ channel }).safeParse(payload);
  return parsed.success ? targetOf(team, parsed.data.channel) : undefined;
}

/** Who opened their page of the bot. */
export function homeOf(payload: unknown): string | undefined {
  const parsed = z.object({ user: id, tab: z.literal('home') }).safeParse(payload);
  return parsed.success ? parsed.data.user : undefined;
}

/** Whether the bot's own token is among those that were revoked. */
export function isBotRevoked(payload: unknown): boolean {
  const parsed = z.object({ tokens: z.object({ bot: z.array(z.string()).optional() }) }).safeParse(payload);
  return parsed.success ? (parsed.data.tokens.bot ?? []).length > 0 : true;
}
