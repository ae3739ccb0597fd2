import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BroadsheetError } from '../../../src/kernel/errors.js';
import { paperOf } from '../../fake/feed.js';
import { blocksOf, buttonsOf, ReadingRoom, said } from './reading-room.js';

let room: ReadingRoom;

beforeEach(async () => {
  room = await ReadingRoom.open();
});
afterEach(() => room.close());

describe('trouble', () => {
  it('is one log line with an id, and the asker sees that id and nothing of the inside', async () => {
    room.search.broken = new Error('secret detail');
    const answer = await room.ask('search diffusion');
    const errors = room.newsroom.log.lines.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(answer).toContain(`(error ${errors[0]?.fields.error})`);
    expect(answer).not.toContain('secret');
    expect(errors[0]?.fields).toMatchObject({ reason: 'secret detail' });
  });

  it('that is expected says what to do', async () => {
    room.search.broken = new BroadsheetError(
      'unavailable',
      'The search index is being built.',
      'Try again in a minute.',
    );
    expect(await room.ask('search diffusion')).toBe('The search index is being built. Try again in a minute.');
  });

  it('never comes back to the platform, even when no answer can be given', async () => {
    room.search.broken = new Error('first');
    room.newsroom.chat.deaf = true;
    await room.answers('search diffusion');
    const events = room.newsroom.log.lines.filter(({ level }) => level === 'error').map(({ event }) => event);
    expect(events).toEqual(['command.failed', 'command.unanswered']);
  });

  it('keeps what people write out of the log', async () => {
    for (const line of ['search whisper', 'whisper', 'show whisper']) await room.ask(line);
    expect(JSON.stringify(room.newsroom.log.lines)).not.toContain('whisper');
  });
});

describe('buttons', () => {
  it('of long lines work until a thousand others have come', async () => {
    await room.list('2026-11-23', ...Array.from({ length: 12 }, (_, n) => [paperOf(`2411.0000${n}`), n] as const));
    const long = `search ${'paper '.repeat(20)}`;
    const answers = await room.answers(long);
    expect(buttonsOf(answers).every(({ action }) => action.length <= 100)).toBe(true);
    expect(said(await room.press(answers, 'Next'))).toContain('6-10 of');
    for (let count = 0; count < 1_000; count += 1) await room.answers(`${long} paper -nothing${count}`);
    expect(await room.press(answers, 'Next')).toMatchObject([{ audience: 'asker' }]);
    expect(said(await room.press(answers, 'Next'))).toBe('This button is too old: type the command again.');
  });

  it('run the command that was probably meant', async () => {
    const answers = await room.answers('hlep top');
    expect(said(answers)).toContain('Did you mean help top?');
    expect(said(await room.press(answers, 'Run that'))).toContain('top [day|week|month|year|all]');
  });

  it('share nothing that has no answer any more', async () => {
    const [answer] = await room.newsroom.chat.press('ada', room.target, 'share show 2405.14906');
    expect(answer?.audience).toBe('asker');
  });
});

describe('help', () => {
  it('shows every command with its form', async () => {
    const answers = await room.answers('');
    const facts = blocksOf(answers).flatMap((block) => (block.kind === 'facts' ? block.facts : []));
    expect(facts.map(({ label }) => label.split(' ')[0])).toEqual([
      ...['search', 'today', 'day', 'show', 'similar', 'top', 'mine', 'settings', 'status', 'help'],
    ]);
    expect(await room.ask('help')).toBe(said(answers));
  });

  it('on search explains each filter', async () => {
    const answer = await room.ask('HELP Search');
    for (const filter of ['author:', 'cat:', 'org:', 'since:', 'until:', 'min:', 'sort:'])
      expect(answer).toContain(filter);
  });

  it('follows a command that there is not', async () => {
    expect(await room.ask('nearby 2405.14906')).toBe('There is no command "nearby".\nhelp lists what there is.');
    expect(await room.ask('help serch')).toContain('Did you mean "search"?');
  });
});

describe('completion', () => {
  const suggested = async (text: string) => {
    const suggestions = await room.newsroom.chat.suggest('ada', room.target, text);
    return suggestions.map((suggestion) => suggestion.text);
  };

  it('completes names of commands, and offers all of them for nothing', async () => {
    expect(await suggested('')).toHaveLength(10);
    expect(await suggested('to')).toEqual(['today', 'top ']);
    expect(await suggested('S')).toEqual(['search ', 'show ', 'similar ', 'settings ', 'status']);
  });

  it('completes what a command takes', async () => {
    expect(await suggested('top ')).toEqual(['top day', 'top week', 'top month', 'top year', 'top all']);
    expect(await suggested('top m')).toEqual(['top month']);
    expect(await suggested('help st')).toEqual(['help status']);
    expect(await suggested('day t')).toEqual(['day tuesday', 'day thursday']);
    expect(await suggested('search diffusion au')).toEqual(['search diffusion author:']);
    expect(await suggested('search diffusion sort:')).toEqual(
      ['relevance', 'date', 'votes'].map((sort) => `search diffusion sort:${sort}`),
    );
  });

  it('has nothing to offer for what it does not know', async () => {
    expect(await suggested('zebra ')).toEqual([]);
    expect(await suggested('search diffusion ')).toEqual([]);
  });
});
