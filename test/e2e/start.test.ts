import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeedServer } from '../fake/feed-server.js';
import { item2026 } from '../fixture/feeds/payloads.js';
import { ended, idsIn, Program } from './program.js';

let program: Program;

beforeEach(() => {
  program = new Program();
});

afterEach(() => program.remove());

const today = new Date().toISOString().slice(0, 10);

describe('the first morning', () => {
  it('prints ten papers of the sample without a network, says so, and ends well', async () => {
    const { exitCode, output, errors } = await program.run([]);
    expect(exitCode).toBe(0);
    expect(errors).toBe('');
    expect(idsIn(output)).toHaveLength(10);
    expect(output).toContain('Sample papers · ');
    expect(output).toContain('Hugging Face could not be read');
    expect(output).toMatch(/Next edition \w{3} \d+ \w{3}, 09:00\.\n$/);
  });

  it('posts nothing a second time, and says what is next', async () => {
    await program.run([]);
    const { exitCode, output } = await program.run([]);
    expect(exitCode).toBe(0);
    expect(idsIn(output)).toEqual([]);
    expect(output).toMatch(/so there is nothing newer than the sample \(posted \d\d:\d\d\)\.\nNext edition /);
  });

  it('shows a post again, marked, that was under way when the process was killed', async () => {
    await program.run([]);
    program.alter(
      "update delivery set state = 'sending', turn = 1, ready_at = 1e15, first_attempt_at = 1, epoch = 1, attempts = 1",
    );
    const { output } = await program.run([]);
    expect(output).toMatch(/^ {4}posted \d\d:\d\d, before the last stop; shown again\n {4}Sample papers/);
    expect(idsIn((await program.run([])).output)).toEqual([]);
  });

  it('reads and votes by number in the next process', async () => {
    await program.run([]);
    const { output } = await program.run([], ['read 2', 'react 2']);
    expect(output).toContain('Scaling the Horizon');
    expect(output).toContain('👍 on 2: ');
  });

  it.each([
    ['quiet', 'Today is quiet, as was said at'],
    ['failed', 'Today has no edition: the feeds did not answer, as was said at'],
    ['skipped', "Today's edition was skipped"],
  ])('says of an edition that was %s what it was', async (kind, said) => {
    const server = await FeedServer.start();
    server.today = today;
    program.environment = { HF_API_URL: server.url };
    const first = await program.run([]);
    expect(first.output.match(/Next edition/g)).toHaveLength(1);
    program.alter(`update edition set kind = '${kind}'`);
    expect((await program.run([])).output).toContain(said);
    await server.close();
  });

  it('prints the live list when there is one, once a day, and then answers from it', async () => {
    const server = await FeedServer.start();
    server.today = today;
    server.list(
      today,
      Array.from({ length: 14 }, (_, index) => item2026({ id: `2611.${10_000 + index}`, upvotes: index }, today)),
    );
    program.environment = { HF_API_URL: server.url };
    const first = await program.run([]);
    expect(first.output).toContain('Daily papers · ');
    expect(first.output).toContain('Read from Hugging Face.');
    expect(idsIn(first.output)).toHaveLength(10);
    const second = await program.run([], ['/paper today']);
    expect(second.output).toContain("Today's edition was posted at");
    expect(second.output.match(/Daily papers · /g)).toBeNull();
    expect(idsIn(second.output)).toHaveLength(14);
    expect(server.violations).toEqual([]);
    await server.close();
  });

  it('reads commands from standard input, counts votes of several people, and takes one back', async () => {
    const { exitCode, output } = await program.run(
      [],
      ['react 3 👍', 'as alice', 'react 3', 'top', 'unreact 3', '/paper show 3'],
    );
    expect(exitCode).toBe(0);
    expect(output).toContain('👍 2');
    expect(output.slice(output.lastIndexOf('> /paper show 3'))).toMatch(/👍 me\n/);
  });

  it('answers a wrong command with one sentence and goes on', async () => {
    const { exitCode, output } = await program.run([], ['/paper serach agents', '/paper search agents']);
    expect(exitCode).toBe(0);
    expect(output).toContain('search');
    expect(output).toContain('Results for agents');
  });

  it('ends at once when its input ends, though the feed hangs', async () => {
    const server = await FeedServer.start();
    server.always = { kind: 'hang' };
    program.environment = { HF_API_URL: server.url };
    const { exitCode, output } = await program.run([]);
    expect(exitCode).toBe(0);
    expect(output).toContain('it did not answer within 3 s');
    expect(idsIn(output)).toHaveLength(10);
    await server.close();
  });
});

describe('a running bot', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('with nothing under way ends well and at once by %s', async (signal) => {
    await program.run([]);
    const running = program.spawn(['start']);
    const end = ended(running);
    await once(running.stdout ?? running, 'data');
    const asked = performance.now();
    running.kill(signal);
    expect(await end).toMatchObject({ exitCode: 0, errors: '' });
    expect(performance.now() - asked).toBeLessThan(3_000);
  });
});

describe('the command line', () => {
  it('knows --help and --version everywhere', async () => {
    for (const words of [
      ['--help'],
      ['post', '--help'],
      ['import', '--help'],
      ['search', '--help'],
      ['backup', '--help'],
    ]) {
      const { exitCode, output } = await program.run(words);
      expect(exitCode).toBe(0);
      expect(output).toContain('Usage: broadsheet');
    }
    for (const command of [[], ['start'], ['post'], ['search'], ['import'], ['backup']])
      expect((await program.run([...command, '--version'])).output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['pots'], 64],
    [['post', '--date', '2026-02-30'], 64],
    [['post', '--date', '2999-01-01'], 64],
    [['post', '--channel', 'slack:T1/C1'], 64],
    [['import', 'no-such-file.json'], 65],
    [['search', 'agents'], 65],
    [['start', 'now'], 64],
  ])('ends %j with %i and a sentence', async (words, exitCode) => {
    const result = await program.run(words);
    expect(result.exitCode).toBe(exitCode);
    expect(result.errors.length).toBeGreaterThan(20);
    expect(result.errors).not.toMatch(/\bat .*\.js:\d+/);
  });

  it('names a command that there is not, and those that there are', async () => {
    const { exitCode, errors } = await program.run(['bogus', '--dry-run']);
    expect(exitCode).toBe(64);
    expect(errors).toMatch(
      /^There is no command bogus; use one of start, post, search, similar, import, train, backup/,
    );
    expect((await program.run(['pots'])).errors).toContain('Did you mean broadsheet post?');
  });

  it('searches beside a running bot, and copies the database', async () => {
    await program.run([]);
    const running = program.spawn(['start']);
    await new Promise((resolve) => running.stdout?.once('data', resolve));
    const found = await program.run(['search', 'streaming', 'video']);
    expect(found.exitCode).toBe(0);
    expect(found.output).toContain('LiveEdit');
    const copy = program.path('copy.sqlite');
    expect((await program.run(['backup', copy])).output).toContain(copy);
    expect((await program.run(['start'])).exitCode).toBe(75);
    running.stdin?.end();
    await new Promise((resolve) => running.once('close', resolve));
  });
});
