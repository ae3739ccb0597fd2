import { describe, expect, it } from 'vitest';
import type { Log, LogFields, LogLevel } from '../../../src/kernel/log.js';
import { pinoLog } from '../../../src/kernel/pino-log.js';
import { redactor } from '../../../src/kernel/redact.js';

function logInto(options: { level?: LogLevel; json?: boolean; secrets?: readonly string[] } = {}) {
  const lines: string[] = [];
  const log: Log = pinoLog({
    level: options.level ?? 'info',
    json: options.json ?? true,
    redact: redactor(options.secrets),
    destination: { write: (line) => lines.push(line) },
  });
  return { log, lines, first: () => JSON.parse(lines[0] ?? '') as unknown };
}

describe('JSON lines', () => {
  it('hold the time, the level, the event and its fields, and nothing else', () => {
    const { log, lines, first } = logInto();
    log.info('edition-planned', { papers: 10, late: false, channel: 'C1', thread: null, note: undefined });
    expect(first()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      event: 'edition-planned',
      papers: 10,
      late: false,
      channel: 'C1',
      thread: null,
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith('}\n')).toBe(true);
  });

  it('carry the fields of every parent, the nearest one first', () => {
    const { log, lines, first } = logInto();
    log.child({ adapter: 'slack', part: 1 }).child({ part: 2 }).warn('post-refused');
    expect(first()).toMatchObject({ adapter: 'slack', part: 2 });
    expect(lines[0]?.match(/"part"/g)).toHaveLength(1);
  });
});

describe('the level', () => {
  it.each([
    ['silent', 0],
    ['error', 1],
    ['warn', 2],
    ['info', 3],
    ['debug', 4],
  ] as const)('%s lets %i kinds of line through', (level, count) => {
    const { log, lines } = logInto({ level });
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(lines).toHaveLength(count);
  });
});

describe('lines for people', () => {
  it('are short and say the same', () => {
    const { log, lines } = logInto({ json: false });
    log.warn('feed-failed', { feed: 'huggingface', reason: 'it timed out', attempts: 3 });
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn feed-failed feed=huggingface reason="it timed out" attempts=3\n$/);
  });

  it('are what a terminal gets, when nothing else is asked for', () => {
    const written: string[] = [];
    pinoLog({ level: 'info', destination: { isTTY: true, write: (line) => written.push(line) } }).info('started');
    expect(written[0]).toMatch(/^\d\d:\d\d:\d\d info started\n$/);
  });

  it('cannot move the cursor or break into two', () => {
    const { log, lines } = logInto({ json: false });
    log.info('named\u001b[2J\n', { name: 'a\u001b[31m\nb\u0085\u009b\u202e' });
    expect(lines[0]?.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('tokens', () => {
  const token = ['xoxb', '123456789012', 'AbCdEfGhIjKlMnOp'].join('-');

  it.each([true, false])('are never written (JSON: %s)', (json) => {
    const { log, lines } = logInto({ json, level: 'debug', secrets: ['a signing secret'] });
    const nested = new Error('outer', { cause: new Error('inner', { cause: new Error(`invalid ${token}`) }) });
    log.info(`told ${token}`, { reason: `sent\n${token}` });
    log.child({ token }).error('died', { error: nested, secret: 'a signing secret' } as unknown as LogFields);
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain(token);
    expect(lines.join('')).not.toContain('signing');
    expect(lines[1]).toContain('inner');
  });
});
