import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adapterStorage } from '../../../src/cli/adapter-storage.js';
import { type Keyring, parseSealKey } from '../../../src/kernel/seal.js';
import type { AdapterId } from '../../../src/platform/adapter.js';
import type { Store } from '../../../src/store/store.js';
import { openFreshStore } from '../store/fresh-store.js';

const slack = 'slack' as AdapterId;
const discord = 'discord' as AdapterId;
const secret = { secret: true };
const withoutKey = { code: 'config', hint: expect.stringContaining('BROADSHEET_SECRET_KEY') };

function newKeyring(): Keyring {
  const current = parseSealKey(randomBytes(32).toString('base64'));
  if (current === undefined) throw new Error('32 bytes are a key.');
  return { current, previous: [] };
}

describe('what an adapter keeps', () => {
  let store: Store;
  const keyring = newKeyring();
  const storageOf = (adapter: AdapterId, ring: Keyring | undefined = keyring) =>
    adapterStorage(store.adapterValues, adapter, ring);

  beforeEach(async () => {
    store = await openFreshStore();
  });
  afterEach(() => store.close());

  it('comes back as it was put, secret or not, alone and in a list', async () => {
    const storage = storageOf(slack);
    await storage.put('installations', 'T1', 'xoxb-one', secret);
    await storage.put('installations', 'T2', 'in clear');
    expect(await storage.get('installations', 'T1')).toBe('xoxb-one');
    expect(await storage.list('installations')).toEqual([
      { key: 'T1', value: 'xoxb-one' },
      { key: 'T2', value: 'in clear' },
    ]);
    await storage.delete('installations', 'T1');
    expect(await storage.get('installations', 'T1')).toBeUndefined();
  });

  it('is no other adapter’s', async () => {
    await storageOf(slack).put('state', 'key', 'of Slack');
    expect(await storageOf(discord).get('state', 'key')).toBeUndefined();
    expect(await storageOf(discord).list('state')).toEqual([]);
  });

  it('stands in the store sealed when it is secret, and marked as a secret', async () => {
    await storageOf(slack).put('installations', 'T1', 'xoxb-one', secret);
    expect(await storageOf(slack).add('installations', 'T2', 'xoxb-two', secret)).toBe(true);
    const kept = await store.adapterValues.list('slack', 'installations');
    expect(kept.map((one) => one.secret)).toEqual([true, true]);
    expect(JSON.stringify(kept)).not.toContain('xoxb');
  });

  it('cannot be read from another row that somebody copied it to', async () => {
    await storageOf(slack).put('installations', 'T1', 'xoxb-one', secret);
    const [row] = await store.adapterValues.secrets();
    for (const other of [{ key: 'T2' }, { namespace: 'other' }, { adapter: 'discord' }]) {
      if (row !== undefined) await store.adapterValues.put({ ...row, ...other });
    }
    await expect(storageOf(slack).get('installations', 'T2')).rejects.toMatchObject({ code: 'config' });
    await expect(storageOf(slack).get('other', 'T1')).rejects.toMatchObject({ code: 'config' });
    await expect(storageOf(discord).get('installations', 'T1')).rejects.toMatchObject({ code: 'config' });
    expect(await storageOf(slack).get('installations', 'T1')).toBe('xoxb-one');
  });

  it('needs a key for secrets alone, which are neither kept nor read without one', async () => {
    await storageOf(slack).put('installations', 'T1', 'xoxb-one', secret);
    const storage = adapterStorage(store.adapterValues, slack, undefined);
    await expect(storage.put('installations', 'T2', 'xoxb-two', secret)).rejects.toMatchObject(withoutKey);
    await expect(storage.add('installations', 'T2', 'xoxb-two', secret)).rejects.toMatchObject(withoutKey);
    await expect(storage.get('installations', 'T1')).rejects.toMatchObject(withoutKey);
    await storage.put('plain', 'key', 'in clear');
    expect(await storage.get('plain', 'key')).toBe('in clear');
    expect(await storage.get('installations', 'T2')).toBeUndefined();
  });

  it('tells which variable to correct when the key is another one', async () => {
    await storageOf(slack).put('installations', 'T1', 'xoxb-one', secret);
    const reading = storageOf(slack, newKeyring()).get('installations', 'T1');
    await expect(reading).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('BROADSHEET_SECRET_KEY'),
      hint: expect.stringContaining('BROADSHEET_SECRET_KEY_PREVIOUS'),
    });
  });
});
