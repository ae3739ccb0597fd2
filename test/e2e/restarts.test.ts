import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeSlack } from '../fake/slack/fake-slack.js';
import { ChannelProgram } from './channel-program.js';
import { ended } from './program.js';

let slack: FakeSlack;
let program: ChannelProgram;

beforeEach(async () => {
  slack = await FakeSlack.start();
  const { token } = slack.addWorkspace();
  program = new ChannelProgram({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: token,
    SLACK_APP_TOKEN: slack.app.appToken,
  });
});
afterEach(async () => {
  await program.close();
  await slack.stop();
});

const isHeldBack = 'times in a row without a clean stop, so it waits';

/** What a start says on its standard error before it connects or is stopped, which is what it does then. */
async function sixthStart() {
  const child = program.spawn(['start']);
  const end = ended(child);
  child.stderr?.on('data', (chunk: Buffer) => {
    if (chunk.includes(isHeldBack)) child.kill('SIGTERM');
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    if (chunk.includes('Ctrl-C ends.')) child.kill('SIGTERM');
  });
  return end;
}

it('a bot that was killed five times waits before it connects; a clean stop ends that', async () => {
  for (let kill = 0; kill < 5; kill += 1) await (await program.start()).kill();
  const asked = slack.requests.length;
  const held = await sixthStart();
  expect(held).toEqual({
    exitCode: 0,
    output: '',
    errors:
      'Broadsheet was started 6 times in a row without a clean stop, so it waits 15 seconds before it connects.\n',
  });
  expect(slack.requests.length).toBe(asked);
  expect(await sixthStart()).toMatchObject({ exitCode: 0, errors: '', output: expect.stringContaining('connected') });
}, 60_000);

it('a bot that is stopped cleanly is never held back', async () => {
  for (let stop = 0; stop < 7; stop += 1) {
    const { exitCode, errors } = await sixthStart();
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  }
}, 60_000);
