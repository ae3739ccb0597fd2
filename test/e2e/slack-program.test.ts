import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeedServer } from '../fake/feed-server.js';
import { FakeSlack } from '../fake/slack/fake-slack.js';
import { plainText } from '../fake/slack/plain-text.js';
import type { Channel } from '../fake/slack/state.js';
import type { Team } from '../fake/slack/team.js';
import { item2026 } from '../fixture/feeds/payloads.js';
import { ended, Program } from './program.js';

const day = '2026-08-13';

let program: Program;
let server: FeedServer;
let slack: FakeSlack;
let team: Team;
let channel: Channel;

beforeEach(async () => {
  program = new Program();
  server = await FeedServer.start();
  server.list(
    day,
    Array.from({ length: 12 }, (_, place) => item2026({ id: `2608.${10_000 + place}`, upvotes: place }, day)),
  );
  slack = await FakeSlack.start();
  team = slack.addWorkspace();
  channel = team.addChannel({ members: [team.addPerson({ name: 'alice' })] });
  program.environment = {
    HF_API_URL: server.url,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: team.token,
    SLACK_APP_TOKEN: slack.app.appToken,
  };
});

afterEach(async () => {
  program.remove();
  await Promise.all([slack.stop(), server.close()]);
});

/** What the process prints until it is asked to stop, which is once the text came. */
async function startUntil(text: string) {
  const child = program.spawn(['start'], { LOG_LEVEL: 'debug' });
  const end = ended(child);
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    if (printed.includes(text)) child.kill('SIGINT');
  });
  return end;
}

function configure(...lines: readonly string[]): void {
  const file = program.path('broadsheet.yaml');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  program.environment = { ...program.environment, BROADSHEET_CONFIG: file };
}

const withTheChannel = (): void => configure('channels:', `  - channel: slack:${team.id}/${channel.id}`);
const posts = (): readonly string[] => team.history(channel).map(plainText);
const connections = (): number => slack.requests.filter(({ method }) => method === 'apps.connections.open').length;

describe('broadsheet start on Slack', () => {
  it('says that it is connected and how a channel gets an edition, ends cleanly, and shows no token', async () => {
    const { exitCode, output, errors } = await startUntil('Ctrl-C ends.');
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^Broadsheet \d+\.\d+\.\d+: connected to Slack\. No channel has the morning edition yet/);
    for (const token of [team.token, slack.app.appToken]) expect(output + errors).not.toContain(token);
  });

  it('says how many channels have the edition, and when the next one comes', async () => {
    withTheChannel();
    const { exitCode, output } = await startUntil('Ctrl-C ends.');
    expect(exitCode).toBe(0);
    expect(output).toMatch(
      /: connected to Slack; one channel has the morning edition, the next \w{3} \d+ \w{3}, 09:00\. /,
    );
  });

  it('ends with 69 when Slack cannot be reached', async () => {
    program.environment = { ...program.environment, SLACK_API_URL: 'http://127.0.0.1:4/api/' };
    expect(await program.run(['start'])).toMatchObject({ exitCode: 69, output: '' });
  });
});

describe('broadsheet post on Slack', () => {
  it('posts, without a connection for events', async () => {
    withTheChannel();
    const { exitCode, output, errors } = await program.run(['post', '--date', day]);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toContain(`slack:${team.id}/${channel.id}, Thursday, 13 August 2026: posted`);
    expect(posts()).toEqual([expect.stringMatching(/^Daily papers/)]);
    expect(connections()).toBe(0);
  });

  it('as a dry run shows what would be posted, and posts nothing', async () => {
    withTheChannel();
    const { exitCode, output } = await program.run(['post', '--date', day, '--dry-run']);
    expect(exitCode).toBe(0);
    expect(output).toContain('Daily papers');
    expect(output).toContain('would be posted');
    expect(posts()).toEqual([]);
  });
});

describe('Slack that is off', () => {
  const withoutTokens = (): void => {
    const { HF_API_URL = '' } = program.environment;
    program.environment = { HF_API_URL };
  };

  it('is told to whoever configured it, while the terminal runs', async () => {
    withoutTokens();
    configure('slack:', '  connect: socket');
    const { exitCode, errors } = await program.run(['start'], ['quit']);
    expect(exitCode).toBe(0);
    expect(errors).toMatch(/^Slack is configured and off: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN .*\n$/);
  });

  it.each([
    [['terminal: false'], /^No platform would run: the terminal is off, and no token is set\.\nSet SLACK_BOT_TOKEN/],
    [
      ['channels:', '  - channel: slack:T01/C01'],
      /^No platform would run: .*slack has no token\.\nSet SLACK_BOT_TOKEN/,
    ],
    [['channels:', '  - channel: irc:net/room'], /^No platform would run: .*not have irc\.\nSet terminal: true in the/],
  ])('leaves nothing to run, which is said once with what to set: %j', async (lines, said) => {
    withoutTokens();
    configure(...lines);
    const { exitCode, errors } = await program.run(['start']);
    expect(exitCode).toBe(78);
    expect(errors).toMatch(said);
    expect(errors.trimEnd().split('\n')).toHaveLength(2);
  });
});
