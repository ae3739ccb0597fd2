import { resolve } from 'node:path';
import { readConfig } from './configuration.js';
import { runImport } from './import.js';
import type { Runtime } from './runtime.js';
import { openWriteStore } from './session.js';

/** Opens the store and reads the files into it. */
export async function importFiles(runtime: Runtime, files: readonly string[]): Promise<number> {
  const { clock, streams, errors, workingFolder } = runtime;
  const { output } = streams;
  const store = await openWriteStore(runtime, readConfig(runtime));
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
