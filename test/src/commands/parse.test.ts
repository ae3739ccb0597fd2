import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandName } from '../../../src/commands/command.js';
import { commandNames, parseCommand } from '../../../src/commands/parse.js';
import { commandTable } from '../../../src/commands/table.js';

const parse = (text: string) => parseCommand(text, commandTable);

function parsed(text: string) {
  const result = parse(text);
  if (result.kind === 'problem') throw new Error(result.message);
  return result.command;
}

function problem(text: string) {
  const result = parse(text);
  if (result.kind === 'parsed') throw new Error(`${text} was understood.`);
  return result;
}

describe('a command line', () => {
  it('is help when there is nothing in it', () => {
    expect(parsed('')).toEqual({ kind: 'help', topic: null });
    expect(parsed('  \n ')).toEqual({ kind: 'help', topic: null });
  });

  it('may be in any case and have any white space', () => {
    expect(parsed('  TOP   Month ')).toEqual({ kind: 'top', period: 'month' });
    expect(parsed('Show\t2405.14906v3')).toEqual({ kind: 'show', paper: { by: 'key', key: '2405.14906' } });
  });

  it('names papers by number, id and address', () => {
    expect(parsed('show 3')).toEqual({ kind: 'show', paper: { by: 'number', number: 3, date: null } });
    expect(parsed('show 2026-11-24/3')).toEqual({
      kind: 'show',
      paper: { by: 'number', number: 3, date: '2026-11-24' },
    });
    expect(parsed('show #10')).toEqual({ kind: 'show', paper: { by: 'number', number: 10, date: null } });
    const key = { kind: 'show', paper: { by: 'key', key: '2503.02130' } };
    expect(parsed('show https://arxiv.org/abs/2503.02130v2')).toEqual(key);
    expect(parsed('show https://huggingface.co/papers/2503.02130')).toEqual(key);
  });

  it('names days by date, weekday and yesterday', () => {
    expect(parsed('day 2026-11-24')).toEqual({ kind: 'day', day: { by: 'date', date: '2026-11-24' } });
    expect(parsed('day Yesterday')).toEqual({ kind: 'day', day: { by: 'daysAgo', days: 1 } });
    expect(parsed('day thu')).toEqual({ kind: 'day', day: { by: 'weekday', weekday: 4 } });
  });

  it('is a search in the language of searches', () => {
    expect(parsed('search diffusion author:ho page:2')).toMatchObject({
      kind: 'search',
      query: { words: ['diffusion'], authors: ['ho'], page: 2 },
    });
  });
});

describe('a wrong command', () => {
  it('is told with the name that was probably meant', () => {
    expect(problem('serach diffusion models')).toMatchObject({ meant: 'search diffusion models' });
    expect(problem('tpo week').meant).toBe('top week');
    expect(problem('hlep').meant).toBe('help');
    expect(problem('subscribe')).toMatchObject({ usage: null, message: 'There is no command "subscribe".' });
    expect(problem('subscribe').meant).toBeUndefined();
  });

  it('is pointed at where the mistake stands, and shown the right form', () => {
    const text = '  search diffusion sort:newest';
    const { at = 0, length = 0, usage } = problem(text);
    expect(text.slice(at, at + length)).toBe('sort:newest');
    expect(usage).toContain('search <words>');
    expect(problem('day 2026-02-30')).toMatchObject({ at: 4, length: 10, usage: 'day <date>' });
    expect(problem('day 24 nov').message).toContain('2026-11-24');
    expect(problem('show zebra').usage).toBe('show <id|url|number>');
    expect(problem('show').message).toContain('Which paper?');
  });

  it('is one with something after it that has no meaning', () => {
    for (const text of [
      'today please',
      'status now',
      'mine all',
      'mine page:0',
      'mine page:101',
      'help me',
      'top ten',
    ]) {
      expect(problem(text).at).toBe(text.indexOf(' ') + 1);
    }
  });
});

it('understands every example that help shows', () => {
  for (const name of commandNames(commandTable)) {
    for (const example of commandTable[name].examples) expect(parsed(example).kind).toBe(name);
  }
});

it('answers any text with a command or a problem that points into it', () => {
  const names = fc.constantFrom<string>(...commandNames(commandTable), 'search', 'x', 'SHOW');
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(names, fc.string()).map((both) => both.join(' ')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const result = parse(text);
      if (result.kind === 'parsed') return commandNames(commandTable).includes(result.command.kind as CommandName);
      const { message, at = 0, length = 0 } = result;
      return message !== '' && at >= 0 && length >= 0 && at + length <= text.length + 1;
    }),
    { numRuns: 1_000 },
  );
});
