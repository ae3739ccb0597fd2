import { dirname, resolve } from 'node:path';
import type { Weekday } from '../kernel/dates.js';
import type { LocalTime, TimeZone } from '../kernel/schedule.js';
import { builtInFeed } from './checks.js';
import type {
  BackupConfig,
  ChannelConfig,
  Config,
  DiscordConfig,
  EditionConfig,
  FeedConfig,
  SlackConfig,
  Source,
  TopicsConfig,
} from './config.js';
import type { EnvironmentSettings } from './environment.js';
import type { Path } from './finding.js';
import type { EditionSettings, Settings } from './schema.js';
import { embeddingsConfig } from './search-settings.js';

/** What a setting can depend on beside the file. */
export interface Surroundings extends EnvironmentSettings {
  /** Absolute, null when there is none. */
  readonly file: string | null;
  readonly zone: TimeZone;
  readonly slack: SlackConfig | null;
  readonly discord: DiscordConfig | null;
  readonly lineOf: (path: Path) => number;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const workdays: readonly Weekday[] = [1, 2, 3, 4, 5];

type Unfinished<Group> = { readonly [Key in keyof Group]?: Group[Key] | undefined };

/** The group with what is missing in it taken from `fallback`. */
function filled<Group extends object>(group: Unfinished<Group>, fallback: Group): Group {
  const given = Object.entries(group).filter(([, value]) => value !== undefined);
  return { ...fallback, ...Object.fromEntries(given) };
}

const noTopics: TopicsConfig = { words: [], authors: [], categories: [] };

function editionConfig(settings: EditionSettings, fallback: EditionConfig): EditionConfig {
  const { time, zone, count, layout, feeds, minUpvotes } = settings;
  const days = settings.days?.toSorted((a, b) => a - b);
  // Topics are taken as a whole: a channel that names its own does not want those of everybody else as well.
  const topics = settings.topics === undefined ? undefined : filled(settings.topics, noTopics);
  return filled({ time, zone, days, count, layout, feeds, minUpvotes, topics }, fallback);
}

const builtIn = (zone: TimeZone): EditionConfig => ({
  time: '09:00' as LocalTime,
  zone,
  days: workdays,
  count: 10,
  layout: 'list',
  feeds: [builtInFeed],
  minUpvotes: 0,
  topics: noTopics,
});

function feedConfigs(settings: Settings, { feedUrl, file }: Surroundings): readonly FeedConfig[] {
  const listed = (settings.feeds ?? []).map((feed): FeedConfig => {
    if (feed.kind === 'huggingface') return { kind: feed.kind, id: feed.id, url: feed.url ?? feedUrl };
    const path = resolve(dirname(file ?? ''), feed.path ?? '');
    return { kind: feed.kind, id: feed.id, path, name: feed.name ?? feed.id };
  });
  const always: FeedConfig = { kind: 'huggingface', id: builtInFeed, url: feedUrl };
  return listed.some(({ id }) => id === builtInFeed) ? listed : [always, ...listed];
}

function channelConfigs(settings: Settings, defaults: EditionConfig, around: Surroundings): readonly ChannelConfig[] {
  return (settings.channels ?? []).map(({ channel, ...own }, index) => {
    const source: Source = { file: around.file ?? '', line: around.lineOf(['channels', index]) };
    return { ...channel, ...editionConfig(own, defaults), source };
  });
}

function terminalConfig(
  { terminal, channels = [] }: Settings,
  defaults: EditionConfig,
  { slack, discord }: Surroundings,
): EditionConfig | null {
  // Left out, the terminal is there for those who have not set up another platform yet.
  const isOn = terminal ?? (channels.length === 0 && slack === null && discord === null);
  if (isOn === false) return null;
  return { ...editionConfig(isOn === true ? {} : isOn, defaults), days: everyDay };
}

function backupConfig({ backups = {} }: Settings, { home }: Surroundings): BackupConfig | null {
  const { everyHours = 1, keep = 24, folder = 'backups' } = backups;
  return everyHours === 0 || keep === 0 ? null : { everyMs: everyHours * hourMs, keep, folder: resolve(home, folder) };
}

/** The configuration that checked settings and their surroundings make. */
export function configOf(settings: Settings, around: Surroundings): Config {
  const defaults = editionConfig(settings.defaults ?? {}, builtIn(around.zone));
  const { deadlineHours = 3, lateAfterMinutes = 15 } = settings.editions ?? {};
  return {
    file: around.file,
    home: around.home,
    logLevel: around.logLevel,
    defaults,
    channels: channelConfigs(settings, defaults, around),
    feeds: feedConfigs(settings, around),
    teams: Object.entries(settings.teams ?? {}).map(([name, workspaces]) => ({ name, workspaces })),
    votes: filled(settings.votes ?? {}, { up: ['👍', '⬆️', '❤️', '🔥', '⭐'], down: ['👎'], days: 14 }),
    editions: { deadlineMs: deadlineHours * hourMs, lateAfterMs: lateAfterMinutes * minuteMs },
    backups: backupConfig(settings, around),
    embeddings: embeddingsConfig(settings, around),
    terminal: terminalConfig(settings, defaults, around),
    slack: around.slack,
    namesSlack: settings.slack !== undefined,
    discord: around.discord,
    namesDiscord: settings.discord !== undefined,
    keyring: around.keyring,
  };
}
