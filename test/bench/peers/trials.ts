import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Paper } from '../../../src/papers/paper.js';
import { trialProcess } from '../places.js';
import type { SystemName } from './systems.js';
import type { TrialEnd, TrialMessage, TrialOrder } from './trial.js';

const heapMegabytes = 6144;
/** For one system, the building of its index and all questions together. */
const mostMinutes = 30;

export interface TrialPlan extends Omit<TrialOrder, 'system' | 'papersFile'> {
  readonly papers: readonly Paper[];
  readonly systems: readonly SystemName[];
}

/** Tries one system after the other, each in a process with a heap of its own: one that dies takes nothing else with it. */
export async function runTrials({ papers, systems, ...plan }: TrialPlan): Promise<ReadonlyMap<SystemName, TrialEnd>> {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-trials-'));
  const papersFile = join(home, 'papers.jsonl');
  const ends = new Map<SystemName, TrialEnd>();
  try {
    await write(papersFile, papers);
    for (const system of systems) {
      say(`${system}: ${papers.length} papers, ${plan.questions.length} queries`);
      const end = await runTrial({ ...plan, system, papersFile }, home);
      say(`${system}: ${describe(end)}`);
      ends.set(system, end);
    }
  } finally {
    rmSync(home, { recursive: true });
  }
  return ends;
}

/** Progress is no result: it never stands on the standard output. */
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function describe(end: TrialEnd): string {
  if (end.kind === 'not run') return `not run: ${end.why}`;
  const seconds = end.queryMs.reduce((sum, ms) => sum + ms, 0) / 1000;
  return [`built in ${end.buildSeconds.toFixed(1)} s, asked in ${seconds.toFixed(1)} s`, ...end.trouble].join('; ');
}

async function write(path: string, papers: readonly Paper[]): Promise<void> {
  const file = createWriteStream(path);
  for (const paper of papers) if (!file.write(`${JSON.stringify(paper)}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}

/** What the process leaves behind when it dies goes with the folder. */
async function runTrial(order: TrialOrder, folder: string): Promise<TrialEnd> {
  const child = fork(trialProcess, {
    env: { ...process.env, TMPDIR: folder },
    execArgv: [`--max-old-space-size=${heapMegabytes}`, '--expose-gc'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  child.stdout?.resume();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, mostMinutes * 60_000);
  const closed = lastMessage(child);
  // A process that died at once is told of when it closes.
  child.send(order, () => undefined);
  const [message, errors] = await Promise.all([closed, child.stderr === null ? '' : text(child.stderr)]);
  clearTimeout(timer);
  if (message?.kind === 'trial') return message;
  if (isLate) return { kind: 'not run', why: `it took longer than ${mostMinutes} minutes` };
  return { kind: 'not run', why: message?.kind === 'failed' ? message.why : whyItDied(child, errors) };
}

async function lastMessage(child: ChildProcess): Promise<TrialMessage | undefined> {
  let last: TrialMessage | undefined;
  child.on('message', (message: TrialMessage) => {
    last = message;
  });
  await once(child, 'close');
  return last;
}

/** V8 says that its heap is full and then a lot more. */
function whyItDied({ exitCode, signalCode }: ChildProcess, errors: string): string {
  if (errors.includes('heap out of memory')) return `it needs more than ${heapMegabytes / 1024} GB of memory`;
  const [said = ''] = errors.trim().split('\n');
  return `its process ended with ${signalCode ?? `code ${exitCode}`}${said === '' ? '' : `: ${said}`}`;
}
