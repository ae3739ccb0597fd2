import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdapterValue, AdapterValues, Store } from '../../src/store/store.js';
import type { FakeClock } from '../fake/clock.js';
import { at } from './store-samples.js';
import type { OpenTimedStore } from './vote-samples.js';

const value = (key: string, fields: Partial<AdapterValue> = {}): AdapterValue => ({
  adapter: 'slack',
  namespace: 'installations',
  key,
  value: `value of ${key}`,
  secret: false,
  expiresAt: null,
  ...fields,
});
const noon = '2026-11-24T12:00:00Z';
const untilNoon = { expiresAt: at(noon) };

/** What adapters keep between starts. */
export function describeAdapterValues(open: OpenTimedStore): void {
  let store: Store;
  let values: AdapterValues;
  let clock: FakeClock;

  beforeEach(async () => {
    ({ store, clock } = await open());
    values = store.adapterValues;
  });
  afterEach(() => store.close());

  describe('a value of an adapter', () => {
    it('is read back as it was put, and the one put last stands', async () => {
      expect(await values.get(value('T1'))).toBeUndefined();
      await values.put(value('T1', { secret: true, ...untilNoon }));
      expect(await values.get(value('T1'))).toEqual(value('T1', { secret: true, ...untilNoon }));
      await values.put(value('T1', { value: '' }));
      expect(await values.get(value('T1'))).toEqual(value('T1', { value: '' }));
    });

    it('is apart from those of other adapters, namespaces and keys', async () => {
      const all = [value('a'), value('b'), value('a', { namespace: 'seen' }), value('a', { adapter: 'discord' })];
      for (const [index, one] of all.entries()) await values.put({ ...one, value: `${index}` });
      await values.delete(value('b'));
      const found = await Promise.all(all.map((one) => values.get(one)));
      expect(found.map((one) => one?.value)).toEqual(['0', undefined, '2', '3']);
    });

    it('is listed with those of its namespace, in the order of keys', async () => {
      for (const key of ['b', 'a', 'C']) await values.put(value(key));
      await values.put(value('d', { namespace: 'seen' }));
      await values.put(value('e', { adapter: 'discord' }));
      const listed = await values.list('slack', 'installations');
      expect(listed).toEqual([value('C'), value('a'), value('b')]);
    });

    it('that is added leaves alone what is there, and says so', async () => {
      expect(await values.add(value('T1'))).toBe(true);
      expect(await values.add(value('T1', { value: 'another' }))).toBe(false);
      expect(await values.get(value('T1'))).toEqual(value('T1'));
    });

    it('is added once, however many ask at the same time', async () => {
      const asked = Array.from({ length: 20 }, (_, index) => values.add(value('E1', { value: `${index}` })));
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
    });

    it('is as good as none from the moment it expires', async () => {
      await values.put(value('T1', { secret: true, ...untilNoon }));
      clock.jumpTo('2026-11-24T11:59:59.999Z');
      expect(await values.add(value('T1'))).toBe(false);
      expect(await values.get(value('T1'))).toBeDefined();
      clock.jumpTo(noon);
      expect(await values.get(value('T1'))).toBeUndefined();
      expect(await values.list('slack', 'installations')).toEqual([]);
      expect(await values.secrets()).toEqual([]);
      expect(await values.add(value('T1', { value: 'new' }))).toBe(true);
      expect(await values.get(value('T1'))).toEqual(value('T1', { value: 'new' }));
    });

    it('that lasts outlives the clearing away of what has expired', async () => {
      await values.put(value('short', untilNoon));
      await values.put(value('long'));
      clock.jumpTo('2026-11-25T12:00:00Z');
      await values.put(value('other'));
      expect((await values.list('slack', 'installations')).map(({ key }) => key)).toEqual(['long', 'other']);
    });
  });

  describe('the secrets', () => {
    it('are those of every adapter and namespace, and nothing else', async () => {
      const secrets = [
        value('T1', { secret: true }),
        value('guild', { adapter: 'discord', secret: true }),
        value('state', { namespace: 'oauth', secret: true }),
      ];
      for (const one of [...secrets, value('T2')]) await values.put(one);
      const found = await values.secrets();
      expect(found).toHaveLength(secrets.length);
      expect(found).toEqual(expect.arrayContaining(secrets));
    });

    it('are changed all together, or not at all', async () => {
      await values.put(value('T1', { secret: true }));
      await values.put(value('T2', { secret: true }));
      const change = store.transaction(async ({ adapterValues }) => {
        for (const one of await adapterValues.secrets()) await adapterValues.put({ ...one, value: 'changed' });
        throw new Error('the key does not fit');
      });
      await expect(change).rejects.toThrow('the key does not fit');
      expect(await values.list('slack', 'installations')).toEqual([
        value('T1', { secret: true }),
        value('T2', { secret: true }),
      ]);
    });
  });
}
