import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { botScopes } from '../../adapters/slack/scopes.js';
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

  it.each([
    [botScopes, 0, '✓ The app has all scopes that it needs.'],
    [
      botScopes.filter((scope) => !/^im:write|^links:read/.test(scope)),
      78,
      '✗ The app lacks the scopes im:write, links:read:',
    ],
  ])('compares the scopes that Slack names with those that are needed: %j', async (scopes, code, said) => {
    const door = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': scopes.join(',') });
      response.end(JSON.stringify({ ok: true, team: 'Lab', user: 'broadsheet' }));
    }).listen(0, '127.0.0.1');
    await once(door, 'listening');
    const { port } = door.address() as AddressInfo;
    program.environment = { SLACK_API_URL: `http://127.0.0.1:${port}/api/`, SLACK_BOT_TOKEN: team.token };
    const { output, exitCode } = await program.run(['setup', 'slack']);
    door.close();
    expect(output).toContain('✓ SLACK_BOT_TOKEN works: workspace Lab, bot broadsheet.');
    expect(output).toContain(said);
    expect(exitCode).toBe(code);
  });

  it('tells tokens that were mixed up before it asks Slack', async () => {
    const mixedUp = { SLACK_BOT_TOKEN: slack.app.appToken, SLACK_APP_TOKEN: team.token };
    program.environment = { ...program.environment, ...mixedUp };
    const { output, exitCode } = await program.run(['setup', 'slack']);
    expect(output).toMatch(/✗ SLACK_BOT_TOKEN .*xoxb-\.\n✗ SLACK_APP_TOKEN .*xapp-\.\n/);
    expect(exitCode).toBe(78);
    expect(slack.requests).toEqual([]);
  });

  it('looks at the signing secret for HTTP', async () => {
    const words = ['setup', 'slack', '--url', 'https://papers.example.com'];
    program.environment = { ...program.environment, SLACK_BOT_TOKEN: team.token };
    const fine = await program.run(words, [slack.app.signingSecret]);
    expect(fine.output).toContain('✓ SLACK_SIGNING_SECRET has the form of a signing secret');
    expect(fine.exitCode).toBe(0);
    const wrong = await program.run(words, ['two words']);
    expect(wrong.output).toContain('✗ SLACK_SIGNING_SECRET does not hold');
    expect(wrong.exitCode).toBe(78);
  });

  it.each([
    [['setup'], {}, 64, /name of a platform\.\nWrite broadsheet setup slack or broadsheet setup discord\.\n$/],
    [['setup', 'slack', '--url', 'papers.example.com'], {}, 64, /begins with https:\/\//],
    [['setup', 'slack', '--url', 'http://papers.example.com'], {}, 64, /begins with https:\/\//],
    [['setup', 'slack'], { SLACK_API_URL: 'nowhere' }, 78, /^SLACK_API_URL holds no address/],
  ])('refuses %j with %j in one sentence, and prints nothing else', async (words, environment, code, sentence) => {
    program.environment = { ...program.environment, ...environment };
    const { output, errors, exitCode } = await program.run(words);
    expect({ output, exitCode }).toEqual({ output: '', exitCode: code });
    expect(errors).toMatch(sentence);
  });

  it('refuses a platform that there is none of, or that needs no setup', async () => {
    const { errors, exitCode } = await program.run(['setup', 'irc']);
    expect({ errors, exitCode }).toEqual({
      errors: 'There is no such platform to set up.\nWrite broadsheet setup slack or broadsheet setup discord.\n',
      exitCode: 64,
    });
    expect((await program.run(['setup', 'terminal'])).exitCode).toBe(64);
  });
});
