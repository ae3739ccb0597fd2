import { resolve } from 'node:path';
import { readConfig } from './configuration.js';
import { type Runtime, say } from './runtime.js';
import { openReadStore } from './session.js';

/** Copies the database while others use it. */
export async function backup(runtime: Runtime, file: string): Promise<number> {
  const store = await openReadStore(runtime, readConfig(runtime));
  try {
    const path = resolve(runtime.workingFolder, file);
    const made = await store.backup(path);
    say(
      runtime,
      `Wrote ${path}, a checked copy of the database${made === 'replaced' ? '; it replaces an older one' : ''}.`,
    );
    return 0;
  } finally {
    await store.close();
  }
}
