import { z } from 'zod';
import type { ActionEvent, CommandEvent, Order, SuggestEvent, Suggestion } from '../../src/platform/adapter.js';
import { lineBeingTyped, lineOf, type Menu, type MenuEntry, type MenuOption } from '../../src/platform/menu.js';
import { actionOf } from './controls.js';
import { isSnowflake, refOf, targetOf, userOf } from './ref.js';
import { madeAt } from './snowflake.js';

/** What Discord sends, as far as it is used: everything else in a payload may change or be missing. */
const id = z.string().min(1);

/** What is of another kind than expected is as good as not there: nobody goes without an answer for it. */
const lenient = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(undefined);

const account = z.object({ id, username: lenient(z.string()), global_name: lenient(z.string()) });

const envelope = z.object({ id, token: id, type: z.number(), application_id: lenient(id) });

const where = z.object({
  guild_id: lenient(id),
  channel_id: lenient(id),
  channel: lenient(z.object({ id })),
  message: lenient(z.object({ channel_id: lenient(id) })),
  member: lenient(
    z.object({
      user: lenient(account),
      nick: lenient(z.string()),
      permissions: lenient(z.union([z.string(), z.number().transform(String)])),
    }),
  ),
  user: lenient(account),
});

interface Given {
  readonly name: string;
  readonly value?: string | number | boolean | null | undefined;
  readonly focused?: boolean | null | undefined;
  readonly options?: readonly Given[] | null | undefined;
}

const given: z.ZodType<Given> = z.lazy(() =>
  z.object({
    name: id,
    value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
    focused: z.boolean().nullish(),
    options: z.array(given).nullish(),
  }),
);

const filled = z.object({ data: z.object({ name: id, options: z.array(given).nullish() }) });

const pressed = z.object({
  data: z.object({ custom_id: id, values: z.array(z.string()).nullish() }),
  message: lenient(z.object({ id, flags: lenient(z.number()) })),
});

/** What every answer to an interaction needs. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly application: string | undefined;
}

/** Who did it, where, and what they may do there as far as the payload says. */
export interface Asker {
  readonly guild: string | undefined;
  readonly channel: string;
  readonly id: string;
  readonly name: string | undefined;
  readonly mayManage: boolean | undefined;
}

export interface Typed {
  readonly event: CommandEvent;
  readonly isDirect: boolean;
}

/** What is being typed into a form. `start` is what a suggestion's line has before the value. */
export interface Asking {
  readonly event: SuggestEvent;
  readonly start: string;
  /** The form, where the menu has it. */
  readonly entry: MenuEntry | undefined;
  readonly option: MenuOption | undefined;
}

export interface Choice {
  readonly name: string;
  readonly value: string;
}

export interface Press {
  readonly event: Omit<ActionEvent, 'order'>;
  /** Undefined when the interaction's id is none of Discord's. */
  readonly order: Order | undefined;
  /** The message that carries the button is the asker's alone, so that an answer may take its place. */
  readonly isOwn: boolean;
}

const mainCommand = 'paper';
/** Discord takes no longer names and values of choices. */
const choiceCharacters = 100;
const ephemeral = 1 << 6;
/** Administrator and Manage Server (https://discord.com/developers/docs/topics/permissions). */
const managing = (1n << 3n) | (1n << 5n);

/** Whether one of these permissions, a number in decimal digits, lets somebody manage the guild. */
export const isManaging = (permissions: string): boolean =>
  /^\d{1,40}$/.test(permissions) && (BigInt(permissions) & managing) !== 0n;

/** Undefined for what cannot even be answered. */
export function interactionOf(payload: unknown): Interaction | undefined {
  const parsed = envelope.safeParse(payload);
  if (!parsed.success) return undefined;
  const { id: own, token, type, application_id: application } = parsed.data;
  return { id: own, token, type, application: application ?? undefined };
}

export function askerOf(payload: unknown): Asker | undefined {
  const parsed = where.safeParse(payload);
  if (!parsed.success) return undefined;
  const { guild_id: guild, member, user: alone, message } = parsed.data;
  const user = member?.user ?? alone;
  const channel = parsed.data.channel_id ?? parsed.data.channel?.id ?? message?.channel_id;
  if (user == null || channel == null) return undefined;
  return {
    guild: guild ?? undefined,
    channel,
    id: user.id,
    name: nameOf(member?.nick, user),
    mayManage: member?.permissions == null ? undefined : isManaging(member.permissions),
  };
}

/** How people call them: the name in the guild before the one everywhere. */
export const nameOf = (nick: string | null | undefined, user: Omit<z.output<typeof account>, 'id'>) =>
  nick || user.global_name || user.username || undefined;

const originOf = ({ guild, channel, id: own }: Asker) => ({
  user: userOf(guild, own),
  target: targetOf(guild, channel),
});

/** A filled form as the line that somebody would have typed. */
export function typedOf(payload: unknown, menu: Menu): Typed | undefined {
  const parsed = filled.safeParse(payload);
  const asker = askerOf(payload);
  if (!parsed.success || asker === undefined) return undefined;
  const { name, values } = formOf(parsed.data.data);
  const entry = menu.find((one) => one.name === name);
  return { event: { ...originOf(asker), text: textOf(name, entry, values) }, isDirect: asker.guild === undefined };
}

interface Form {
  /** Of the command; empty where a line is typed into one field. */
  readonly name: string;
  readonly values: readonly Given[];
}

/** `/paper search …` and `/paper-settings …` are the forms `search` and `settings`. */
function formOf({ name, options }: Given): Form {
  let command = { name: name.replace(new RegExp(`^${mainCommand}(?:-|$)`), ''), values: options ?? [] };
  // Subcommands, and groups of them, have no value, nor does a field before anything is typed.
  for (let inner = subcommandOf(command); inner !== undefined; inner = subcommandOf(command)) {
    command = { name: inner.name, values: inner.options ?? [] };
  }
  return command;
}

const subcommandOf = ({ values }: Form): Given | undefined =>
  values.find(({ value, focused }) => value == null && focused == null);

function textOf(name: string, entry: MenuEntry | undefined, values: readonly Given[]): string {
  const words = values.map((one) => [one.name, String(one.value ?? '')] as const);
  const isKnown = (key: string): boolean => entry?.options.some((option) => option.name === key) === true;
  const line = entry === undefined ? name : lineOf(entry, new Map(words));
  // A field that the menu does not have holds what somebody wanted to say all the same.
  const others = words.filter(([key]) => !isKnown(key)).map(([, value]) => value.trim());
  return [line, ...others].filter((word) => word !== '').join(' ') || 'help';
}

/** What is being typed, for suggestions: the line with only what stands before the end of the value. */
export function askingOf(payload: unknown, menu: Menu): Asking | undefined {
  const parsed = filled.safeParse(payload);
  const asker = askerOf(payload);
  if (!parsed.success || asker === undefined) return undefined;
  const { name, values } = formOf(parsed.data.data);
  const focused = values.find((one) => one.focused === true);
  if (focused === undefined) return undefined;
  const entry = menu.find((one) => one.name === name);
  const option = entry?.options.find((one) => one.name === focused.name);
  const start = `${name === '' ? '' : `${name} `}${option?.prefix ?? ''}`;
  const typed = String(focused.value ?? '').trimStart();
  const text = entry === undefined || option === undefined ? `${start}${typed}` : lineBeingTyped(entry, option, typed);
  return { event: { ...originOf(asker), text }, start, entry, option };
}

/** The suggestion as a value of the field; undefined when it is about something else, or too long. */
export function choiceOf(suggestion: Suggestion, { start, entry, option }: Asking): Choice | undefined {
  if (!suggestion.text.startsWith(start)) return undefined;
  const value = unquoted(suggestion.text.slice(start.length), option);
  if (value === '' || value.length > choiceCharacters) return undefined;
  // What has a field of its own is not typed into another.
  const last = value.split(' ').at(-1) ?? '';
  const others = entry?.options.filter((other) => other !== option && other.prefix !== '') ?? [];
  if (others.some(({ prefix }) => last.startsWith(prefix.trim()))) return undefined;
  const label = suggestion.label.trim() === '' ? value : suggestion.label;
  const isWhole = `${entry?.name ?? ''} ${label}`.startsWith(start);
  return { name: cut(isWhole && option?.prefix ? value : label), value };
}

/** A value of several words stands in quotation marks after a prefix, and without them in the field. */
function unquoted(value: string, option: MenuOption | undefined): string {
  const plain = value.trim();
  return option === undefined || option.prefix === '' ? plain : plain.replace(/^"([^"]*)"?$/, '$1').trim();
}

const cut = (name: string): string =>
  name.length <= choiceCharacters ? name : `${name.slice(0, choiceCharacters - 1).replace(/[\ud800-\udbff]$/, '')}…`;

/** A button pressed or an option chosen. */
export function pressedOf(payload: unknown): Press | undefined {
  const parsed = pressed.safeParse(payload);
  const asker = askerOf(payload);
  const interaction = interactionOf(payload);
  if (!parsed.success || asker === undefined || interaction === undefined) return undefined;
  const { data, message } = parsed.data;
  const action = data.values == null ? data.custom_id : data.values[0];
  if (action === undefined) return undefined;
  const isEphemeral = ((message?.flags ?? 0) & ephemeral) !== 0;
  // An ephemeral message cannot be found by its id.
  const carrier = message == null || isEphemeral ? undefined : refOf({ channel: asker.channel, message: message.id });
  return {
    event: {
      ...{ ...originOf(asker), action: actionOf(action) },
      ...(carrier === undefined ? {} : { message: carrier }),
    },
    order: orderOf(interaction.id),
    isOwn: isEphemeral || asker.guild === undefined,
  };
}

/** When it was made in microseconds: what an id holds beside its time gives the last three digits. */
export function orderOf(snowflake: string): Order | undefined {
  if (!isSnowflake(snowflake)) return undefined;
  const within = Number(((BigInt(snowflake) & 0x3f_ff_ffn) * 1_000n) >> 22n);
  return (madeAt(snowflake) * 1_000 + within) as Order;
}
