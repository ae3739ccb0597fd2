import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAdapter, DeliveryId } from '../../../src/platform/adapter.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import { settle } from '../../fake/clock.js';
import { answer, card, header, list } from './edition.js';
import { post, TerminalWorld } from './terminal-world.js';
import { Tube } from './tube.js';

const enter = '\r';
const tab = '\t';
const up = '\u001b[A';
const controlC = '\u0003';
const controlD = '\u0004';

describe('The terminal with a person at it', () => {
  let world: TerminalWorld;
  let sink: RecordingSink;
  let adapter: ChatAdapter;
  let over: Promise<void> | undefined;

  beforeEach(async () => {
    world = await TerminalWorld.create({ isTTY: true, columns: 80 });
    sink = new RecordingSink();
    await begin();
  });
  afterEach(async () => {
    await adapter.stop(0);
    await over;
    await world.close();
  });

  const begin = async (): Promise<void> => {
    adapter = await world.open();
    await adapter.start(sink);
  };
  const restart = async (): Promise<void> => {
    await adapter.stop(0);
    await over;
    await begin();
  };
  const screen = (): readonly string[] => {
    const tube = new Tube(80);
    tube.write(world.process.printed);
    return tube.lines;
  };
  const seen = (words: string): Promise<void> =>
    world.process.until(() => screen().some((line) => line.includes(words)));
  const converse = async (): Promise<void> => {
    over = adapter.conversation?.run();
    await world.process.until((printed) => printed.includes('> '));
  };
  const promptAgain = (): Promise<void> => world.process.until(() => screen().at(-1) === '>');
  const type = (keys: string): void => {
    world.process.input.write(keys);
  };
  const last = (count: number): readonly string[] => screen().slice(-count);

  it('shows a prompt under a hint', async () => {
    await converse();
    expect(screen()).toEqual(['    Type /paper search diffusion, react 3 👍 or help; quit leaves.', '>']);
  });

  it('shows the latest post again as it stands, with when it was posted', async () => {
    const ref = await post(adapter, 'd1', list());
    await adapter.edit?.replace(ref, list({ 3: '👍 2 in this team' }), 'd1' as DeliveryId);
    await restart();
    await converse();
    expect(screen().slice(0, 2)).toEqual(['    posted 09:00', '    Daily papers · Tuesday, 24 November']);
    expect(screen()).toContain('    👍 2 in this team');
  });

  it('says the date of a post that was not today, and shows all cards of its edition', async () => {
    await post(adapter, 'd0', header);
    await post(adapter, 'd1', card(1));
    await post(adapter, 'd2', card(2));
    world.clock.jumpTo('2026-11-25T06:00:00Z');
    await restart();
    await converse();
    expect(screen()[0]).toBe('    posted Tue 24 Nov, 09:00');
    expect(screen().filter((line) => /Card \d$/.test(line))).toEqual([' 1  Card 1', ' 2  Card 2']);
  });

  it('does not show again what this process has just posted', async () => {
    await post(adapter, 'd1', list());
    await converse();
    expect(screen().filter((line) => line.includes('Daily papers'))).toHaveLength(1);
    expect(screen().join('\n')).not.toContain('posted');
  });

  it('answers below the line, with a bar that sets the answer apart', async () => {
    await converse();
    type(`/paper today${enter}`);
    await seen('You asked: today');
    await promptAgain();
    expect(last(4)).toEqual(['', '│    You asked: today', '', '>']);
  });

  it('shows the changed lines of an edit above the line being typed, which stays as it was', async () => {
    const ref = await post(adapter, 'd1', list());
    await converse();
    const long = `search ${'a long query that wraps '.repeat(5)}`;
    type(long);
    await adapter.edit?.replace(ref, list({ 3: '👍 1 in this team' }), 'd1' as DeliveryId);
    await adapter.edit?.replace(ref, list({ 4: '👍 2 in this team' }), 'd1' as DeliveryId);
    expect(last(5)).toEqual([
      ' 3  👍 1 in this team',
      '    No votes any more on 3 · Scaling the Horizon, Not the Parameters: Reaching…',
      ' 4  👍 2 in this team',
      `> ${long}`.slice(0, 80),
      `> ${long}`.slice(80).trimEnd(),
    ]);
    type(enter);
    await seen('You asked');
    expect(sink.commands[0]?.text).toBe(long.trim());
  });

  it('says nothing of edits to messages that nobody has seen since the start', async () => {
    const old = await post(adapter, 'd1', list());
    await post(adapter, 'd2', header);
    await restart();
    await converse();
    const before = screen();
    await adapter.edit?.replace(old, list({ 3: '👍 1 in this team' }), 'd1' as DeliveryId);
    expect(screen()).toEqual(before);
  });

  it('keeps what is typed while an answer is under way for the next prompt', async () => {
    await converse();
    const release = sink.hold();
    const asked = sink.asked();
    type(`today${enter}`);
    await asked;
    type('top');
    await settle();
    release();
    await seen('> top');
    type(` week${enter}`);
    await seen('You asked: top week');
  });

  it('shows who speaks', async () => {
    await converse();
    type(`as alice${enter}`);
    await seen('alice>');
    type(`as Me${enter}`);
    await seen('for yourself again');
    await promptAgain();
  });

  it('clears the line at the first Ctrl-C and leaves at the second', async () => {
    await converse();
    type(`half a command${controlC}`);
    await seen('Press Ctrl-C once more to leave');
    expect(last(1)).toEqual(['>']);
    type(`x${controlC}`);
    await settle();
    expect(last(1)).toEqual(['>']);
    type(controlC);
    await over;
    expect(sink.commands).toEqual([]);
  });

  it('leaves at the second Ctrl-C even while a command hangs', async () => {
    await converse();
    const release = sink.hold();
    const asked = sink.asked();
    type(`today${enter}`);
    await asked;
    type(controlC);
    await seen('Press Ctrl-C once more');
    type(controlC);
    await over;
    release();
  });

  it.each([
    ['Ctrl-D', controlD],
    ['quit', `quit${enter}`],
    ['exit', `exit${enter}`],
  ])('leaves at %s', async (_name, keys) => {
    await converse();
    type(keys);
    await over;
    expect(screen().at(-1)).toBe('');
  });

  it('remembers what was typed, for its owner only, over a restart', async () => {
    await converse();
    type(`today${enter}`);
    await seen('You asked: today');
    type(`top week${enter}`);
    await seen('You asked: top week');
    type(controlD);
    await over;
    const path = join(world.folder, 'terminal-history');
    expect(await readFile(path, 'utf8')).toBe('today\ntop week\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await restart();
    await converse();
    type(up + up);
    await settle();
    expect(last(1)).toEqual(['> today']);
  });

  it('completes commands from what the core suggests, and its own words', async () => {
    sink.suggestions = [{ label: 'x', text: 'search diffusion\u001b[2J' }];
    await converse();
    type(`/paper sea${tab}`);
    await seen('> /paper search diffusion');
    expect(sink.suggested).toMatchObject([{ text: 'sea', user: { id: 'you' } }]);
    type(`${controlC}`);
    sink.suggestions = [];
    type(`unr${tab}`);
    await seen('> unreact');
  });

  it('presses the buttons of the latest answer', async () => {
    sink.answers = (text) => (text.startsWith('search') ? [answer] : []);
    await converse();
    type(`search x${enter}`);
    await seen('Type next · share');
    type(`next${enter}`);
    await settle();
    expect(sink.actions).toMatchObject([{ action: 'page 2' }]);
  });

  it('ends when it is stopped', async () => {
    await converse();
    await adapter.stop(0);
    await over;
  });
});
