import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/kernel/system-clock.js';
import type { PaperKey } from '../../src/papers/paper.js';
import { openStore } from '../../src/store/open.js';
import type { TeamId } from '../../src/votes/repository.js';
import { MemoryLog } from '../fake/log.js';
import type { Figure } from './measure.js';
import { reactionWriter } from './places.js';

const seconds = 5;

/** Durable reaction events a second; the writer is killed with -9 and every row that it had acknowledged must be there. */
export async function benchReactions(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const path = join(folder, 'broadsheet.sqlite');
  const child = spawn(process.execPath, [reactionWriter, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  while (!said.includes('ready')) await once(child.stdout, 'data');
  const start = performance.now();
  await sleep(seconds * 1000);
  child.kill('SIGKILL');
  await once(child, 'close');
  const elapsed = (performance.now() - start) / 1000;
  const acknowledged = Number(said.trim().split('\n').at(-1));
  const kept = await countKept(path);
  rmSync(folder, { recursive: true });
  return [
    {
      name: 'reactions: durable events a second',
      value: acknowledged / elapsed,
      unit: '/s',
      goal: 5000,
      better: 'higher',
    },
    {
      name: 'reactions: acknowledged and lost at kill -9',
      value: Math.max(0, acknowledged - kept),
      unit: '',
      goal: 0,
      better: 'lower',
    },
  ];
}

async function countKept(path: string): Promise<number> {
  const store = await openStore({ path, mode: 'read', clock: systemClock(), log: new MemoryLog(), version: 'bench' });
  const tallies = await store.votes.tallies('chat:lab' as TeamId, ['2608.00001' as PaperKey]);
  await store.close();
  return tallies.get('2608.00001' as PaperKey)?.up ?? 0;
}
