#!/usr/bin/env node
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdapter, typeset } from '../adapters/registry.js';
import { runCommandLine } from './cli/program.js';
import type { Runtime } from './cli/runtime.js';
import { BroadsheetError, exitCodes, reasonOf } from './kernel/errors.js';
import { newIdFrom } from './kernel/ids.js';
import { type Log, logLevels } from './kernel/log.js';
import { pinoLog } from './kernel/pino-log.js';
import { systemClock, systemZone } from './kernel/system-clock.js';

const streams = { input: process.stdin, output: process.stdout, environment: process.env };
const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const temporaryFolders: string[] = [];

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-'));
  temporaryFolders.push(folder);
  return folder;
}

/** The first signal asks for a clean stop, the second ends the process at once. */
function interruption(): AbortSignal {
  const asked = new AbortController();
  const interrupt = (): void => {
    if (asked.signal.aborted) process.exit(130);
    asked.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return asked.signal;
}

function guard(log: Log): void {
  process.on('unhandledRejection', (thrown) => log.error('process.unhandled-rejection', { reason: reasonOf(thrown) }));
  // A reader that went away (`broadsheet | head`) is no error of ours.
  process.stdout.on('error', (thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'EPIPE') process.exit(0);
  });
}

function explain(thrown: unknown): number {
  if (thrown instanceof BroadsheetError) {
    process.stderr.write(`${thrown.message}\n${thrown.hint === '' ? '' : `${thrown.hint}\n`}`);
    return thrown.exitCode;
  }
  process.stderr.write(`Something went wrong that should not have: ${reasonOf(thrown)}\n`);
  if (thrown instanceof Error && process.env.LOG_LEVEL === 'debug') process.stderr.write(`${thrown.stack}\n`);
  return exitCodes.software;
}

async function main(): Promise<number> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  // A level that is none is reported with the rest of the configuration.
  const level = logLevels.find((known) => known === process.env.LOG_LEVEL) ?? 'error';
  const log = pinoLog({ level, destination: process.stderr });
  guard(log);
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
    interrupted: interruption(),
    print: async (view) => {
      streams.output.write(`${await typeset(view, streams)}\n`);
    },
    createAdapter,
  };
  return runCommandLine(process.argv.slice(2), runtime);
}

const exitCode = await main().catch(explain);
await Promise.all(temporaryFolders.map((folder) => rm(folder, { recursive: true, force: true })));
process.exit(exitCode);
