import type { JsonObject } from '../json.js';

export interface User {
  readonly id: string;
  /** Another workspace's id for a stranger in a shared channel. */
  readonly teamId: string;
  readonly name: string;
  readonly realName: string;
  readonly displayName: string;
  readonly tz: string;
  readonly tzOffsetSeconds: number;
  readonly isBot: boolean;
  isAdmin: boolean;
  isOwner: boolean;
  isPrimaryOwner: boolean;
  isRestricted: boolean;
  isUltraRestricted: boolean;
  deleted: boolean;
}

export type ChannelKind = 'public' | 'private' | 'im';

export interface Channel {
  readonly id: string;
  readonly teamId: string;
  readonly kind: ChannelKind;
  name: string;
  readonly creator: string;
  readonly createdAt: number;
  /** The person on the other side of the bot's direct message. */
  readonly person?: string;
  readonly members: Set<string>;
  isArchived: boolean;
  isExtShared: boolean;
  /** Only admins may post here. */
  isPostingRestricted: boolean;
  /** By ts, oldest first. Ephemeral ones are apart: Slack does not keep them. */
  readonly messages: Map<string, Message>;
  readonly ephemerals: Map<string, Message>;
}

export interface Message {
  readonly teamId: string;
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly botId?: string;
  readonly threadTs?: string;
  /** The only one who sees it. */
  readonly ephemeralFor?: string;
  text: string;
  blocks: readonly JsonObject[];
  attachments: readonly JsonObject[];
  metadata: JsonObject | undefined;
  /** Who reacted, by emoji, in the order of coming. */
  readonly reactions: Map<string, Set<string>>;
  /** What our app showed for links, by link. */
  unfurls: JsonObject;
  editedAt: string | undefined;
}

export interface HomeView {
  readonly id: string;
  readonly userId: string;
  readonly hash: string;
  readonly view: JsonObject;
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  readonly homes: Map<string, HomeView>;
  /** Views that were opened as modals, newest last. */
  readonly modals: { readonly userId: string; readonly view: JsonObject }[];
  isInstalled: boolean;
  /** A deactivated workspace refuses every token. */
  isInactive: boolean;
}

export interface Token {
  readonly token: string;
  readonly kind: 'bot' | 'app';
  readonly teamId: string;
  readonly scopes: ReadonlySet<string>;
  revoked: boolean;
  /** In ms; absent when it never ends. */
  readonly expiresAt?: number;
}

/** The app that is under test, as Slack knows it. */
export interface App {
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  readonly appToken: string;
  readonly scopes: readonly string[];
  readonly subscriptions: ReadonlySet<string>;
  readonly unfurlDomains: readonly string[];
  readonly tokenRotation: boolean;
  readonly homeTab: boolean;
}

/** A request to the Web API or to a response_url, in the order of coming. */
export interface ApiRequest {
  readonly method: string;
  readonly args: JsonObject;
  readonly teamId: string | undefined;
  /** By the fake's clock, in ms. */
  readonly at: number;
  /** What Slack answered: `ok`, its error's code, or what trouble came instead. */
  outcome: string;
}
