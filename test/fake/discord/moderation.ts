import { clearEmoji, clearReactions, removeMessage, removeMessages, removeReaction } from './message-changes.js';
import { type Channel, type Emoji, emojiKey, type Guild, isThread, type Message } from './state.js';
import type { World } from './world.js';

/** What the moderators of a guild do, and what befalls it. Promises resolve when the gateway has sent what follows from it. */
export class Moderation {
  readonly #guild: Guild;
  readonly #world: World;

  constructor(guild: Guild, world: World) {
    this.#guild = guild;
    this.#world = world;
  }

  clearReactions(message: Message): Promise<void> {
    return clearReactions(this.#world, this.#channelOf(message), message);
  }

  /** `emoji`: characters, or the id of an emoji of the guild, or such an emoji. */
  clearEmoji(message: Message, emoji: string | Emoji): Promise<void> {
    const reaction = message.reactions.get(typeof emoji === 'string' ? emoji : emojiKey(emoji));
    if (reaction === undefined) throw new Error('Nobody reacted with that.');
    return clearEmoji(this.#world, this.#channelOf(message), message, emojiKey(reaction.emoji));
  }

  /** Takes one person's reaction. */
  removeReaction(message: Message, emoji: Emoji, userId: string): Promise<void> {
    return removeReaction(this.#world, this.#channelOf(message), message, { userId, emoji, isBurst: false });
  }

  deleteMessage(message: Message): Promise<void> {
    return removeMessage(this.#world, this.#channelOf(message), message);
  }

  bulkDelete(messages: readonly Message[]): Promise<void> {
    const [first] = messages;
    if (first === undefined || messages.some(({ channel }) => channel !== first.channel))
      throw new Error('A bulk delete takes messages of one channel.');
    return removeMessages(this.#world, this.#channelOf(first), messages);
  }

  /** With its threads, of which no more is said. */
  async deleteChannel(channel: Channel): Promise<void> {
    const payload = this.#world.channelPayload(channel);
    for (const one of [channel, ...[...this.#guild.channels.values()].filter(({ parent }) => parent === channel.id)]) {
      this.#guild.channels.delete(one.id);
      this.#world.channels.delete(one.id);
    }
    await this.#tell(isThread(channel) ? 'THREAD_DELETE' : 'CHANNEL_DELETE', payload);
  }

  /** Puts the bot out of the guild. */
  async removeBot(): Promise<void> {
    this.#guild.members.delete(this.#world.application.botUser.id);
    await this.#tell('GUILD_DELETE', { id: this.#guild.id });
  }

  /** Discord cannot serve the guild for now. */
  async outage(): Promise<void> {
    this.#guild.isUnavailable = true;
    await this.#tell('GUILD_DELETE', { id: this.#guild.id, unavailable: true });
  }

  async endOutage(): Promise<void> {
    this.#guild.isUnavailable = false;
    await this.#tell('GUILD_CREATE', this.#world.guildPayload(this.#guild));
  }

  #channelOf(message: Message): Channel {
    const channel = this.#guild.channels.get(message.channel);
    if (channel === undefined || !channel.messages.has(message.id))
      throw new Error(`There is no message ${message.id} in that guild.`);
    return channel;
  }

  #tell(t: string, d: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#world.dispatch({ t, d, guild: this.#guild.id });
  }
}
