import type { JsonObject } from '../json.js';
import type { Interaction, Interactions } from './interactions.js';
import { removeMessage } from './message-changes.js';
import { contentComplaints, messageContent } from './message-content.js';
import { emitCreated, emitUpdated } from './message-events.js';
import { refusals } from './refusal.js';
import { type Message, messageFlags } from './state.js';

/** "Broadsheet is thinking…" (https://docs.discord.com/developers/resources/message#message-object-message-flags) */
export const loading = 1 << 7;

/** What an app may not change once it has said it. */
const lasting = messageFlags.ephemeral;

export interface NewMessage {
  /** 20: answers a command, 19: answers a message. */
  readonly type: number;
  readonly replyTo: string | undefined;
  readonly flags: number;
  readonly body: JsonObject;
}

const empty = { content: '', components: [], embeds: [], flags: 0 };

/** What the answers to an interaction make, change and take away; whoever asked is shown it. */
export class InteractionMessages {
  readonly #interactions: Interactions;

  constructor(interactions: Interactions) {
    this.#interactions = interactions;
  }

  async create(interaction: Interaction, wanted: NewMessage): Promise<Message> {
    this.#complain(wanted.body);
    return this.#add(interaction, wanted, messageContent({ ...wanted.body, flags: wanted.flags }));
  }

  /** The message that stands for an answer to come. */
  think(interaction: Interaction, wanted: NewMessage): Promise<Message> {
    return this.#add(interaction, wanted, { ...empty, flags: wanted.flags | loading });
  }

  /** Changes a message, or fills in one that stands for an answer to come. */
  async edit(interaction: Interaction, message: Message, body: JsonObject): Promise<Message> {
    if (this.#interactions.current(message) === undefined) throw refusals.unknownMessage();
    this.#complain(body);
    const isFilled = (message.flags & loading) !== 0;
    const kept = message.flags & lasting;
    const content = messageContent(body, { ...message, flags: message.flags & ~loading });
    Object.assign(message, content, { flags: (content.flags & ~lasting) | kept });
    if (!isFilled) message.editedAt = this.#interactions.world.now();
    if (message.ephemeralFor === undefined) await emitUpdated(this.#interactions.world, interaction.channel, message);
    interaction.conversation.show(message);
    return message;
  }

  async remove(interaction: Interaction, message: Message): Promise<void> {
    if (this.#interactions.current(message) === undefined) throw refusals.unknownMessage();
    if (message.ephemeralFor === undefined) await removeMessage(this.#interactions.world, interaction.channel, message);
    message.isDeleted = true;
    this.#interactions.dropEphemeral(message);
  }

  async #add(
    interaction: Interaction,
    { type, replyTo, flags }: NewMessage,
    content: Pick<Message, 'content' | 'components' | 'embeds' | 'flags'>,
  ): Promise<Message> {
    const { world } = this.#interactions;
    const message = world.addMessage(interaction.channel, world.application.botUser, {
      ...content,
      ...{ type, replyTo, webhook: world.application.id, interaction: interaction.metadata },
      ephemeralFor: (flags & messageFlags.ephemeral) === 0 ? undefined : interaction.user.id,
    });
    interaction.messages.set(message.id, message);
    if (message.ephemeralFor !== undefined) this.#interactions.keepEphemeral(message);
    else await emitCreated(world, interaction.channel, message);
    if ((message.flags & loading) === 0) interaction.conversation.show(message);
    return message;
  }

  #complain(body: JsonObject): void {
    for (const complaint of contentComplaints(body))
      this.#interactions.world.complain(`an answer to an interaction ${complaint}`);
  }
}
