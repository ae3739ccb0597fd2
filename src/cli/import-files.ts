import { resolve } from 'node:path';
import { openStore } from '../store/open.js';
import { readConfig } from './configuration.js';
import { runImport } from './import.js';
import type { Runtime } from './runtime.js';
import { databasePath, modelPath } from './session.js';

/** Opens the store and reads the files into it. */
export async function importFiles(runtime: Runtime, files: readonly string[]): Promise<number> {
  const { clock, log, version, streams, errors, workingFolder } = runtime;
  const { output } = streams;
  const config = readConfig(runtime);
  const options = { path: databasePath(config), model: modelPath(runtime), clock, log, version };
  const store = await openStore({ ...options, mode: 'write' });
  try {
    return await runImport({
      files: files.map((file) => resolve(workingFolder, file)),
      store,
      clock,
      out: output,
      err: errors,
      isTTY: errors.isTTY === true,
      interrupted: runtime.interrupted,
      ...(output.columns === undefined ? {} : { columns: output.columns }),
    });
  } finally {
    await store.close();
  }
}
