import { Moderation } from './moderation.js';
import { Person, type Surroundings } from './people.js';
import { everyonePermissions } from './permissions.js';
import {
  type Channel,
  type ChannelType,
  channelTypes,
  type Emoji,
  type Guild,
  type Member,
  type Role,
  type User,
} from './state.js';
import type { World } from './world.js';

export interface GuildOptions {
  readonly name?: string;
  /** What everybody may do; what a new server gives unless told otherwise. */
  readonly everyone?: bigint;
  /** What the bot's own role allows beyond that. */
  readonly bot?: bigint;
  /** False: the bot is not in it. */
  readonly installed?: boolean;
}

class GuildMember implements Member {
  readonly user: User;
  readonly roles = new Set<string>();
  readonly joinedAt: number;
  readonly #guild: Guild;

  constructor(user: User, guild: Guild, joinedAt: number) {
    this.user = user;
    this.joinedAt = joinedAt;
    this.#guild = guild;
  }

  get permissions(): bigint {
    return [this.#guild.id, ...this.roles].reduce(
      (sum, id) => sum | (this.#guild.roles.get(id)?.permissions ?? 0n),
      0n,
    );
  }
}

/** A guild, seen by a test. What is added here is told to nobody, as it is there before the app connects; `addBot` is told. */
export class FakeGuild {
  readonly guild: Guild;
  /** What its moderators do, and what befalls it. */
  readonly moderation: Moderation;
  readonly #around: Surroundings;
  readonly #botRole: Role;

  constructor(around: Surroundings, options: GuildOptions = {}) {
    this.#around = around;
    this.guild = newGuild(around.world, options);
    this.moderation = new Moderation(this.guild, around.world);
    const { botUser } = around.world.application;
    this.#botRole = this.#role(botUser.username, options.bot ?? 0n, true);
    if (options.installed !== false) this.#join(botUser).roles.add(this.#botRole.id);
  }

  get id(): string {
    return this.guild.id;
  }

  get channels(): readonly Channel[] {
    return [...this.guild.channels.values()];
  }

  /** Somebody installs the app there. */
  addBot(): Promise<void> {
    const { world } = this.#around;
    this.#join(world.application.botUser).roles.add(this.#botRole.id);
    this.guild.joinedAt = world.now();
    return world.dispatch({ t: 'GUILD_CREATE', d: world.guildPayload(this.guild), guild: this.id });
  }

  addRole(options: { readonly name?: string; readonly permissions?: bigint } = {}): Role {
    return this.#role(options.name ?? `role ${this.guild.roles.size}`, options.permissions ?? 0n);
  }

  /** `permissions`: what a role of their own allows beyond what everybody may do. */
  addPerson(options: { readonly name?: string; readonly permissions?: bigint; readonly isBot?: boolean } = {}): Person {
    const { world } = this.#around;
    const name = options.name ?? `person${world.users.size}`;
    const user: User = { id: world.newId(), username: name, globalName: name, isBot: options.isBot === true };
    world.users.set(user.id, user);
    const member = this.#join(user);
    if (options.permissions !== undefined) member.roles.add(this.#role(name, options.permissions).id);
    return new Person(user, this.guild, this.#around);
  }

  /** `botDeny`: what the bot may not do there whatever its roles say. */
  addChannel(
    options: {
      readonly kind?: 'text' | 'announcement' | 'forum';
      readonly name?: string;
      readonly botDeny?: bigint;
    } = {},
  ): Channel {
    const { world } = this.#around;
    const type: ChannelType = channelTypes[options.kind ?? 'text'];
    const name = options.name ?? `channel-${this.guild.channels.size}`;
    const channel = world.addChannel({ type, guild: this.id, name });
    this.guild.systemChannel ??= type === channelTypes.text ? channel.id : undefined;
    if (options.botDeny !== undefined) this.denyBot(channel, options.botDeny);
    return channel;
  }

  /** What the bot may not do in a channel from now on; 0n lifts it. */
  denyBot(channel: Channel, deny: bigint): void {
    const { id } = this.#around.world.application.botUser;
    channel.overwrites.set(id, { id, type: 1, allow: 0n, deny });
  }

  addEmoji(options: { readonly name: string }): Emoji & { readonly id: string } {
    const emoji = { id: this.#around.world.newId(), name: options.name };
    this.guild.emojis.set(emoji.id, emoji);
    return emoji;
  }

  #role(name: string, permissions: bigint, isManaged = false): Role {
    const { roles } = this.guild;
    const role: Role = { id: this.#around.world.newId(), name, permissions, position: roles.size, isManaged };
    roles.set(role.id, role);
    return role;
  }

  #join(user: User): Member {
    const member = new GuildMember(user, this.guild, this.#around.world.now());
    this.guild.members.set(user.id, member);
    return member;
  }
}

function newGuild(world: World, options: GuildOptions): Guild {
  const id = world.newId();
  const owner: User = { id: world.newId(), username: `owner${id.slice(-4)}`, globalName: null, isBot: false };
  world.users.set(owner.id, owner);
  const everyone: Role = {
    id,
    name: '@everyone',
    permissions: options.everyone ?? everyonePermissions,
    position: 0,
    isManaged: false,
  };
  const guild: Guild = {
    id,
    name: options.name ?? `Guild ${id}`,
    owner,
    roles: new Map([[id, everyone]]),
    emojis: new Map(),
    members: new Map(),
    channels: new Map(),
    systemChannel: undefined,
    joinedAt: world.now(),
    isUnavailable: false,
  };
  guild.members.set(owner.id, new GuildMember(owner, guild, world.now()));
  world.guilds.set(id, guild);
  return guild;
}
