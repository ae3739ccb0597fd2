import type { Weekday } from '../kernel/dates.js';
import type { LogLevel } from '../kernel/log.js';
import type { LocalTime, TimeZone } from '../kernel/schedule.js';
import type { Keyring } from '../kernel/seal.js';

export const layoutNames = ['list', 'thread', 'cards'] as const;
export const feedKinds = ['huggingface', 'file'] as const;

/** What lets a paper through: any match; three empty lists let every paper through. */
export interface TopicsConfig {
  readonly words: readonly string[];
  readonly authors: readonly string[];
  readonly categories: readonly string[];
}

/** How a channel gets its edition, with every default filled in. */
export interface EditionConfig {
  readonly time: LocalTime;
  readonly zone: TimeZone;
  /** At least one, Monday first, none twice. */
  readonly days: readonly Weekday[];
  /** 1 to 50, at most 10 for a `list`. */
  readonly count: number;
  readonly layout: (typeof layoutNames)[number];
  /** Ids of `Config.feeds`, at least one. */
  readonly feeds: readonly string[];
  readonly minUpvotes: number;
  readonly topics: TopicsConfig;
}

/** Where a setting stands, so that people can be told which line to change. */
export interface Source {
  readonly file: string;
  readonly line: number;
}

/** `slack:T0123456789/C0123456789` in its parts. */
export interface ChannelAddress {
  readonly adapter: string;
  readonly workspace: string;
  readonly channel: string;
}

export interface ChannelConfig extends EditionConfig, ChannelAddress {
  readonly source: Source;
}

export type FeedConfig =
  | {
      readonly kind: 'huggingface';
      readonly id: string;
      /** Without a slash at its end. */
      readonly url: string;
    }
  | {
      readonly kind: 'file';
      readonly id: string;
      /** Absolute. */
      readonly path: string;
      /** How people call it; the id when nothing else was given. */
      readonly name: string;
    };

export interface WorkspaceAddress {
  readonly adapter: string;
  readonly workspace: string;
}

/** Workspaces that share one tally. A workspace is in at most one team. */
interface TeamConfig {
  readonly name: string;
  readonly workspaces: readonly WorkspaceAddress[];
}

interface VoteConfig {
  /** As typed; no emoji is in both lists. */
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** For so many days votes on a message are read back. */
  readonly days: number;
}

export interface BackupConfig {
  readonly everyMs: number;
  /** How many are kept, the newest. */
  readonly keep: number;
  /** Absolute. */
  readonly folder: string;
}

/** A model that takes part in search. */
export interface EmbeddingsConfig {
  /**
   * A cosine of 1 adds so much to a score. The best BM25F among the candidates is 1; where the words stand adds up to 4.3 to that, and the
   * shipped model up to 0.7.
   */
  readonly weight: number;
  readonly prefixes: { readonly query: string; readonly passage: string };
  readonly source:
    | {
        readonly kind: 'onnx';
        /** Absolute, as the tokenizer's. */
        readonly model: string;
        readonly tokenizer: string;
        readonly pooling: 'mean' | 'cls';
        readonly maxTokens: number;
      }
    | {
        readonly kind: 'openai';
        /** Without a slash and without `/embeddings` at its end. */
        readonly url: string;
        readonly model: string;
        /** Null: those of the model. */
        readonly dimensions: number | null;
        readonly key: string | null;
      };
}

interface SlackCommon {
  /** Another server in Slack's place, without a slash at its end; null: Slack itself. */
  readonly apiUrl: string | null;
  /** Ids of people who may manage every channel. */
  readonly managers: readonly string[];
}

/** How Slack is connected. */
export type SlackConfig = SlackCommon &
  (
    | { readonly mode: 'socket'; readonly botToken: string; readonly appToken: string }
    | {
        readonly mode: 'http';
        readonly signingSecret: string;
        readonly host: string;
        readonly port: number;
        /** Of the one workspace; null where workspaces install the app themselves, by `oauth`. */
        readonly botToken: string | null;
        readonly oauth: { readonly clientId: string; readonly clientSecret: string } | null;
      }
  );

/** How Discord is connected. */
export interface DiscordConfig {
  readonly token: string;
  /** Another server in Discord's place, without a slash and without a version at its end; null: Discord itself. */
  readonly apiUrl: string | null;
  /** Ids of people who may manage every channel. */
  readonly managers: readonly string[];
  /** The one guild in which commands are registered; null: everywhere. */
  readonly developmentGuild: string | null;
  /** Posts in announcement channels are published to the channels that follow them. */
  readonly crosspost: boolean;
}

/** The whole configuration: file, environment and defaults in one, checked. */
export interface Config {
  /** The file it was read from, absolute; null when there is none. */
  readonly file: string | null;
  /** The data folder, absolute. */
  readonly home: string;
  /** Null when LOG_LEVEL is not set. */
  readonly logLevel: LogLevel | null;
  /** What applies to channels that people set up in the chat. */
  readonly defaults: EditionConfig;
  readonly channels: readonly ChannelConfig[];
  /** `huggingface` is always one of them. */
  readonly feeds: readonly FeedConfig[];
  readonly teams: readonly TeamConfig[];
  readonly votes: VoteConfig;
  readonly editions: {
    /** A feed that fails is asked again for so long after an edition's time. */
    readonly deadlineMs: number;
    /** An edition that comes later than this says so. */
    readonly lateAfterMs: number;
  };
  /** Copies that a running bot makes of the database; null when they are switched off. */
  readonly backups: BackupConfig | null;
  /** Null when search goes by words alone. */
  readonly embeddings: EmbeddingsConfig | null;
  /** The terminal's edition, on every weekday; null when the terminal is off. */
  readonly terminal: EditionConfig | null;
  /** Null when no token of Slack is set. */
  readonly slack: SlackConfig | null;
  /** The file has a section about Slack, whether or not a token is set. */
  readonly namesSlack: boolean;
  /** Null when no token of Discord is set. */
  readonly discord: DiscordConfig | null;
  /** The file has a section about Discord, whether or not a token is set. */
  readonly namesDiscord: boolean;
  /** What secrets are stored under; null when there is no key. */
  readonly keyring: Keyring | null;
}
