import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { type Figure, median } from './measure.js';
import { mainFile } from './places.js';

const runs = 7;
const reportMemory = `process.on('exit', () => process.stderr.write('maxRSS ' + process.resourceUsage().maxRSS + '\\n'))`;

/** A new user's first start, built and offline: from the command to the end of the process that has printed the edition. */
export async function benchStart(): Promise<readonly Figure[]> {
  const seconds: number[] = [];
  const megabytes: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
    const start = performance.now();
    const { output, memory } = await startOnce(home);
    seconds.push((performance.now() - start) / 1000);
    megabytes.push(memory);
    if (!output.includes('Sample papers')) throw new Error(`No edition was printed:\n${output}`);
    rmSync(home, { recursive: true });
  }
  return [
    {
      name: 'start: first edition printed, offline (median)',
      value: median(seconds),
      unit: 's',
      goal: 1.5,
      better: 'lower',
    },
    {
      name: 'start: resident memory at most (median)',
      value: median(megabytes),
      unit: 'MB',
      goal: 150,
      better: 'lower',
    },
  ];
}

async function startOnce(home: string): Promise<{ readonly output: string; readonly memory: number }> {
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(reportMemory)}`, mainFile],
    {
      // Nobody listens on port 4: the connection is refused at once, as without a network.
      env: { ...process.env, BROADSHEET_HOME: home, HF_API_URL: 'http://127.0.0.1:4', LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { output, memory: Number(/maxRSS (\d+)/.exec(errors)?.[1]) / 1024 };
}
