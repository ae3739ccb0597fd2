import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeedServer } from '../fake/feed-server.js';
import { item2026 } from '../fixture/feeds/payloads.js';
import { idsIn, Program } from './program.js';

let program: Program;
let server: FeedServer;

const thursday = '2026-08-13';
const friday = '2026-08-14';

beforeEach(async () => {
  program = new Program();
  server = await FeedServer.start();
  program.environment = { HF_API_URL: server.url };
  for (const day of [thursday, friday]) {
    const id = (place: number): string => `2608.${day.slice(-2)}${String(place).padStart(3, '0')}`;
    server.list(
      day,
      Array.from({ length: 12 }, (_, place) => item2026({ id: id(place), upvotes: place }, day)),
    );
  }
});

afterEach(async () => {
  program.remove();
  await server.close();
});

const post = (...words: readonly string[]) => program.run(['post', '--date', ...words]);

function configure(...lines: readonly string[]): void {
  const file = program.path('broadsheet.yaml');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  program.environment = { ...program.environment, BROADSHEET_CONFIG: file };
}

/** As after a crash between the plan and the post. */
function forgetPosts(): void {
  program.alter(
    "update delivery set state = 'due', turn = 1, ready_at = 0, attempts = 0, message_key = null, sent_at = null",
  );
  rmSync(program.path('terminal.jsonl'));
}

describe('a channel of a platform that does not run', () => {
  it('is refused by name, with the code of a wrong configuration, and the others get their edition', async () => {
    configure('terminal: true', 'channels:', '  - channel: slack:T0123456789/C0123456789');
    const { exitCode, output, errors } = await post(thursday);
    expect(exitCode).toBe(78);
    expect(idsIn(output)).toHaveLength(10);
    expect(output).toContain(
      'slack:T0123456789/C0123456789, Thursday, 13 August 2026: nothing was posted, since slack does not run here.',
    );
    expect(errors).toMatch(/^slack is off, so its channel gets nothing: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN/);
    const alone = await post(thursday, '--channel', 'slack:T0123456789/C0123456789');
    expect(alone.exitCode).toBe(78);
    expect((await post(thursday, '--channel', 'terminal')).exitCode).toBe(0);
  });
});

describe('a dry run', () => {
  it('shows a thread as it would stand, and leaves no message behind', async () => {
    configure('terminal:', '  layout: thread', '  count: 2');
    const { exitCode, output } = await post(thursday, '--dry-run');
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^ {4}Daily papers · Thursday, 13 August 2026\n/);
    expect(output.match(/^ {5}[12] {2}/gm)).toHaveLength(2);
    expect(output).toMatch(/\n\nterminal, Thursday, 13 August 2026: would be posted, 2 of 12 new papers\.\n$/);
    expect(existsSync(program.path('terminal.jsonl'))).toBe(false);
    expect(existsSync(program.path('broadsheet.sqlite'))).toBe(false);
  });

  it('of one date shows nothing of what waits from another, and then of that what would be posted', async () => {
    await post(thursday);
    forgetPosts();
    expect(idsIn((await post(friday, '--dry-run')).output).every((id) => id.startsWith('2608.14'))).toBe(true);
    const { output } = await post(thursday, '--dry-run');
    expect(idsIn(output)).toHaveLength(10);
    expect(output).toContain('it was planned before; one message of it would be posted now.');
  });
});

describe('a date that is asked for again', () => {
  it('gets what was left of its edition, and nothing of other dates', async () => {
    await post(thursday);
    forgetPosts();
    expect(idsIn((await post(friday)).output).every((id) => id.startsWith('2608.14'))).toBe(true);
    const { exitCode, output } = await post(thursday);
    expect({ exitCode, count: idsIn(output).length }).toEqual({ exitCode: 0, count: 10 });
    expect(output).toContain('it was planned before; one message of it posted now.');
    expect(output).not.toContain('posted before');
    expect((await post(thursday)).output).toContain('its edition was posted before; nothing was posted now.');
  });

  it('is told as it was: quiet, or failed', async () => {
    const sunday = '2026-08-16';
    await post(thursday);
    await post(friday);
    const quiet = await post(sunday);
    expect(quiet.output).toContain('No new papers for Sunday, 16 August 2026: ');
    expect(quiet.output).toContain('posted, one line, no papers.');
    expect((await post(sunday)).output).toContain('nothing was new when it was looked for before');
    program.alter("update edition set kind = 'failed' where kind = 'quiet'");
    expect((await post(sunday)).output).toContain('its edition failed before, when the feeds did not answer');
  });

  it('is told with what could not be posted of it', async () => {
    await post(thursday);
    program.alter("update delivery set state = 'uncertain', reason = 'the history is closed', message_key = null");
    const { exitCode, output } = await post(thursday);
    expect(exitCode).toBe(73);
    expect(output).toContain('0 of 1 messages posted (the history is closed).');
  });
});

it('refuses to plan an edition that the terminal could not keep, and says so with the code of it', async () => {
  mkdirSync(program.path('terminal.jsonl'));
  const { exitCode, output, errors } = await post(thursday);
  expect({ exitCode, output }).toEqual({ exitCode: 73, output: '' });
  expect(errors).toContain('cannot write its memory');
  rmdirSync(program.path('terminal.jsonl'));
  expect(idsIn((await post(thursday)).output)).toHaveLength(10);
});
