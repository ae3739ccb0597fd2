import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeedServer } from '../fake/feed-server.js';
import { item2026 } from '../fixture/feeds/payloads.js';
import { idsIn, Program } from './program.js';

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
    expect(output).toContain('Next edition');
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
    expect(output.slice(output.lastIndexOf('> /paper show 3'))).toMatch(/👍 you\b/);
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
    expect((await program.run(['--version'])).output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['pots'], 64],
    [['post', '--date', '2026-02-30'], 64],
    [['post', '--date', '2999-01-01'], 64],
    [['post', '--channel', 'slack:T1/C1'], 64],
    [['import', 'no-such-file.json'], 65],
    [['search', 'agents'], 65],
  ])('ends %j with %i and a sentence', async (words, exitCode) => {
    const result = await program.run(words);
    expect(result.exitCode).toBe(exitCode);
    expect(result.errors.length).toBeGreaterThan(20);
    expect(result.errors).not.toMatch(/\bat .*\.js:\d+/);
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
