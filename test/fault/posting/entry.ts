import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createAdapter, setUp } from '../../../adapters/registry.js';
import { runCommandLine } from '../../../src/cli/program.js';
import { BroadsheetError, exitCodes, reasonOf } from '../../../src/kernel/errors.js';
import { newIdFrom } from '../../../src/kernel/ids.js';
import { logLevels } from '../../../src/kernel/log.js';
import { pinoLog } from '../../../src/kernel/pino-log.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';
import type { ChatAdapter } from '../../../src/platform/adapter.js';
import { seededRandom } from '../../fake/ids.js';
import { type ClockSettings, FastClock } from './fast-clock.js';

/**
 * The whole program, as `src/main.ts` starts it, on a clock that goes faster, and with a place in which it dies: FAULT_EXIT is `before`
 * or `after` and a number, the post of this process that is not begun or whose outcome is not recorded any more.
 */
const { FAULT_CLOCK = '', FAULT_EXIT = '', FAULT_SEED = '1', LOG_LEVEL } = process.env;
const clock = new FastClock(JSON.parse(FAULT_CLOCK) as ClockSettings);
const [exitPhase, exitAt] = FAULT_EXIT.split(' ');

const die = (): void => void process.kill(process.pid, 'SIGKILL');

let posts = 0;

/** The adapter dies with its process around that post: before its first byte, or when the platform's answer is there. */
function mortal(adapter: ChatAdapter): ChatAdapter {
  const post = adapter.post.bind(adapter);
  const dying: ChatAdapter['post'] = async (request) => {
    posts += 1;
    const isLast = String(posts) === exitAt;
    if (isLast && exitPhase === 'before') die();
    const outcome = await post(request);
    if (isLast && exitPhase === 'after') die();
    return outcome;
  };
  return Object.assign(adapter, { post: dying });
}

const stopping = new AbortController();
process.on('SIGTERM', () => stopping.abort());

const packageFolder = resolve(import.meta.dirname, '../../../..');
const random = seededRandom(Number(FAULT_SEED));
const ran = runCommandLine(['start'], {
  streams: { input: process.stdin, output: process.stdout, environment: process.env },
  errors: process.stderr,
  clock,
  zone: 'UTC' as TimeZone,
  random,
  newId: newIdFrom(() => clock.now()),
  log: pinoLog({
    level: logLevels.find((known) => known === LOG_LEVEL) ?? 'info',
    destination: process.stderr,
    json: true,
  }),
  version: await readFile(join(packageFolder, 'package.json'), 'utf8').then(
    (text) => (JSON.parse(text) as { readonly version: string }).version,
    () => '0.0.0',
  ),
  packageFolder,
  workingFolder: process.cwd(),
  temporaryFolder: () => mkdtemp(join(tmpdir(), 'broadsheet-')),
  interrupted: stopping.signal,
  print: async () => undefined,
  createAdapter: async (...wanted) => mortal(await createAdapter(...wanted)),
  setUp,
});
process.exit(
  await ran.catch((thrown: unknown) => {
    if (thrown instanceof BroadsheetError && thrown.exitCode === exitCodes.unavailable) return thrown.exitCode;
    process.stderr.write(`${reasonOf(thrown)}\n`);
    return exitCodes.software;
  }),
);
