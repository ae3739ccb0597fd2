import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';

/** How many lines are kept. */
export const historyLines = 500;

const ownerOnly = 0o600;

/** The lines that people typed, kept in `terminal-history`, readable only by their owner. Losing it is no trouble. */
export class History {
  readonly #path: string;
  readonly #log: Log;
  #saved: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(folder: string, log: Log) {
    this.#path = join(folder, 'terminal-history');
    this.#log = log;
  }

  /** The newest first; none when there is no file. */
  async load(): Promise<readonly string[]> {
    const text = await readFile(this.#path, 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .reverse()
      .slice(0, historyLines);
  }

  /** Replaces what is kept by these lines, the newest first. */
  save(lines: readonly string[]): void {
    const text = [...lines]
      .reverse()
      .map((line) => `${line}\n`)
      .join('');
    this.#saved = this.#saved.then(() => this.#write(text)).catch((thrown) => this.#fail(thrown));
  }

  /** Resolves when everything is on its way to disk. */
  settled(): Promise<void> {
    return this.#saved;
  }

  /** A new file takes the old one's place, so that a crash leaves one of them whole. */
  async #write(text: string): Promise<void> {
    const fresh = `${this.#path}.new`;
    await writeFile(fresh, text, { mode: ownerOnly });
    await rename(fresh, this.#path);
  }

  #fail(thrown: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#log.warn('terminal.history-not-saved', { reason: reasonOf(thrown) });
  }
}
