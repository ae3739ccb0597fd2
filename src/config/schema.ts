import { z } from 'zod';
import { nearest } from '../kernel/nearest.js';
import { channelAddress, feedId, feedUrl, workspaceAddress } from './address-settings.js';
import { feedKinds, layoutNames } from './config.js';
import { adviceText, below, list, positiveNumber, section, textLeaf, wholeNumber } from './leaf.js';
import { days, time, zone } from './schedule-settings.js';
import { searchSchema } from './search-settings.js';

const layout = textLeaf({
  expected: 'list, thread or cards',
  parse: (text) => layoutNames.find((name) => name === text),
  fix: (text) => {
    const meant = nearest(text, layoutNames);
    return meant === undefined ? 'Write list, thread or cards.' : `Did you mean ${meant}?`;
  },
});

const quoted = (text: string): string => `Put it in quotes: ${JSON.stringify(text)}.`;

/** Words that people chose. YAML takes some for numbers or dates. */
const word = (expected: string, example: string) =>
  textLeaf({
    expected,
    parse: (text) => (text === '' || text.length > 200 ? undefined : text),
    fix: (text) =>
      /^[\w.+-]{1,40}$/.test(text) ? quoted(text) : `Write words in quotes, such as ${JSON.stringify(example)}.`,
  });

const words = (one: string, many: string, example: string) =>
  list(word(one, example), `a list of ${many}`, (value) =>
    typeof value === 'string' && value !== ''
      ? `Write [${JSON.stringify(value)}].`
      : `Write [${JSON.stringify(example)}].`,
  );

const topics = section(
  {
    words: words('a word or a phrase', 'words and phrases', 'diffusion').optional(),
    authors: words("an author's name", 'names', 'Yann LeCun').optional(),
    categories: words('an arXiv category', 'arXiv categories', 'cs.CL').optional(),
  },
  {
    expected: 'words, authors and categories',
    fix: 'Write words: ["diffusion"] on the next line, two blanks further in.',
  },
);

const feedIds = list(feedId, 'a list of feed ids', () => 'Write feeds: [huggingface].');

const anyTime = { time: time.optional(), zone: zone.optional() };
const content = {
  count: wholeNumber(1, 50).optional(),
  layout: layout.optional(),
  feeds: feedIds.optional(),
  minUpvotes: wholeNumber(0, 1_000_000).optional(),
  topics: topics.optional(),
};

const defaults = section(
  { ...anyTime, days: days.optional(), ...content },
  { expected: 'settings such as time and count', fix: below('defaults') },
);

const channel = section(
  { channel: channelAddress, ...anyTime, days: days.optional(), ...content },
  { expected: 'a channel with its settings', fix: 'Begin the entry with "- channel:" and the address of the channel.' },
);

const text = (expected: string, example: string) =>
  textLeaf({ expected, parse: (value) => value || undefined, fix: () => `Write ${expected}, such as "${example}".` });

const kind = textLeaf({
  expected: feedKinds.join(' or '),
  parse: (name) => feedKinds.find((known) => known === name),
  fix: (name) => {
    const meant = nearest(name, feedKinds);
    return meant === undefined ? `Write kind: ${feedKinds.join(' or kind: ')}.` : `Did you mean ${meant}?`;
  },
});

/** Which keys go with which kind is for `checks.ts`, so that a wrong kind does not hide what else is wrong. */
const feed = section(
  {
    id: feedId,
    kind,
    url: feedUrl.optional(),
    path: text('the path of a file', 'papers.jsonl.gz').optional(),
    name: text('how people call the feed', 'Lab notes').optional(),
  },
  { expected: 'a feed', fix: 'Begin the entry with "- id:" and give it a kind.' },
);

const isNumber = (emoji: string): boolean => /^(?:[0-9#*]\uFE0F?\u20E3|🔟)$/u.test(emoji);

const emoji = textLeaf({
  expected: 'an emoji, or the name of a custom one between colons, none of the numbers that lists use',
  parse: (text) =>
    /^(?::[\w+'-]{1,60}:|<a?:\w{2,32}:\d{5,20}>|[^\s\x20-\x7e]{1,30})$/u.test(text) && !isNumber(text)
      ? text
      : undefined,
  fix: (text) =>
    /^[\w+'-]{1,60}$/.test(text) ? `Write ":${text}:".` : 'Write one emoji in quotes, such as "👍" or ":partyparrot:".',
});

const emojiList = list(emoji, 'a list of emoji', (value) =>
  typeof value === 'string' && value !== '' ? `Write [${JSON.stringify(value)}].` : 'Write ["👍"].',
);

const votes = section(
  { up: emojiList.optional(), down: emojiList.optional(), days: wholeNumber(1, 90).optional() },
  { expected: 'up, down and days', fix: below('votes') },
);

const editions = section(
  { deadlineHours: positiveNumber(24).optional(), lateAfterMinutes: wholeNumber(1, 1_440).optional() },
  { expected: 'deadlineHours and lateAfterMinutes', fix: below('editions') },
);

const backups = section(
  {
    everyHours: wholeNumber(0, 168).optional(),
    keep: wholeNumber(0, 1_000).optional(),
    folder: text('the path of a folder', '/mnt/backups').optional(),
  },
  { expected: 'everyHours, keep and folder', fix: below('backups') },
);

const terminalAdvice = {
  expected: 'true, false, or settings such as time and count',
  fix: 'Write true to switch the terminal on, false to switch it off.',
};
const terminal = z.union([z.boolean(), section({ ...anyTime, ...content }, terminalAdvice)], {
  error: () => adviceText(terminalAdvice),
});

const connect = textLeaf({
  expected: 'socket or http',
  parse: (name) => (['socket', 'http'] as const).find((known) => known === name),
  fix: () => 'Write connect: socket for Socket Mode, or connect: http for signed requests.',
});

const managers = list(
  textLeaf({
    expected: "a person's id in Slack, such as U0123456789",
    parse: (id) => (/^[UW][A-Z0-9]{2,}$/.test(id) ? id : undefined),
    fix: () => 'Copy it from the person\'s profile in Slack: More, "Copy member ID".',
  }),
  'a list of ids',
  () => 'Write managers: [U0123456789].',
);

export const slackSchema = section(
  {
    connect: connect.optional(),
    host: text('an address of this machine', '127.0.0.1').optional(),
    port: wholeNumber(1, 65_535).optional(),
    managers: managers.optional(),
  },
  { expected: 'connect, host, port and managers', fix: below('slack') },
);

const discordId = (what: string, where: string) =>
  textLeaf({
    expected: `${what} in Discord, such as "123456789012345678"`,
    parse: (id) => (/^\d{5,20}$/.test(id) ? id : undefined),
    fix: () =>
      `Copy it in Discord, with Developer Mode on under Advanced: right click on ${where}, Copy ID; put it in quotes.`,
  });

const discordManagers = list(
  discordId("a person's id", 'the person'),
  'a list of ids',
  () => 'Write managers: ["123456789012345678"].',
);

const yesOrNo = z.boolean({
  error: () => adviceText({ expected: 'true or false', fix: 'Write true or false, without quotes.' }),
});

export const discordSchema = section(
  {
    managers: discordManagers.optional(),
    developmentGuild: discordId("a server's id", 'the server').optional(),
    crosspost: yesOrNo.optional(),
  },
  { expected: 'managers, developmentGuild and crosspost', fix: below('discord') },
);

const teams = z.record(
  z.string(),
  list(workspaceAddress, 'a list of workspaces', () => 'Write ["slack:T0123456789", "discord:123456789012345678"].'),
  { error: () => adviceText({ expected: 'names of teams with their workspaces', fix: below('teams') }) },
);

const entries = <Entry extends z.ZodType>(entry: Entry, what: string, begin: string) =>
  z.array(entry, {
    error: () =>
      adviceText({ expected: `a list of ${what}`, fix: `Begin each entry with "- ${begin}:" on a line of its own.` }),
  });

/** The configuration file. */
export const settingsSchema = section(
  {
    defaults: defaults.optional(),
    channels: entries(channel, 'channels', 'channel').optional(),
    feeds: entries(feed, 'feeds', 'id').optional(),
    teams: teams.optional(),
    votes: votes.optional(),
    editions: editions.optional(),
    backups: backups.optional(),
    search: searchSchema.optional(),
    terminal: terminal.optional(),
    slack: slackSchema.optional(),
    discord: discordSchema.optional(),
  },
  { expected: 'settings such as "defaults:" and "channels:"', fix: 'Compare it with config/broadsheet.example.yaml.' },
);

export type Settings = z.output<typeof settingsSchema>;
export type EditionSettings = NonNullable<Settings['defaults']>;
