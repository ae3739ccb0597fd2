import type { JsonObject } from '../json.js';

export interface User {
  readonly id: string;
  readonly username: string;
  readonly globalName: string | null;
  readonly isBot: boolean;
}

export interface Role {
  readonly id: string;
  name: string;
  permissions: bigint;
  readonly position: number;
  /** The application's own role, which nobody else can have. */
  readonly isManaged: boolean;
}

/** An emoji of a guild, or a unicode one, whose `id` is null. */
export interface Emoji {
  readonly id: string | null;
  readonly name: string;
}

/** `type`: 0 of a role, 1 of a member. */
export interface Overwrite {
  readonly id: string;
  readonly type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

export interface Member {
  readonly user: User;
  readonly roles: Set<string>;
  readonly joinedAt: number;
  /** What their roles allow anywhere in the guild, before any channel's overwrites. */
  readonly permissions: bigint;
}

export const channelTypes = {
  text: 0,
  direct: 1,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  forum: 15,
} as const;

export type ChannelType = (typeof channelTypes)[keyof typeof channelTypes];

export interface Channel {
  readonly id: string;
  readonly type: ChannelType;
  /** Undefined in a direct message. */
  readonly guild: string | undefined;
  name: string;
  position: number;
  /** The channel that a thread is in. */
  readonly parent: string | undefined;
  /** Who opened a thread. */
  readonly owner: string | undefined;
  /** The people of a direct message, the bot left out. */
  readonly recipients: readonly User[];
  readonly overwrites: Map<string, Overwrite>;
  isArchived: boolean;
  isLocked: boolean;
  archiveMinutes: number;
  readonly createdAt: number;
  /** By id, oldest first. Deleted ones are gone, ephemeral ones were never in. */
  readonly messages: Map<string, Message>;
}

export interface Guild {
  readonly id: string;
  name: string;
  /** A member who may do everything, and no one who acts in a test. */
  readonly owner: User;
  readonly roles: Map<string, Role>;
  readonly emojis: Map<string, Emoji>;
  readonly members: Map<string, Member>;
  /** Threads too. */
  readonly channels: Map<string, Channel>;
  systemChannel: string | undefined;
  joinedAt: number;
  isUnavailable: boolean;
}

export interface Reaction {
  readonly emoji: Emoji;
  /** Who reacted, by id, in the order of coming. */
  readonly normal: Set<string>;
  readonly burst: Set<string>;
}

export interface Message {
  readonly id: string;
  readonly channel: string;
  readonly author: User;
  /** 0 plain, 18 and 21 of threads, 19 a reply, 20 a command's answer. */
  readonly type: number;
  content: string;
  components: readonly JsonObject[];
  embeds: readonly JsonObject[];
  flags: number;
  readonly nonce: string | undefined;
  /** By emoji key: its id, or its characters. */
  readonly reactions: Map<string, Reaction>;
  readonly createdAt: number;
  editedAt: number | undefined;
  isDeleted: boolean;
  readonly replyTo: string | undefined;
  /** Written through an interaction or by a webhook. */
  readonly webhook: string | undefined;
  readonly interaction: JsonObject | undefined;
  /** The only one who sees it. */
  readonly ephemeralFor: string | undefined;
}

/** A request, when it was answered. */
export interface ApiRequest {
  readonly method: string;
  /** With names for ids: `/channels/{channel}/messages`. */
  readonly path: string;
  readonly url: string;
  readonly body: unknown;
  readonly at: number;
  /** Undefined as long as there is none, and for ever when the connection broke. */
  status: number | undefined;
  /** Discord's error code, 0 without one. */
  code: number;
}

export const emojiKey = (emoji: Emoji): string => emoji.id ?? emoji.name;

export const isThread = (channel: Channel): boolean =>
  channel.type === channelTypes.publicThread || channel.type === channelTypes.announcementThread;

export const messageFlags = { crossposted: 1, ephemeral: 64, componentsV2: 1 << 15 } as const;
