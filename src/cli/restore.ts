import { resolve } from 'node:path';
import { restoreStore } from '../store/restore.js';
import { readConfig } from './configuration.js';
import { type Runtime, say } from './runtime.js';
import { databasePath } from './session.js';

/** Puts a backup in the place of the database. The bot must not run meanwhile. */
export async function restore(runtime: Runtime, file: string): Promise<number> {
  const { clock, log, version, workingFolder } = runtime;
  const from = resolve(workingFolder, file);
  const { before } = await restoreStore({ path: databasePath(readConfig(runtime)), from, clock, log, version });
  say(runtime, `${from} is the database now.`);
  if (before !== null) say(runtime, `The one that was there is kept as ${before}.`);
  say(
    runtime,
    'At the next start it is looked up what was posted since the backup was made, before anything else is posted.',
  );
  return 0;
}
