import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../src/kernel/clock.js';
import { openStore } from '../../../src/store/open.js';
import type { Store } from '../../../src/store/store.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';

/** A folder of its own for one test, and the way to be rid of it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'broadsheet-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A store on an empty SQLite file; closing it removes the file. */
export async function openFreshStore(clock: Clock = new FakeClock('2026-11-24T09:00:00Z')): Promise<Store> {
  const folder = temporaryFolder();
  const path = join(folder.path, 'broadsheet.sqlite');
  const store = await openStore({ path, mode: 'write', clock, log: new MemoryLog(), version: '0.0.0' });
  return {
    ...store,
    close: async () => {
      await store.close();
      folder.remove();
    },
  };
}
