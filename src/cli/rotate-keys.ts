import { BroadsheetError } from '../kernel/errors.js';
import { isSealedBy, seal, unseal } from '../kernel/seal.js';
import { openStore } from '../store/open.js';
import { placeOf } from './adapter-storage.js';
import { readConfig } from './configuration.js';
import { type Runtime, say } from './runtime.js';
import { databasePath } from './session.js';

/** Seals every stored secret anew under the current key, all or none. Doing it again changes nothing. */
export async function rotateKeys(runtime: Runtime): Promise<number> {
  const config = readConfig(runtime);
  const { keyring } = config;
  if (keyring === null) {
    throw new BroadsheetError(
      'config',
      'There is no key to seal with.',
      'Set the new key as BROADSHEET_SECRET_KEY and the old one as BROADSHEET_SECRET_KEY_PREVIOUS.',
    );
  }
  const { clock, log, version } = runtime;
  const store = await openStore({ path: databasePath(config), mode: 'write', clock, log, version });
  try {
    const count = await store.transaction(async ({ adapterValues }) => {
      const old = (await adapterValues.secrets()).filter(({ value }) => !isSealedBy(value, keyring));
      for (const secret of old) {
        const place = placeOf(secret);
        await adapterValues.put({ ...secret, value: seal(unseal(secret.value, place, keyring), place, keyring) });
      }
      return old.length;
    });
    log.info('secrets.rotated', { count, key: keyring.current.id });
    say(runtime, sentenceFor(count));
    return 0;
  } finally {
    await store.close();
  }
}

function sentenceFor(count: number): string {
  if (count === 0) return 'Everything is sealed with the current key already.';
  const what = count === 1 ? 'One stored token is' : `${count} stored tokens are`;
  return `${what} sealed with the current key now; BROADSHEET_SECRET_KEY_PREVIOUS is not needed any more.`;
}
