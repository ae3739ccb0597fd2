import { z } from 'zod';
import type { MessageRef, Order, ReactionEvent, Target } from '../../src/platform/adapter.js';
import { emojiOf, type NamedEmoji } from './emoji.js';
import { refOf, targetOf } from './ref.js';

/** What Discord sends, as far as it is used: everything else in a payload may change or be missing. */
const id = z.string().min(1);
const guild = z.string().min(1).nullish();

/** Of what is no id, something unexpected is as if it were not there. */
const flag = z.boolean().nullish().catch(undefined);

const emoji = z.object({ id: z.string().nullish(), name: z.string().nullish() });

const reaction = z.object({
  user_id: id,
  channel_id: id,
  message_id: id,
  guild_id: guild,
  emoji,
  member: z
    .object({ user: z.object({ bot: flag }).nullish() })
    .nullish()
    .catch(undefined),
  burst: flag,
  type: z.number().nullish().catch(undefined),
});

export interface Reacted {
  readonly event: ReactionEvent;
  /** A super reaction, which one person may have beside the normal one of the same emoji. */
  readonly isBurst: boolean;
  /** Whoever reacted is a program, where Discord says so. */
  readonly isProgram: boolean;
}

/** Undefined when it cannot be read. Only ids count: whether the message is known is the core's business. */
export function reactedOf(payload: unknown, present: boolean, order: Order, named: NamedEmoji): Reacted | undefined {
  const parsed = reaction.safeParse(payload);
  if (!parsed.success) return undefined;
  const { user_id: user, channel_id: channel, message_id: message, guild_id, member, burst, type } = parsed.data;
  const emojiName = emojiOf(parsed.data.emoji, named);
  if (emojiName === '') return undefined;
  return {
    event: {
      message: refOf({ channel, message }),
      target: targetOf(guild_id ?? undefined, channel),
      ...{ user, emoji: emojiName, present, order },
    },
    isBurst: burst === true || type === 1,
    isProgram: member?.user?.bot === true,
  };
}

/** A message that something happened to, and where. */
export interface Touched {
  readonly target: Target;
  readonly refs: readonly MessageRef[];
  /** Of reactions that were removed: all with this emoji; undefined: all. */
  readonly emoji: string | undefined;
}

const touched = z.object({
  channel_id: id,
  guild_id: guild,
  message_id: id.nullish(),
  id: id.nullish(),
  ids: z.array(id).nullish().catch(undefined),
  emoji: emoji.nullish().catch(undefined),
});

/** The messages that an event names: one whose reactions were removed, one or many that were deleted. */
export function touchedOf(payload: unknown, named: NamedEmoji): Touched | undefined {
  const parsed = touched.safeParse(payload);
  if (!parsed.success) return undefined;
  const { channel_id: channel, guild_id, message_id, id: own, ids, emoji: one } = parsed.data;
  const messages = ids ?? [message_id ?? own].filter((one) => one != null);
  return {
    target: targetOf(guild_id ?? undefined, channel),
    refs: messages.map((message) => refOf({ channel, message })),
    emoji: one == null ? undefined : emojiOf(one, named),
  };
}

/** The channel or thread that an event is about. */
export function channelOf(payload: unknown): Target | undefined {
  const parsed = z.object({ id, guild_id: guild }).safeParse(payload);
  return parsed.success ? targetOf(parsed.data.guild_id ?? undefined, parsed.data.id) : undefined;
}

/** The guild that an event is about, and whether Discord only cannot reach it for now. */
export function guildOf(payload: unknown): { readonly id: string; readonly isUnavailable: boolean } | undefined {
  const parsed = z.object({ id, unavailable: z.boolean().nullish() }).safeParse(payload);
  return parsed.success ? { id: parsed.data.id, isUnavailable: parsed.data.unavailable === true } : undefined;
}

const ready = z.object({
  user: z.object({ id }),
  application: z.object({ id }).nullish().catch(undefined),
  guilds: z.array(z.object({ id }).nullish().catch(undefined)).nullish().catch(undefined),
});

/** Who we are, and in which guilds. */
export interface Ready {
  readonly botUserId: string;
  readonly applicationId: string | undefined;
  readonly guilds: readonly string[];
}

export function readyOf(payload: unknown): Ready | undefined {
  const parsed = ready.safeParse(payload);
  if (!parsed.success) return undefined;
  const { user, application, guilds } = parsed.data;
  return { botUserId: user.id, applicationId: application?.id, guilds: (guilds ?? []).flatMap((one) => one?.id ?? []) };
}
