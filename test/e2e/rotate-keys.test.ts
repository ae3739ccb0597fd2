import { randomBytes } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adapterStorage } from '../../src/cli/adapter-storage.js';
import { type Keyring, parseSealKey } from '../../src/kernel/seal.js';
import type { AdapterId } from '../../src/platform/adapter.js';
import { openStore } from '../../src/store/open.js';
import { FakeClock } from '../fake/clock.js';
import { MemoryLog } from '../fake/log.js';
import { Program } from './program.js';

const newKey = (): string => randomBytes(32).toString('base64');
const slack = 'slack' as AdapterId;

function ringOf(text: string): Keyring {
  const current = parseSealKey(text);
  if (current === undefined) throw new Error('It is no key.');
  return { current, previous: [] };
}

describe('broadsheet rotate-keys', () => {
  let program: Program;
  let old: string;

  const storageWith = async <Result>(
    key: string,
    use: (storage: ReturnType<typeof adapterStorage>) => Promise<Result>,
  ): Promise<Result> => {
    const path = program.path('broadsheet.sqlite');
    const store = await openStore({
      path,
      mode: 'write',
      clock: new FakeClock('2026-11-24T09:00:00Z'),
      log: new MemoryLog(),
      version: '0',
    });
    return use(adapterStorage(store.adapterValues, slack, ringOf(key))).finally(() => store.close());
  };

  beforeEach(async () => {
    program = new Program();
    old = newKey();
    await storageWith(old, async (storage) => {
      await storage.put('installations', 'T1', 'xoxb-one', { secret: true });
      await storage.put('installations', 'T2', 'xoxb-two', { secret: true });
      await storage.put('plain', 'key', 'in clear');
    });
  });
  afterEach(() => program.remove());

  it('seals every stored secret with the new key, after which the old one is not needed', async () => {
    const young = newKey();
    program.environment = { BROADSHEET_SECRET_KEY: young, BROADSHEET_SECRET_KEY_PREVIOUS: old };
    const first = await program.run(['rotate-keys']);
    expect(first).toMatchObject({ exitCode: 0, errors: '' });
    expect(first.output).toMatch(/^2 stored tokens are sealed with the current key now/);
    await storageWith(young, async (storage) => {
      expect(await storage.get('installations', 'T1')).toBe('xoxb-one');
      expect(await storage.get('installations', 'T2')).toBe('xoxb-two');
      expect(await storage.get('plain', 'key')).toBe('in clear');
    });
    expect((await program.run(['rotate-keys'])).output).toMatch(/^Everything is sealed with the current key already/);
  });

  it('changes nothing when the old key is not there', async () => {
    program.environment = { BROADSHEET_SECRET_KEY: newKey() };
    const { exitCode, errors } = await program.run(['rotate-keys']);
    expect(exitCode).toBe(78);
    expect(errors).toContain('BROADSHEET_SECRET_KEY_PREVIOUS');
    await storageWith(old, async (storage) => expect(await storage.get('installations', 'T1')).toBe('xoxb-one'));
  });

  it('changes nothing when one of them cannot be opened', async () => {
    const another = "(select value from adapter_storage where key = 'T1')";
    program.alter(`update adapter_storage set value = ${another} where key = 'T2'`);
    program.environment = { BROADSHEET_SECRET_KEY: newKey(), BROADSHEET_SECRET_KEY_PREVIOUS: old };
    const { exitCode, output, errors } = await program.run(['rotate-keys']);
    expect({ exitCode, output }).toEqual({ exitCode: 78, output: '' });
    expect(errors).toMatch(/^A stored token cannot be opened: .*\n.*install the app again/);
    await storageWith(old, async (storage) => expect(await storage.get('installations', 'T1')).toBe('xoxb-one'));
  });

  it('does not touch the secrets of a bot that runs', async () => {
    program.environment = { BROADSHEET_SECRET_KEY: newKey(), BROADSHEET_SECRET_KEY_PREVIOUS: old };
    const { exitCode } = await storageWith(old, () => program.run(['rotate-keys']));
    expect(exitCode).toBe(75);
    await storageWith(old, async (storage) => expect(await storage.get('installations', 'T2')).toBe('xoxb-two'));
  });

  it('says what to set when there is no key', async () => {
    expect(await program.run(['rotate-keys'])).toMatchObject({ exitCode: 78 });
  });

  it('left no token in clear in the database', () => {
    const database = new Sqlite(program.path('broadsheet.sqlite'));
    const all = JSON.stringify(database.prepare('select * from adapter_storage').all());
    database.close();
    expect(all).toContain('in clear');
    expect(all).not.toContain('xoxb-');
  });
});
