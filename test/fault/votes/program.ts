import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchHome } from '../../bench/slack-home.js';

/** The program that was built with the fault: in a copy with a line taken out, that copy's. */
const mainFile = resolve(import.meta.dirname, '../../../src/main.js');

/** The real program as a process, with a data folder of its own. */
export class Program {
  readonly home = new BenchHome(10, mainFile);
  readonly #children: ChildProcess[] = [];

  start(environment: Readonly<Record<string, string>>): ChildProcess {
    const child = this.home.start({ LOG_LEVEL: 'silent', ...environment });
    this.#children.push(child);
    return child;
  }

  async close(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      // A stopped process hears nothing else.
      child.kill('SIGKILL');
      await gone;
    }
    this.home.remove();
  }
}

/** Looks again every few milliseconds; rejects after `patienceMs`. */
export async function until(isSo: () => boolean, what: string, patienceMs = 30_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`It never came to pass: ${what}.`);
    await sleep(20);
  }
}
