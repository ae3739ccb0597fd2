import type { AppSettings } from '../app.js';
import type { ChannelConfig, Config, EditionConfig } from '../config/config.js';
import type { EditionSettings, Subscription, SubscriptionId } from '../editions/subscription.js';
import type { Subscribed } from '../editions/sync-subscriptions.js';
import type { FeedId } from '../papers/listing.js';
import type { AdapterId } from '../platform/adapter.js';
import { baseEmoji } from '../votes/emoji.js';
import { teamAssignments } from '../votes/team.js';

/** The feed that reads the sample, and the name of the subscription that shows it. */
export const sampleFeed = 'sample' as FeedId;
const terminalId = 'terminal' as SubscriptionId;
export const sampleId = 'sample' as SubscriptionId;

const terminalAddress = { adapter: 'terminal' as AdapterId, workspace: 'terminal', channel: 'terminal' } as const;

export const isTerminal = ({ id }: Pick<Subscription, 'id'>): boolean => id === terminalId;

/** How the command line calls a channel: `slack:T0123/C0456`, or `terminal`. */
export function channelName({
  adapter,
  workspace,
  channel,
}: Pick<Subscription, 'adapter' | 'workspace' | 'channel'>): string {
  return adapter === terminalAddress.adapter ? adapter : `${adapter}:${workspace}/${channel}`;
}

/** What the application takes from the configuration. */
export function appSettings(config: Config): AppSettings {
  const terminal = config.terminal === null ? [] : [terminalSubscription(config.terminal)];
  return {
    subscriptions: [...config.channels.map(channelSubscription), ...terminal],
    teams: teamAssignments(config.teams),
    voteEmoji: { up: config.votes.up.map(baseEmoji), down: config.votes.down.map(baseEmoji) },
    readBackDays: config.votes.days,
    lateAfterMs: config.editions.lateAfterMs,
    deadlineMs: config.editions.deadlineMs,
    defaults: {
      zone: (config.terminal ?? config.defaults).zone,
      feeds: config.defaults.feeds as readonly FeedId[],
      edition: editionOf(config.defaults),
    },
    sources: new Map(config.channels.map((channel) => [channelId(channel), channel.source])),
  };
}

const channelId = ({ adapter, workspace, channel }: ChannelConfig): SubscriptionId =>
  `${adapter}:${workspace}/${channel}` as SubscriptionId;

const channelSubscription = (channel: ChannelConfig): Subscribed => ({
  ...editionOf(channel),
  id: channelId(channel),
  adapter: channel.adapter as AdapterId,
  workspace: channel.workspace,
  channel: channel.channel,
  managed: 'file',
  setUpBy: null,
});

/** The terminal's own: due at every start, any weekday and hour, once a local date. */
const terminalSubscription = (edition: EditionConfig): Subscribed => ({
  ...editionOf(edition),
  ...terminalAddress,
  id: terminalId,
  managed: 'program',
  setUpBy: null,
});

/** As the terminal's, on the sample, and never due by itself. */
export const sampleSubscription = (terminal: Subscription): Subscription => ({
  ...terminal,
  id: sampleId,
  feeds: [sampleFeed],
  topics: { words: [], authors: [], categories: [] },
  minUpvotes: 0,
  enabled: false,
  nextRunAt: null,
  paused: null,
});

const editionOf = ({ time, zone, days, count, layout, feeds, minUpvotes, topics }: EditionConfig): EditionSettings => ({
  timetable: { time, zone, days },
  feeds: feeds as readonly FeedId[],
  ...{ count, layout, minUpvotes, topics },
});
