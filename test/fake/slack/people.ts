import { type JsonObject, objectsIn } from '../json.js';
import type { AppAnswer } from './app-door.js';
import { emitDeleted, emitJoined, emitPosted, emitReaction } from './channel-events.js';
import type { Conversation } from './conversation.js';
import type { Events } from './events.js';
import { choiceAction, type Interactions, pressAction } from './interactions.js';
import { addReaction, removeReaction } from './methods/reactions.js';
import type { Channel, Message, User, Workspace } from './state.js';
import type { World } from './world.js';

/** How the app took the first try of the event; undefined when it was not told. */
type Told = Promise<AppAnswer | undefined>;

export interface Surroundings {
  readonly world: World;
  readonly events: Events;
  readonly interactions: Interactions;
}

/** Somebody in a workspace. What they do changes Slack's state at once and reaches the app the way it would from Slack. */
export class Person {
  readonly user: User;
  readonly #workspace: Workspace;
  readonly #around: Surroundings;

  constructor(user: User, workspace: Workspace, around: Surroundings) {
    this.user = user;
    this.#workspace = workspace;
    this.#around = around;
  }

  get id(): string {
    return this.user.id;
  }

  /** The direct message with the bot; opens it. */
  dm(): Channel {
    return this.#around.world.openIm(this.#workspace, this.id).channel;
  }

  react(channel: Channel, ts: string, name: string): Told {
    const message = this.#messageIn(channel, ts);
    addReaction(message, this.id, name);
    return this.#reaction(channel, message, 'reaction_added', name);
  }

  unreact(channel: Channel, ts: string, name: string): Told {
    const message = this.#messageIn(channel, ts);
    removeReaction(message, this.id, name);
    return this.#reaction(channel, message, 'reaction_removed', name);
  }

  command(channel: Channel, command: string, text = ''): Conversation {
    return this.#around.interactions.command(this.#actor, channel, command, text);
  }

  /** Presses the one button whose action_id, value or label this is. */
  press(message: Message, wanted: string): Conversation {
    return this.#act(message, pressAction(message.blocks, wanted));
  }

  /** Chooses the one option whose value or label this is. */
  choose(message: Message, wanted: string): Conversation {
    return this.#act(message, choiceAction(message.blocks, wanted));
  }

  pressAtHome(wanted: string): Conversation {
    const home = this.#home();
    return this.#around.interactions.onHome(this.#actor, home, pressAction(objectsIn(home.view.blocks), wanted));
  }

  chooseAtHome(wanted: string): Conversation {
    const home = this.#home();
    return this.#around.interactions.onHome(this.#actor, home, choiceAction(objectsIn(home.view.blocks), wanted));
  }

  /** Writes a message; one that names the bot is a mention as well. Resolves with how the app took the last event. */
  async say(
    channel: Channel,
    text: string,
    threadTs?: string,
  ): Promise<{ readonly message: Message; readonly answer: AppAnswer | undefined }> {
    const { world } = this.#around;
    const content = { text, ...(threadTs !== undefined && { threadTs }) };
    const message = world.addMessage(this.#workspace, channel, { user: this.id }, content);
    const posted = emitPosted(world, this.#workspace, channel, message);
    if (channel.kind === 'im' || !text.includes(`<@${this.#workspace.botUserId}>`))
      return { message, answer: await posted };
    const mention = {
      type: 'app_mention',
      user: this.id,
      text,
      ts: message.ts,
      team: this.#workspace.id,
      channel: channel.id,
      event_ts: message.ts,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    };
    const [, answer] = await Promise.all([posted, this.#emit(mention, channel)]);
    return { message, answer };
  }

  /** Writes a message with a link; the app is told when the link's host is among its unfurl domains. */
  async sendLink(
    channel: Channel,
    url: string,
  ): Promise<{ readonly message: Message; readonly answer: AppAnswer | undefined }> {
    const { world } = this.#around;
    const message = world.addMessage(this.#workspace, channel, { user: this.id }, { text: `<${url}>` });
    void emitPosted(world, this.#workspace, channel, message);
    const host = new URL(url).hostname;
    const domain = world.app.unfurlDomains.find((one) => host === one || host.endsWith(`.${one}`));
    if (domain === undefined) return { message, answer: undefined };
    const event = {
      type: 'link_shared',
      user: this.id,
      channel: channel.id,
      message_ts: message.ts,
      links: [{ url, domain }],
      source: 'conversations_history',
      unfurl_id: `${channel.id}-${message.ts}`,
      is_bot_user_member: channel.members.has(this.#workspace.botUserId),
      event_ts: world.stamps.next(),
    };
    return { message, answer: await this.#emit(event, channel) };
  }

  /** Opens the app's Home. */
  openHome(): Told {
    const view = this.#workspace.homes.get(this.id)?.view;
    const event = { type: 'app_home_opened', user: this.id, channel: this.dm().id, tab: 'home' };
    return this.#emit({ ...event, ...(view !== undefined && { view }), event_ts: this.#around.world.stamps.next() });
  }

  /** Brings the bot into a channel. */
  inviteBot(channel: Channel): Told {
    const bot = this.#workspace.botUserId;
    channel.members.add(bot);
    return emitJoined(this.#around.world, this.#workspace, channel, bot, this.id);
  }

  kickBot(channel: Channel): Told {
    channel.members.delete(this.#workspace.botUserId);
    const type = channel.kind === 'public' ? 'channel_left' : 'group_left';
    return this.#channelEvent(channel, { type, channel: channel.id, actor_id: this.id });
  }

  /** Deletes any message, as an admin can. */
  deleteMessage(message: Message): Told {
    const channel = this.#channelOf(message);
    channel.messages.delete(message.ts);
    channel.ephemerals.delete(message.ts);
    if (message.ephemeralFor !== undefined) return Promise.resolve(undefined);
    return emitDeleted(this.#around.world, this.#workspace, channel, message);
  }

  archive(channel: Channel): Told {
    channel.isArchived = true;
    const type = channel.kind === 'public' ? 'channel_archive' : 'group_archive';
    return this.#channelEvent(channel, { type, channel: channel.id, user: this.id, is_moved: 0 });
  }

  unarchive(channel: Channel): Told {
    channel.isArchived = false;
    const type = channel.kind === 'public' ? 'channel_unarchive' : 'group_unarchive';
    return this.#channelEvent(channel, { type, channel: channel.id, user: this.id });
  }

  deleteChannel(channel: Channel): Told {
    this.#workspace.channels.delete(channel.id);
    const type = channel.kind === 'public' ? 'channel_deleted' : 'group_deleted';
    return this.#channelEvent(channel, { type, channel: channel.id, actor_id: this.id });
  }

  get #actor() {
    return { workspace: this.#workspace, user: this.user };
  }

  #act(message: Message, action: JsonObject): Conversation {
    if (message.ephemeralFor !== undefined && message.ephemeralFor !== this.id)
      throw new Error(`${this.user.name} cannot see that message.`);
    return this.#around.interactions.onMessage(this.#actor, this.#channelOf(message), message, action);
  }

  #home() {
    const home = this.#workspace.homes.get(this.id);
    if (home === undefined) throw new Error(`${this.user.name} has no Home yet.`);
    return home;
  }

  #channelOf(message: Message): Channel {
    const channel = this.#workspace.channels.get(message.channel);
    if (channel === undefined) throw new Error(`There is no channel ${message.channel}.`);
    return channel;
  }

  #messageIn(channel: Channel, ts: string): Message {
    const message = channel.messages.get(ts);
    if (message === undefined) throw new Error(`There is no message ${ts} to react to.`);
    return message;
  }

  #reaction(channel: Channel, message: Message, type: 'reaction_added' | 'reaction_removed', name: string): Told {
    const reaction = { type, user: this.id, name, message };
    return emitReaction(this.#around.world, this.#workspace, channel, reaction);
  }

  #channelEvent(channel: Channel, event: JsonObject): Told {
    return this.#emit({ ...event, event_ts: this.#around.world.stamps.next() }, channel);
  }

  #emit(event: JsonObject, channel?: Channel): Told {
    return this.#around.events.emit(this.#workspace, event, channel);
  }
}
