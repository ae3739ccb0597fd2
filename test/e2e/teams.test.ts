import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import type { FakeGuild } from '../fake/discord/guild.js';
import type { Person as DiscordPerson } from '../fake/discord/people.js';
import { plainText as discordText } from '../fake/discord/plain-text.js';
import type { Channel as DiscordChannel } from '../fake/discord/state.js';
import { FakeSlack } from '../fake/slack/fake-slack.js';
import type { Person as SlackPerson } from '../fake/slack/people.js';
import { plainText as slackText } from '../fake/slack/plain-text.js';
import type { Channel as SlackChannel } from '../fake/slack/state.js';
import type { Team } from '../fake/slack/team.js';
import { ChannelProgram } from './channel-program.js';

/** Longer than two edits of one message are apart. */
const patienceMs = 30_000;
const testMs = 120_000;

interface Server {
  readonly guild: FakeGuild;
  readonly channel: DiscordChannel;
  readonly alice: DiscordPerson;
}

let slack: FakeSlack;
let discord: FakeDiscord;
let team: Team;
let slackChannel: SlackChannel;
let slackAlice: SlackPerson;
/** In the team, and one that is not. */
let lab: Server;
let outside: Server;
let program: ChannelProgram;

function addServer(name: string): Server {
  const guild = discord.addGuild({ name });
  // What the bot said when it was invited is over.
  guild.guild.joinedAt = 0;
  return { guild, channel: guild.addChannel({ name: 'papers' }), alice: guild.addPerson({ name: 'alice' }) };
}

beforeEach(async () => {
  [slack, discord] = await Promise.all([FakeSlack.start(), FakeDiscord.start()]);
  lab = addServer('Lab');
  outside = addServer('Elsewhere');
  team = slack.addWorkspace({ name: 'Lab' });
  slackAlice = team.addPerson({ name: 'alice', id: lab.alice.id });
  slackChannel = team.addChannel({ members: [slackAlice] });
  program = new ChannelProgram({
    ...{ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: team.token, SLACK_APP_TOKEN: slack.app.appToken },
    ...{ DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token },
  });
});

afterEach(async () => {
  await program.close();
  await Promise.all([slack.stop(), discord.stop()]);
});

const configure = (...more: readonly string[]): void => {
  const servers = [lab, outside].map(({ guild, channel }) => `discord:${guild.id}/${channel.id}`);
  program.configure([`slack:${team.id}/${slackChannel.id}`, ...servers], ...more);
};
const withTheTeam = (): void => configure(`teams:\n  our-lab: ["slack:${team.id}", "discord:${lab.guild.id}"]`);

/** What the one post in a channel says, and undefined as long as there is none. */
const inSlack = (): string | undefined => team.history(slackChannel).map(slackText).at(0);
const inDiscord = ({ channel }: Server): string | undefined => [...channel.messages.values()].map(discordText).at(0);

/** What stands at each paper, in their order. */
const talliesIn = (post: string | undefined): readonly (string | undefined)[] =>
  (post ?? '')
    .split(/Retrieval number \d: .*\n/)
    .slice(1, 4)
    .map((paper) => /.*(?= in this team)/.exec(paper)?.[0]);

const isShown = (post: string | undefined, wanted: readonly (string | undefined)[]): boolean =>
  JSON.stringify(talliesIn(post)) === JSON.stringify(wanted);

type Tallies = readonly (string | undefined)[];

const shown = (wanted: { readonly slack: Tallies; readonly lab: Tallies; readonly outside: Tallies }) =>
  Promise.all([
    slack.until(() => isShown(inSlack(), wanted.slack), patienceMs),
    discord.until(() => isShown(inDiscord(lab), wanted.lab), patienceMs),
    discord.until(() => isShown(inDiscord(outside), wanted.outside), patienceMs),
  ]);

/** Starts with all three posts due, and resolves when they are there with their numbers. */
async function startWithPosts() {
  await program.passMidnight();
  const running = await program.start();
  const seeded = ({ channel }: Server): boolean => [...channel.messages.values()].at(0)?.reactions.size === 3;
  await Promise.all([
    slack.until(() => team.history(slackChannel).at(0)?.reactions.size === 3, patienceMs),
    discord.until(() => seeded(lab) && seeded(outside), patienceMs),
  ]);
  return running;
}

const firstOf = ({ channel }: Server): string => [...channel.messages.keys()].at(0) ?? '';
const inSlackTs = (): string => team.history(slackChannel).at(0)?.ts ?? '';
const none = undefined;

describe('a Slack workspace and a Discord server in one process', () => {
  it(
    'share one tally as a team: votes of both are shown in both, and of nobody else',
    async () => {
      withTheTeam();
      const running = await startWithPosts();
      expect(running.printed).toContain('connected to Slack and Discord; 3 channels have the morning edition');
      // The same id on two platforms: two people.
      expect(slackAlice.id).toBe(lab.alice.id);
      void slackAlice.react(slackChannel, inSlackTs(), 'one');
      await lab.alice.react(lab.channel, firstOf(lab), '1️⃣');
      await lab.alice.react(lab.channel, firstOf(lab), '3️⃣');
      await outside.alice.react(outside.channel, firstOf(outside), '2️⃣');
      const both: Tallies = ['👍 2', none, '👍 1'];
      await shown({ slack: both, lab: both, outside: [none, '👍 1', none] });
      // One of the two takes it back, on the one platform; it is gone on both.
      void slackAlice.unreact(slackChannel, inSlackTs(), 'one');
      const one: Tallies = ['👍 1', none, '👍 1'];
      await shown({ slack: one, lab: one, outside: [none, '👍 1', none] });
      expect((await running.stop()).exitCode).toBe(0);
      expect(team.history(slackChannel)).toHaveLength(1);
      expect([lab.channel.messages.size, outside.channel.messages.size]).toEqual([1, 1]);
      expect([...slack.complaints, ...discord.complaints]).toEqual([]);
    },
    testMs,
  );

  it(
    'name those of both who voted',
    async () => {
      withTheTeam();
      await startWithPosts();
      const bob = team.addPerson({ name: 'bob' });
      slackChannel.members.add(bob.id);
      void bob.react(slackChannel, inSlackTs(), 'one');
      await lab.alice.react(lab.channel, firstOf(lab), '1️⃣');
      const both: Tallies = ['👍 2', none, none];
      await shown({ slack: both, lab: both, outside: [none, none, none] });
      const show = { paper: '2611.10001' };
      const told = discordText(await lab.alice.command(lab.channel, 'show', show).next());
      expect(told).toContain('alice');
      expect(told).toContain('bob');
      const elsewhere = discordText(await outside.alice.command(outside.channel, 'show', show).next());
      expect(elsewhere).not.toContain('bob');
    },
    testMs,
  );

  it(
    'count each for itself without a team, and together once the configuration joins them',
    async () => {
      configure();
      const running = await startWithPosts();
      void slackAlice.react(slackChannel, inSlackTs(), 'one');
      await lab.alice.react(lab.channel, firstOf(lab), '1️⃣');
      const alone: Tallies = ['👍 1', none, none];
      await shown({ slack: alone, lab: alone, outside: [none, none, none] });
      await running.stop();
      withTheTeam();
      await program.start();
      const both: Tallies = ['👍 2', none, none];
      await shown({ slack: both, lab: both, outside: [none, none, none] });
      expect([...slack.complaints, ...discord.complaints]).toEqual([]);
    },
    testMs,
  );

  it(
    'do not hold each other up: what one platform cannot do now, the other does',
    async () => {
      withTheTeam();
      const running = await startWithPosts();
      const editing = 'PATCH /channels/{channel}/messages/{message}';
      discord.trouble.always(editing, { kind: 'status', status: 503 });
      void slackAlice.react(slackChannel, inSlackTs(), 'two');
      await slack.until(() => isShown(inSlack(), [none, '👍 1', none]), patienceMs);
      expect(isShown(inDiscord(lab), [none, none, none])).toBe(true);
      discord.trouble.always(editing, undefined);
      await discord.until(() => isShown(inDiscord(lab), [none, '👍 1', none]), 90_000);
      expect((await running.stop()).exitCode).toBe(0);
    },
    testMs,
  );
});
