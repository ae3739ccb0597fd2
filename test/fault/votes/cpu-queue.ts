import { readFileSync } from 'node:fs';

/** How long the main thread of a process has been ready and had no processor, where the system tells (Linux: proc(5), `schedstat`). */
function waitedMs(pid: number | undefined): number {
  try {
    const [, waited = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    return Number(waited) / 1_000_000;
  } catch {
    return 0;
  }
}

/** For which part of the time from now on a process waits for a processor that others use. */
export class CpuQueue {
  readonly #pid: number | undefined;
  readonly #before: number;
  readonly #began = performance.now();

  constructor(pid: number | undefined) {
    this.#pid = pid;
    this.#before = waitedMs(pid);
  }

  share(): number {
    return (waitedMs(this.#pid) - this.#before) / (performance.now() - this.#began);
  }
}
