import type { Config } from '../../../src/config/config.js';
import { explain, type Problem } from '../../../src/config/explain.js';
import { loadConfig } from '../../../src/config/load.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';

type Environment = Readonly<Record<string, string>>;

const load = (text: string | null, environment: Environment) =>
  loadConfig({
    environment: text === null ? environment : { ...environment, BROADSHEET_CONFIG: 'conf/broadsheet.yaml' },
    workingFolder: '/srv/paper',
    zone: 'Europe/Berlin' as TimeZone,
    readFile: () => text ?? '',
  });

/** The configuration that the file makes; without a text there is no file. The test fails when there are problems. */
export function configOf(text: string | null, environment: Environment = {}): Config {
  const loaded = load(text, environment);
  if (loaded.kind === 'config') return loaded.config;
  throw new Error(explain(loaded.problems, loaded.file));
}

/** The problems of a file, none when it is fine. */
export function problemsOf(text: string | null, environment: Environment = {}): readonly Problem[] {
  const loaded = load(text, environment);
  return loaded.kind === 'problems' ? loaded.problems : [];
}
