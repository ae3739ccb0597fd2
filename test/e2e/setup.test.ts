import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeSlack } from '../fake/slack/fake-slack.js';
import type { Team } from '../fake/slack/team.js';
import { Program } from './program.js';

const badToken = 'xoxb-1-2-notthisone';

describe('broadsheet setup slack', () => {
  let program: Program;
  let slack: FakeSlack;
  let team: Team;

  beforeEach(async () => {
    program = new Program();
    slack = await FakeSlack.start();
    team = slack.addWorkspace();
    program.environment = { ...program.environment, SLACK_API_URL: slack.apiUrl };
  });
  afterEach(async () => {
    program.remove();
    await slack.stop();
  });

  it('prints the manifest and the steps, and is content with no token', async () => {
    const { output, errors, exitCode } = await program.run(['setup', 'slack']);
    expect({ errors, exitCode }).toEqual({ errors: '', exitCode: 0 });
    expect(output).toContain('socket_mode_enabled: true');
    expect(output).toMatch(/1\. Open https:\/\/api\.slack\.com\/apps/);
    expect(output).toContain('SLACK_APP_TOKEN');
  });

  it('prints the addresses for HTTP', async () => {
    const { output } = await program.run(['setup', 'slack', '--url', 'https://papers.example.com/']);
    expect(output).toContain('request_url: https://papers.example.com/slack/events');
    expect(output).toContain('SLACK_SIGNING_SECRET');
    expect(output).not.toContain('SLACK_APP_TOKEN');
  });

  it('tries the tokens that are set, and those that are typed', async () => {
    program.environment = { ...program.environment, SLACK_BOT_TOKEN: team.token };
    const { output, exitCode } = await program.run(['setup', 'slack'], [slack.app.appToken]);
    expect(output).toMatch(/✓ SLACK_BOT_TOKEN works: workspace /);
    expect(output).toContain('✓ SLACK_APP_TOKEN works');
    expect(output).not.toContain(team.token);
    expect(exitCode).toBe(0);
  });

  it('says in one sentence that a token is wrong, and ends with 78', async () => {
    const { output, exitCode } = await program.run(['setup', 'slack'], [badToken, '']);
    expect(output).toMatch(/✗ Slack does not accept SLACK_BOT_TOKEN: invalid_auth\./);
    expect(output).toContain('· SLACK_APP_TOKEN is not set yet');
    expect(output).not.toContain(badToken);
    expect(exitCode).toBe(78);
  });

  it('says that Slack cannot be reached, and ends with 69', async () => {
    program.environment = { SLACK_API_URL: 'http://127.0.0.1:4/', SLACK_BOT_TOKEN: team.token };
    const { output, exitCode } = await program.run(['setup', 'slack']);
    expect(output).toContain('✗ Slack cannot be used now');
    expect(exitCode).toBe(69);
  });

  it('refuses a platform that there is none of, or that needs no setup', async () => {
    const { errors, exitCode } = await program.run(['setup', 'irc']);
    expect({ errors, exitCode }).toEqual({
      errors: 'There is no such platform to set up.\nWrite broadsheet setup slack.\n',
      exitCode: 64,
    });
    expect((await program.run(['setup', 'terminal'])).exitCode).toBe(64);
  });
});
