import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAdapter, DeliveryId } from '../../../src/platform/adapter.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import { answer, card, header, list } from './edition.js';
import { here, post, TerminalWorld } from './terminal-world.js';

describe('The terminal in a pipe', () => {
  let world: TerminalWorld;
  let sink: RecordingSink;
  let adapter: ChatAdapter;

  beforeEach(async () => {
    world = await TerminalWorld.create();
    sink = new RecordingSink();
    adapter = await world.open();
    await adapter.start(sink);
  });
  afterEach(async () => {
    await adapter.stop(0);
    await world.close();
  });

  /** Runs the lines to the end of the input and returns what they printed. */
  const run = async (...lines: readonly string[]): Promise<string> => {
    const from = world.process.printed.length;
    world.process.input.end(lines.join('\n'));
    await adapter.conversation?.run();
    return world.process.printed.slice(from);
  };

  it('ends at once with an empty input', async () => {
    expect(await run()).toBe('');
  });

  it('prints no escape sequence, and each paper by its address', async () => {
    await post(adapter, 'd1', list());
    expect(world.printed).not.toMatch(/[^\P{Cc}\n]/u);
    expect(world.printed).toContain('https://huggingface.co/papers/2503.02130');
  });

  it('runs commands one after the other, each with its line above its answer', async () => {
    expect(await run('today', '', '# a remark', '  /paper top week', 'nonsense')).toBe(
      [
        '> today',
        '',
        '    You asked: today',
        '',
        '>   /paper top week',
        '',
        '    You asked: top week',
        '',
        '> nonsense',
        '',
        '    You asked: nonsense',
        '',
        '',
      ].join('\n'),
    );
    expect(sink.commands.map(({ text }) => text)).toEqual(['today', 'top week', 'nonsense']);
  });

  it('waits for each answer before it takes the next line', async () => {
    const release = sink.hold();
    const asked = sink.asked();
    const over = run('today', 'top');
    await asked;
    expect(sink.commands).toHaveLength(1);
    release();
    await over;
    expect(sink.commands).toHaveLength(2);
  });

  it('votes with the number on a list, once', async () => {
    const message = await post(adapter, 'd1', list());
    const said = await run('react 3', 'react 3 🔥', 'react 10 :+1:', 'unreact 3', 'unreact 3');
    expect(sink.reactions.map(({ emoji, present }) => [emoji, present])).toEqual([
      ['3\u20e3', true],
      ['\u{1F51F}', true],
      ['3\u20e3', false],
    ]);
    expect(sink.reactions.every((event) => event.message.key === message.key)).toBe(true);
    expect(said).toContain('👍 on 3: Scaling the Horizon');
    expect(said).toContain('🔥 stands already on 3:');
    expect(said).toContain('👍 on 10: Ten');
    expect(said).toContain('👍 taken back from 3:');
    expect(said).toContain('There is nothing of yours on 3 to take back.');
  });

  it('says what a list does not count', async () => {
    await post(adapter, 'd1', list());
    const said = await run('react 3 👎', 'react 3 🎉', 'react 11', 'react 3 nope');
    expect(said.match(/counts only 👍/g)).toHaveLength(2);
    expect(said).toContain('The latest edition has no paper 11; it has 1 to 10.');
    expect(said).toContain('“nope” is no emoji');
    expect(sink.reactions).toEqual([]);
  });

  it('puts the emoji itself on the message of a paper in the thread', async () => {
    const root = await post(adapter, 'd1', list());
    const reply = await post(adapter, 'd2', card(3), root);
    await run('react 3 👎', 'react 2 👍', 'unreact 3');
    expect(sink.reactions.map(({ message, emoji, present }) => [message.key, emoji, present])).toEqual([
      [reply.key, '👎', true],
      [root.key, '2\u20e3', true],
      [reply.key, '👎', false],
    ]);
    expect(sink.reactions[0]?.target.thread).toEqual(root);
    expect(world.printed).toContain('\n     3  Card 3\n');
  });

  it('finds the cards of the latest edition and not those of an earlier one', async () => {
    for (const day of ['mon', 'tue']) {
      await post(adapter, `${day}0`, header);
      await post(adapter, `${day}1`, card(1));
      if (day === 'mon') await post(adapter, `${day}2`, card(2));
    }
    const said = await run('react 1 🔥', 'react 2 🔥');
    expect(sink.reactions).toHaveLength(1);
    expect(said).toContain('🔥 on 1: Card 1');
    expect(said).toContain('has no paper 2; it has 1 to 1');
  });

  it('still votes on the last list when a line without papers came after it', async () => {
    await post(adapter, 'd1', list());
    await post(adapter, 'd2', header);
    await run('react 1');
    expect(sink.reactions).toHaveLength(1);
  });

  it('lets several people speak, and says whose vote it was', async () => {
    await post(adapter, 'd1', list());
    const said = await run('as alice', 'react 1', 'mine', 'as me', 'react 1');
    expect(sink.reactions.map(({ user }) => user)).toEqual(['alice', 'you']);
    expect(sink.commands).toMatchObject([{ user: { adapter: 'terminal', workspace: 'terminal', id: 'alice' } }]);
    expect(said).toContain('alice> react 1\n    alice: 👍 on 1: ');
  });

  it('calls the one whom nobody named "me" among others, and nobody else', async () => {
    await run('as alice', 'today', 'as you', 'today');
    const profiles = await Promise.all(sink.commands.map(({ user }) => adapter.people?.profile(user)));
    expect(profiles.map((profile) => profile?.name)).toEqual(['alice', 'me']);
  });

  it('presses buttons and chooses by number', async () => {
    const message = await post(adapter, 'd1', list());
    sink.answers = (text) => (text.startsWith('search') ? [answer] : []);
    const said = await run('next', 'search x', 'next', 'share', 'press sh', 'press nope', 'read 4', 'read 44');
    expect(sink.actions.map(({ action, message: carrier }) => [action, carrier?.key])).toEqual([
      ['page 2', undefined],
      ['share 1', undefined],
      ['share 1', undefined],
      ['show 4', message.key],
    ]);
    expect(said).toContain('There is no button to press now');
    expect(said).toContain('no button named nope now; type one of: next · share.');
    expect(said).toContain('There is no 44 to choose here.');
  });

  it('says what the terminal understands beside the commands when it is asked for help', async () => {
    expect(await run('help')).toContain('In the terminal\n    react 3 👍');
  });

  it('goes on after a command that fails', async () => {
    sink.failure = new Error('the store is closed');
    expect(await run('today', 'top')).toContain('That went wrong, and the log says why.');
    expect(sink.commands).toHaveLength(2);
    expect(world.log.lines).toMatchObject([{ level: 'error', event: 'terminal.line-failed' }]);
  });

  it('says when a vote is kept but not counted', async () => {
    const message = await post(adapter, 'd1', list());
    sink.failure = new Error('the store is closed');
    expect(await run('react 1')).toContain('could not be counted now');
    expect(await adapter.reactions?.list(message)).toMatchObject({ reactions: [{ user: 'you', emoji: '1\u20e3' }] });
  });

  it('leaves at quit, whatever follows', async () => {
    await run('today', 'quit', 'top');
    expect(sink.commands).toHaveLength(1);
  });

  it('prints nothing for an edit: the paper of this morning is what was printed', async () => {
    const ref = await post(adapter, 'd1', list());
    const before = world.printed;
    await adapter.edit?.replace(ref, list({ 3: '👍 1 in this team' }), 'd1' as DeliveryId);
    expect(world.printed).toBe(before);
  });

  it('prints no edit on a terminal either while its lines come from a pipe, since it would come after later answers', async () => {
    await adapter.stop(0);
    await world.close();
    world = await TerminalWorld.create({ isFed: true });
    adapter = await world.open();
    await adapter.start(sink);
    const ref = await post(adapter, 'd1', list());
    const before = world.printed;
    await adapter.edit?.replace(ref, list({ 3: '👍 1 in this team' }), 'd1' as DeliveryId);
    expect(world.printed).toBe(before);
  });

  describe('in the next process', () => {
    beforeEach(async () => {
      await post(adapter, 'd1', list());
      await post(adapter, 'd2', header);
      await adapter.stop(0);
      adapter = await world.open();
      await adapter.start(sink);
    });

    it('reads the papers of the latest edition by number, as it votes for them', async () => {
      const said = await run('read 4', 'react 4');
      expect(sink.actions).toMatchObject([{ action: 'show 4' }]);
      expect(sink.reactions).toMatchObject([{ emoji: '4\u20e3' }]);
      expect(said).not.toContain('Daily papers');
    });

    it('shows a post again, marked, that is looked for after a stop, and only once', async () => {
      for (const _ of [1, 2]) await adapter.lookup?.find('d1' as DeliveryId, here, world.clock.now());
      expect(world.process.printed).toMatch(
        /^ {4}posted 09:00, before the last stop; shown again\n {4}Daily papers · Tuesday, 24 November\n/,
      );
      expect(world.process.printed.match(/Daily papers/g)).toHaveLength(1);
    });
  });

  it('ends quietly when nobody reads any more, and still keeps what is posted', async () => {
    world.process.output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await adapter.conversation?.run();
    await post(adapter, 'd1', list());
    expect(await world.records()).toHaveLength(1);
    expect(world.log.lines).toEqual([]);
  });

  it('ends when it is stopped while it waits for a line', async () => {
    const over = adapter.conversation?.run();
    await adapter.stop(0);
    await over;
    expect(world.printed).toBe('');
  });
});
