#!/usr/bin/env node
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdapter, setUp, typeset } from '../adapters/registry.js';
import { runCommandLine } from './cli/program.js';
import { interruptedCode, type Runtime } from './cli/runtime.js';
import { secretsIn } from './config/environment.js';
import { BroadsheetError, exitCodes, reasonOf } from './kernel/errors.js';
import { newIdFrom } from './kernel/ids.js';
import { type Log, logLevels } from './kernel/log.js';
import { pinoLog } from './kernel/pino-log.js';
import { redactor } from './kernel/redact.js';
import { systemClock, systemZone } from './kernel/system-clock.js';

const redact = redactor(secretsIn(process.env));
const streams = { input: process.stdin, output: process.stdout, environment: process.env };
const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const temporaryFolders: string[] = [];

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-'));
  temporaryFolders.push(folder);
  return folder;
}

const stopping = new AbortController();
/** The first error of the standard output, after which nothing more can be written to it. */
let outputError: NodeJS.ErrnoException | undefined;

/** The first signal asks for a clean stop, the second ends the process at once. */
function listenToSignals(): void {
  let isAsked = false;
  const interrupt = (): void => {
    if (isAsked) process.exit(interruptedCode);
    isAsked = true;
    stopping.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
}

function guard(log: Log): void {
  process.on('unhandledRejection', (thrown) => log.error('process.unhandled-rejection', { reason: reasonOf(thrown) }));
  process.stdout.on('error', (thrown: NodeJS.ErrnoException) => {
    outputError ??= thrown;
    stopping.abort();
  });
  // There is nowhere left to say it.
  process.stderr.on('error', () => undefined);
}

/** How the process ends once everything is written. A reader that went away (`broadsheet | head`) is no error of ours. */
async function settleOutput(exitCode: number): Promise<number> {
  await new Promise((written) => process.stdout.write('', written));
  if (outputError === undefined) return exitCode;
  if (outputError.code === 'EPIPE') return exitCode === interruptedCode ? 0 : exitCode;
  const reason = outputError.code === 'ENOSPC' ? 'the disk is full' : outputError.message;
  process.stderr.write(`The output cannot be written: ${reason}.\nSend it to a place with room for it.\n`);
  return exitCodes.cannotWrite;
}

function explain(thrown: unknown): number {
  if (thrown instanceof BroadsheetError) {
    process.stderr.write(redact(`${thrown.message}\n${thrown.hint === '' ? '' : `${thrown.hint}\n`}`));
    return thrown.exitCode;
  }
  process.stderr.write(redact(`Something went wrong that should not have: ${reasonOf(thrown)}\n`));
  if (thrown instanceof Error && process.env.LOG_LEVEL === 'debug') process.stderr.write(redact(`${thrown.stack}\n`));
  return exitCodes.software;
}

async function main(): Promise<number> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  // A level that is none is reported with the rest of the configuration.
  const level = logLevels.find((known) => known === process.env.LOG_LEVEL) ?? 'error';
  const log = pinoLog({ level, destination: process.stderr, redact });
  guard(log);
  listenToSignals();
  const clock = systemClock();
  const runtime: Runtime = {
    streams,
    errors: process.stderr,
    clock,
    zone: systemZone(process.env),
    random: Math.random,
    newId: newIdFrom(() => clock.now()),
    log,
    version,
    packageFolder,
    workingFolder: process.cwd(),
    temporaryFolder,
    interrupted: stopping.signal,
    print: async (view, { on = streams.output, isReply = false } = {}) => {
      on.write(`${await typeset(view, { ...streams, output: on }, { isReply })}\n`);
    },
    createAdapter,
    setUp,
  };
  return runCommandLine(process.argv.slice(2), runtime);
}

const exitCode = await settleOutput(await main().catch(explain));
await Promise.all(temporaryFolders.map((folder) => rm(folder, { recursive: true, force: true })));
process.exit(exitCode);
