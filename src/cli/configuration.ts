import type { Config } from '../config/config.js';
import { explain } from '../config/explain.js';
import { loadConfig } from '../config/load.js';
import { BroadsheetError } from '../kernel/errors.js';
import type { Runtime } from './runtime.js';

/** The configuration, or a BroadsheetError that lists everything wrong with it. */
export function readConfig({ streams, workingFolder, zone }: Runtime): Config {
  const loaded = loadConfig({ environment: streams.environment, workingFolder, zone });
  if (loaded.kind === 'config') return loaded.config;
  throw new BroadsheetError('config', explain(loaded.problems, loaded.file), '');
}
