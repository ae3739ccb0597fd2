import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeSlack } from '../fake/slack/fake-slack.js';
import type { Team } from '../fake/slack/team.js';
import { ended, Program } from './program.js';

describe('broadsheet start with Slack', () => {
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

  it.each(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'] as const)('ends with one sentence when %s is wrong', async (name) => {
    const right = { SLACK_BOT_TOKEN: team.token, SLACK_APP_TOKEN: slack.app.appToken };
    const wrong = name === 'SLACK_BOT_TOKEN' ? 'xoxb-1-2-not-this-one' : 'xapp-1-not-this-one';
    program.environment = { ...program.environment, ...right, [name]: wrong };
    const { exitCode, errors, output } = await program.run(['start']);
    expect(exitCode).toBe(78);
    const lines = errors
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('{'));
    expect(lines[0]).toMatch(new RegExp(`^Slack does not accept ${name}: invalid_auth\\.$`));
    expect(lines).toHaveLength(2);
    expect(errors + output).not.toContain(wrong);
  });

  it('says which variable is missing, and reaches for nothing', async () => {
    program.environment = { ...program.environment, SLACK_BOT_TOKEN: team.token };
    const { exitCode, errors } = await program.run(['start']);
    expect(exitCode).toBe(78);
    expect(errors).toContain('SLACK_APP_TOKEN');
    expect(errors).not.toContain(team.token);
  });

  it('runs on without a terminal, and ends with 0 when it is asked to stop', async () => {
    const child = program.spawn(['start'], { SLACK_BOT_TOKEN: team.token, SLACK_APP_TOKEN: slack.app.appToken });
    child.stdin?.end();
    await once(child.stdout as NonNullable<typeof child.stdout>, 'readable');
    const end = ended(child);
    child.kill('SIGTERM');
    expect((await end).exitCode).toBe(0);
  });
});
