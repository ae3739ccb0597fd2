import { existsSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import { plainText as discordText } from '../fake/discord/plain-text.js';
import { FakeSlack } from '../fake/slack/fake-slack.js';
import { plainText as slackText } from '../fake/slack/plain-text.js';
import { ChannelProgram } from './channel-program.js';

const settledMs = 60_000;
const testMs = 120_000;

/** A platform with one channel and two people. */
interface Place {
  readonly channel: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What people see there, oldest first. */
  texts(): readonly string[];
  /** Somebody votes for a paper of the list by its number. */
  vote(who: 'alice' | 'bob', number: 1 | 2 | 3): Promise<unknown>;
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

async function slackPlace(): Promise<Place> {
  const slack = await FakeSlack.start();
  const team = slack.addWorkspace();
  const people = { alice: team.addPerson({ name: 'alice' }), bob: team.addPerson({ name: 'bob' }) };
  const channel = team.addChannel({ members: Object.values(people) });
  const lists = () => team.history(channel).filter((message) => slackText(message).startsWith('Daily papers'));
  return {
    channel: `slack:${team.id}/${channel.id}`,
    environment: {
      ...{ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: team.token, SLACK_APP_TOKEN: slack.app.appToken },
    },
    texts: () => lists().map(slackText),
    // Nobody may be there to hear it.
    vote: async (who, number) =>
      void people[who].react(channel, lists()[0]?.ts ?? '', ['one', 'two', 'three'][number - 1] ?? ''),
    until: (condition) => slack.until(condition, settledMs),
    close: () => slack.stop(),
  };
}

async function discordPlace(): Promise<Place> {
  const discord = await FakeDiscord.start();
  const guild = discord.addGuild({ name: 'Lab' });
  guild.guild.joinedAt = 0;
  const channel = guild.addChannel({ name: 'papers' });
  const people = { alice: guild.addPerson({ name: 'alice' }), bob: guild.addPerson({ name: 'bob' }) };
  const messages = () => [...channel.messages.values()];
  return {
    channel: `discord:${guild.id}/${channel.id}`,
    environment: { DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token },
    texts: () => messages().map(discordText),
    vote: (who, number) => people[who].react(channel, messages()[0]?.id ?? '', `${number}\uFE0F\u20E3`),
    until: (condition) => discord.until(condition, settledMs),
    close: () => discord.stop(),
  };
}

/** Votes at each paper of the list, in their order. */
const tallies = (text: string): readonly number[] =>
  text
    .split(/Retrieval number \d/)
    .slice(1, 4)
    .map((paper) => Number(/👍 (\d+) in this team/.exec(paper)?.[1] ?? 0));

describe.concurrent.each([
  ['Slack', slackPlace],
  ['Discord', discordPlace],
])('a backup that is restored, on %s', (_name, open) => {
  const ends: (() => Promise<void>)[] = [];
  afterAll(() => Promise.all(ends.map((end) => end())));

  it(
    'leads to no second post of an edition that came after it, and to the votes that stand on that',
    async () => {
      const place = await open();
      const program = new ChannelProgram(place.environment);
      ends.push(
        () => program.close(),
        () => place.close(),
      );
      program.configure([place.channel]);
      await program.passMidnight();
      const backup = program.path('before.sqlite');
      expect((await program.run(['backup', backup])).exitCode).toBe(0);

      const first = await program.start();
      await place.until(() => place.texts().length === 1);
      await place.vote('alice', 1);
      await place.until(() => tallies(place.texts()[0] ?? '')[0] === 1);
      expect((await program.run(['restore', backup])).exitCode).toBe(75);
      await first.kill();
      await place.vote('bob', 2);
      for (const end of ['', '-wal', '-shm']) rmSync(program.path(`broadsheet.sqlite${end}`), { force: true });
      const restored = await program.run(['restore', backup]);
      expect(restored).toMatchObject({ exitCode: 0, errors: '' });
      expect(restored.output).toContain('is the database now.');

      await program.start();
      await place.until(() => tallies(place.texts()[0] ?? '').join() === '1,1,0');
      await place.vote('bob', 3);
      await place.until(() => tallies(place.texts()[0] ?? '').join() === '1,1,1');
      expect(place.texts()).toHaveLength(1);
      // The bot makes backups by itself.
      await place.until(() => existsSync(program.path('backups')) && backupsOf(program).length > 0);
    },
    testMs,
  );
});

const backupsOf = (program: ChannelProgram): readonly string[] =>
  readdirSync(program.path('backups')).filter((name) => /^broadsheet-\d{8}T\d{6}Z\.sqlite$/.test(name));
