import type { JsonObject } from '../json.js';
import { commandData, type Values } from './command-form.js';
import { checkOffered } from './command-offer.js';
import { choiceData, pressData } from './component-choice.js';
import { Conversation } from './conversation.js';
import { interactionPayload, interactionTypes } from './interaction-payload.js';
import type { Channel, Message, User } from './state.js';
import type { World } from './world.js';

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** Something a person did, and what the app has made of it. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly user: User;
  readonly channel: Channel;
  /** The message that was pressed. */
  readonly source: Message | undefined;
  readonly metadata: JsonObject;
  readonly conversation: Conversation;
  /** The type of the first answer. */
  answer: number | undefined;
  /** What `@original` means. */
  original: Message | undefined;
  /** Everything that the token may change, by id. */
  readonly messages: Map<string, Message>;
  readonly choose: (choices: readonly Choice[]) => void;
}

/** A command as the app registered it, by name, in a guild or in direct messages. */
export type CommandBook = (name: string, guild: string | undefined) => JsonObject | undefined;

export interface CommandFilled {
  readonly name: string;
  readonly sub: string;
  readonly values: Values;
}

/** Real time that a person waits for suggestions. */
const suggestionsWithinMs = 10_000;

/** Commands, presses and choices on their way to the app, and what is shown only to who did them. */
export class Interactions {
  commands: CommandBook = () => undefined;
  readonly world: World;
  readonly #byToken = new Map<string, Interaction>();
  readonly #ephemerals = new Map<string, Message>();
  #count = 0;

  constructor(world: World) {
    this.world = world;
  }

  /** By the two parts of a callback's address. */
  find(token: string): Interaction | undefined {
    return this.#byToken.get(token);
  }

  command(user: User, channel: Channel, filled: CommandFilled): Conversation {
    const definition = this.#definition(user, channel, filled.name);
    const data = commandData({ ...filled, focused: undefined }, definition);
    return this.#send(user, channel, interactionTypes.command, this.#registered(data, definition)).conversation;
  }

  /** What is suggested while somebody types in the option `focused`. */
  autocomplete(user: User, channel: Channel, filled: CommandFilled, focused: string): Promise<readonly Choice[]> {
    const definition = this.#definition(user, channel, filled.name);
    const data = this.#registered(commandData({ ...filled, focused }, definition), definition);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('No suggestions came.')), suggestionsWithinMs);
      this.#send(user, channel, interactionTypes.autocomplete, data, undefined, (choices) => {
        clearTimeout(timer);
        resolve(choices);
      });
    });
  }

  press(user: User, message: Message, wanted: string): Conversation {
    return this.#use(user, message, (current) => pressData(current, wanted));
  }

  choose(user: User, message: Message, wanted: string, chosen: readonly string[]): Conversation {
    return this.#use(user, message, (current) => choiceData(current, wanted, chosen));
  }

  /** Messages of a channel that only this person sees. */
  ephemeralsFor(userId: string, channel: Channel): readonly Message[] {
    return [...this.#ephemerals.values()].filter((one) => one.channel === channel.id && one.ephemeralFor === userId);
  }

  keepEphemeral(message: Message): void {
    this.#ephemerals.set(message.id, message);
  }

  dropEphemeral(message: Message): void {
    this.#ephemerals.delete(message.id);
  }

  /** The message as it stands now; `shown` may be older. Undefined when it is gone. */
  current(shown: Message): Message | undefined {
    return this.#ephemerals.get(shown.id) ?? this.world.channels.get(shown.channel)?.messages.get(shown.id);
  }

  #use(user: User, shown: Message, dataOf: (current: Message) => JsonObject): Conversation {
    const message = this.current(shown);
    const channel = this.world.channels.get(shown.channel);
    if (message === undefined || channel === undefined) throw new Error('That message is gone.');
    if (message.ephemeralFor !== undefined && message.ephemeralFor !== user.id)
      throw new Error(`${user.username} cannot see that message.`);
    return this.#send(user, channel, interactionTypes.component, dataOf(message), message).conversation;
  }

  /** Undefined while the app has registered no commands at all: then any can be sent. */
  #definition(user: User, channel: Channel, name: string): JsonObject | undefined {
    if ([...this.world.commands.values()].every((commands) => commands.length === 0)) return undefined;
    const command = this.commands(name, channel.guild);
    if (command === undefined) throw new Error(`There is no command /${name} here.`);
    checkOffered(this.world, command, user, channel);
    return command;
  }

  #registered(data: JsonObject, definition: JsonObject | undefined): JsonObject {
    const id = definition?.id ?? this.world.application.id;
    return { id, ...data, ...(definition?.guild_id !== undefined && { guild_id: definition.guild_id }) };
  }

  #send(
    user: User,
    channel: Channel,
    type: number,
    data: JsonObject,
    source?: Message,
    choose: Interaction['choose'] = () => undefined,
  ): Interaction {
    this.#count += 1;
    const id = this.world.newId();
    const token = `aW50ZXJhY3Rpb246${id}-${String(this.#count).padStart(6, '0')}`;
    const payload = interactionPayload(this.world, { id, token, type, user, channel, data, source });
    const interaction: Interaction = {
      ...{ id, token, type, user, channel, source, choose },
      metadata: metadataOf(this.world, payload, user, source),
      conversation: new Conversation(id, token, payload, this.world.now),
      answer: undefined,
      original: undefined,
      messages: new Map(),
    };
    this.#byToken.set(token, interaction);
    void this.world.dispatch({
      t: 'INTERACTION_CREATE',
      d: payload,
      ...(channel.guild === undefined ? { isDirect: true } : { guild: channel.guild }),
    });
    return interaction;
  }
}

const metadataOf = (world: World, payload: JsonObject, user: User, source: Message | undefined): JsonObject => ({
  id: payload.id,
  type: payload.type,
  user: world.userPayload(user),
  authorizing_integration_owners: payload.authorizing_integration_owners,
  ...(source !== undefined && { interacted_message_id: source.id }),
});
