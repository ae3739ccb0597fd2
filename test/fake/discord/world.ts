import type { JsonObject } from '../json.js';
import {
  channelPayload,
  guildPayload,
  interactionMemberPayload,
  memberPayload,
  messagePayload,
  userPayload,
} from './payloads.js';
import { directPermissions, permissionsIn } from './permissions.js';
import {
  type ApiRequest,
  type Channel,
  channelTypes,
  type Guild,
  type Member,
  type Message,
  type User,
} from './state.js';

/** Something that the gateway tells the app. `guild`: the guild it is in; `isDirect`: it is in a direct message. */
export interface GatewayEvent {
  readonly t: string;
  readonly d: JsonObject;
  readonly guild?: string;
  readonly isDirect?: boolean;
}

type DispatchListener = (event: GatewayEvent) => unknown;

export interface Application {
  readonly id: string;
  readonly botUser: User;
}

/** Before Discord's first id (https://docs.discord.com/developers/reference#snowflakes). */
const epochMs = 1_420_070_400_000n;

/** Everything Discord knows. Routes and people read and change it; nothing in here talks to the network. */
export class World {
  /** In ms. Everything that has a time goes by it: ids, limits, `Date`. */
  readonly now: () => number;
  readonly application: Application;
  token = 'MTMxMDAwMDAwMDAwMDAwMDAwMA.fake01.a-token-that-opens-nothing-at-all';
  readonly guilds = new Map<string, Guild>();
  /** Threads and direct messages too. */
  readonly channels = new Map<string, Channel>();
  readonly users = new Map<string, User>();
  /** Who takes no direct messages from the bot. */
  readonly closedDirects = new Set<string>();
  /** The app's commands: `global`, or a guild's id. */
  readonly commands = new Map<string, readonly JsonObject[]>();
  /** What Discord lets pass and we do not want. */
  readonly complaints: string[] = [];
  readonly requests: ApiRequest[] = [];
  /** Where the gateway stands: `ws://127.0.0.1:1234`. */
  gatewayUrl = '';
  /** How often a session may still be started today; the gateway counts it down. */
  sessionStarts = { total: 1_000, remaining: 1_000, resetAfterMs: 86_400_000, maxConcurrency: 1 };
  shards = 1;
  readonly #listeners = new Set<DispatchListener>();
  #lastId = 0n;

  constructor(now: () => number) {
    this.now = now;
    const id = this.newId();
    this.application = { id, botUser: { id, username: 'Broadsheet', globalName: null, isBot: true } };
    this.users.set(id, this.application.botUser);
  }

  /** A snowflake of now, larger than all before. */
  newId(): string {
    const ofNow = (BigInt(Math.floor(this.now())) - epochMs) << 22n;
    this.#lastId = ofNow > this.#lastId ? ofNow : this.#lastId + 1n;
    return this.#lastId.toString();
  }

  complain(text: string): void {
    this.complaints.push(text);
  }

  /** Calls the listener with everything that happens; returns what ends it. */
  onDispatch(listener: DispatchListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when all listeners have been told. */
  async dispatch(event: GatewayEvent): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => listener(event)));
  }

  /** As `dispatch`, for what happens in a channel: adds the guild to event and data. */
  dispatchIn(channel: Channel, t: string, d: JsonObject): Promise<void> {
    if (channel.guild === undefined) return this.dispatch({ t, d, isDirect: true });
    return this.dispatch({ t, d: { ...d, guild_id: channel.guild }, guild: channel.guild });
  }

  addChannel(of: Partial<Channel> & Pick<Channel, 'type' | 'guild'>): Channel {
    const guild = this.guilds.get(of.guild ?? '');
    const channel: Channel = {
      id: this.newId(),
      name: '',
      position: guild?.channels.size ?? 0,
      parent: undefined,
      owner: undefined,
      recipients: [],
      overwrites: new Map(),
      isArchived: false,
      isLocked: false,
      archiveMinutes: 1_440,
      createdAt: this.now(),
      messages: new Map(),
      ...of,
    };
    this.channels.set(channel.id, channel);
    guild?.channels.set(channel.id, channel);
    return channel;
  }

  /** A message in a channel, told to nobody. An ephemeral one is only made, not kept. */
  addMessage(channel: Channel, author: User, content: Partial<Message>): Message {
    const message: Message = {
      id: this.newId(),
      channel: channel.id,
      author,
      type: 0,
      content: '',
      components: [],
      embeds: [],
      flags: 0,
      nonce: undefined,
      reactions: new Map(),
      createdAt: this.now(),
      editedAt: undefined,
      isDeleted: false,
      replyTo: undefined,
      webhook: undefined,
      interaction: undefined,
      ephemeralFor: undefined,
      ...content,
    };
    if (message.ephemeralFor === undefined) channel.messages.set(message.id, message);
    return message;
  }

  /** The direct message between the bot and somebody, opened when it is not yet. */
  openDirect(user: User): { readonly channel: Channel; readonly isNew: boolean } {
    for (const channel of this.channels.values())
      if (channel.type === channelTypes.direct && channel.recipients[0]?.id === user.id)
        return { channel, isNew: false };
    return {
      channel: this.addChannel({ type: channelTypes.direct, guild: undefined, recipients: [user] }),
      isNew: true,
    };
  }

  guildOf(channel: Channel): Guild | undefined {
    return this.guilds.get(channel.guild ?? '');
  }

  /** What somebody may do in a channel; the bot unless named. Nothing when they are not in the guild. */
  permissions(channel: Channel, userId: string = this.application.botUser.id): bigint {
    if (channel.guild === undefined) return directPermissions;
    const guild = this.guildOf(channel);
    const member = guild?.members.get(userId);
    return guild === undefined || member === undefined ? 0n : permissionsIn(guild, member, channel);
  }

  guildPayload(guild: Guild): JsonObject {
    return guildPayload(guild, this.application.botUser.id);
  }

  channelPayload(channel: Channel): JsonObject {
    return channelPayload(channel);
  }

  /** As the bot sees it. */
  messagePayload(message: Message): JsonObject {
    const hanging = this.channels.get(message.id);
    return messagePayload(message, this.application.botUser.id, hanging?.id === message.channel ? undefined : hanging);
  }

  memberPayload(member: Member): JsonObject {
    return memberPayload(member);
  }

  interactionMemberPayload(guild: Guild, member: Member, channel?: Channel): JsonObject {
    return interactionMemberPayload(guild, member, channel);
  }

  userPayload(user: User): JsonObject {
    return userPayload(user);
  }
}
