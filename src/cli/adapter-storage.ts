import { BroadsheetError } from '../kernel/errors.js';
import { type Keyring, seal, unseal } from '../kernel/seal.js';
import type { AdapterId } from '../platform/adapter.js';
import type { AdapterStorage, KeepOptions } from '../platform/adapter-storage.js';
import type { AdapterValue, AdapterValues } from '../store/store.js';

/** What one adapter keeps, over the store. Secrets are sealed on the way in; without a key there are none. */
export function adapterStorage(
  values: AdapterValues,
  adapter: AdapterId,
  keyring: Keyring | undefined,
): AdapterStorage {
  const kept = (namespace: string, key: string, value: string, { secret = false, expiresAt }: KeepOptions = {}) => {
    const name = { adapter, namespace, key };
    const text = secret ? seal(value, placeOf(name), needed(keyring)) : value;
    return { ...name, value: text, secret, expiresAt: expiresAt ?? null };
  };
  return {
    async get(namespace, key) {
      const value = await values.get({ adapter, namespace, key });
      return value && openValue(value, keyring);
    },
    put: async (namespace, key, value, options) => values.put(kept(namespace, key, value, options)),
    add: async (namespace, key, value, options) => values.add(kept(namespace, key, value, options)),
    delete: (namespace, key) => values.delete({ adapter, namespace, key }),
    async list(namespace) {
      const found = await values.list(adapter, namespace);
      return found.map((value) => ({ key: value.key, value: openValue(value, keyring) }));
    },
  };
}

/** Where a value stands, for sealing it to that place. */
export const placeOf = ({ adapter, namespace, key }: Pick<AdapterValue, 'adapter' | 'namespace' | 'key'>): string =>
  JSON.stringify([adapter, namespace, key]);

const openValue = (value: AdapterValue, keyring: Keyring | undefined): string =>
  value.secret ? unseal(value.value, placeOf(value), needed(keyring)) : value.value;

function needed(keyring: Keyring | undefined): Keyring {
  if (keyring !== undefined) return keyring;
  throw new BroadsheetError(
    'config',
    'Tokens that workspaces grant are stored encrypted, and there is no key for that.',
    'Make one with "openssl rand -base64 32", keep it safe, and set it as BROADSHEET_SECRET_KEY.',
  );
}
