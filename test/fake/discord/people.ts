import type { JsonObject } from '../json.js';
import type { Values } from './command-form.js';
import type { Conversation } from './conversation.js';
import type { Choice, Interactions } from './interactions.js';
import { addReaction, removeReaction } from './message-changes.js';
import { isWritable, permissions } from './permissions.js';
import { type Channel, type Emoji, emojiKey, type Guild, type Message, type User } from './state.js';
import type { World } from './world.js';

export interface Surroundings {
  readonly world: World;
  readonly interactions: Interactions;
}

const inOrder = (one: Message, other: Message): number => (BigInt(one.id) < BigInt(other.id) ? -1 : 1);

/**
 * Somebody in a guild, or with no guild somebody who only writes to the bot. What they do changes Discord's state at once; promises
 * resolve when the gateway has sent what follows from it.
 */
export class Person {
  readonly user: User;
  readonly #guild: Guild | undefined;
  readonly #around: Surroundings;

  constructor(user: User, guild: Guild | undefined, around: Surroundings) {
    this.user = user;
    this.#guild = guild;
    this.#around = around;
  }

  get id(): string {
    return this.user.id;
  }

  /** The direct message with the bot; opens it. */
  get direct(): Channel {
    return this.#around.world.openDirect(this.user).channel;
  }

  /** `emoji`: characters, or the id of an emoji of the guild, or such an emoji. */
  react(
    channel: Channel,
    messageId: string,
    emoji: string | Emoji,
    options: { readonly burst?: boolean } = {},
  ): Promise<void> {
    const message = this.#messageIn(channel, messageId);
    const known = message.reactions.get(typeof emoji === 'string' ? emoji : emojiKey(emoji));
    const may = this.#may(channel, permissions.readMessageHistory);
    if (!may || (known === undefined && !this.#may(channel, permissions.addReactions)))
      throw new Error(`${this.user.username} may not react there.`);
    return addReaction(this.#around.world, channel, message, this.#reacting(emoji, options));
  }

  unreact(
    channel: Channel,
    messageId: string,
    emoji: string | Emoji,
    options: { readonly burst?: boolean } = {},
  ): Promise<void> {
    const message = this.#messageIn(channel, messageId);
    return removeReaction(this.#around.world, channel, message, this.#reacting(emoji, options));
  }

  /** Sends `/paper search words:…`; `sub` may be `group search`, or empty for a command without subcommands. */
  command(
    channel: Channel,
    sub: string,
    values: Values = {},
    { name = 'paper' }: { readonly name?: string } = {},
  ): Conversation {
    this.#checkSees(channel);
    return this.#around.interactions.command(this.user, channel, { name, sub, values });
  }

  /** What is suggested while they type in the option `focused`, which is the last of `values` unless named. */
  autocomplete(
    channel: Channel,
    sub: string,
    values: Values,
    focused: string = Object.keys(values).at(-1) ?? '',
    { name = 'paper' }: { readonly name?: string } = {},
  ): Promise<readonly Choice[]> {
    this.#checkSees(channel);
    return this.#around.interactions.autocomplete(this.user, channel, { name, sub, values }, focused);
  }

  /** Presses the one button whose custom_id or label this is. */
  press(message: Message, wanted: string): Conversation {
    return this.#around.interactions.press(this.user, message, wanted);
  }

  /** Chooses options, by value or label, in the one select whose custom_id or placeholder this is. */
  choose(message: Message, wanted: string, ...chosen: readonly string[]): Conversation {
    return this.#around.interactions.choose(this.user, message, wanted, chosen);
  }

  /** Writes to the bot. */
  dm(text: string): Promise<Message> {
    return this.say(this.direct, text);
  }

  /** Writes a message; one that names the bot mentions it. */
  async say(channel: Channel, text: string): Promise<Message> {
    this.#checkSees(channel);
    if (!isWritable(channel)) throw new Error('A forum takes no messages.');
    const { world } = this.#around;
    const message = world.addMessage(channel, this.user, { content: text });
    const { botUser } = world.application;
    const isMentioned = text.includes(`<@${botUser.id}>`);
    await world.dispatchIn(channel, 'MESSAGE_CREATE', {
      ...world.messagePayload(message),
      channel_type: channel.type,
      mentions: isMentioned ? [world.userPayload(botUser)] : [],
      ...(channel.guild !== undefined && { member: this.#asMember() }),
    });
    return message;
  }

  /** The messages of the channel that this person sees, oldest first, those for them alone included. */
  visible(channel: Channel): readonly Message[] {
    if (!this.#may(channel, permissions.viewChannel)) return [];
    const forAll = this.#may(channel, permissions.readMessageHistory) ? [...channel.messages.values()] : [];
    return [...forAll, ...this.#around.interactions.ephemeralsFor(this.id, channel)].sort(inOrder);
  }

  /** Without the user, who stands beside it. */
  #asMember(): JsonObject {
    const member = this.#guild?.members.get(this.id);
    if (member === undefined) throw new Error(`${this.user.username} is not in the guild.`);
    const { user: _user, ...rest } = this.#around.world.memberPayload(member);
    return rest;
  }

  #may(channel: Channel, permission: bigint): boolean {
    return (this.#around.world.permissions(channel, this.id) & permission) !== 0n;
  }

  #checkSees(channel: Channel): void {
    const { world } = this.#around;
    const isOwn = channel.guild === this.#guild?.id || channel.recipients.some(({ id }) => id === this.id);
    if (!world.channels.has(channel.id) || !isOwn || !this.#may(channel, permissions.viewChannel))
      throw new Error(`${this.user.username} cannot see that channel.`);
  }

  #messageIn(channel: Channel, id: string): Message {
    this.#checkSees(channel);
    const message = channel.messages.get(id);
    if (message === undefined) throw new Error(`There is no message ${id} that could be reacted to.`);
    return message;
  }

  #reacting(emoji: string | Emoji, { burst = false }: { readonly burst?: boolean }) {
    return { userId: this.id, emoji: this.#emoji(emoji), isBurst: burst };
  }

  #emoji(emoji: string | Emoji): Emoji {
    if (typeof emoji !== 'string') return emoji;
    return this.#guild?.emojis.get(emoji) ?? { id: null, name: emoji };
  }
}
