import { createInterface, type Interface } from 'node:readline';
import type { Streams } from '../../src/platform/adapter-factory.js';

/** Where lines come from: a person at a prompt, or a pipe. */
export interface LineSource {
  /** The next line; undefined when there will be no more. `prompt` is what a person is shown before it. */
  next(prompt: string): Promise<string | undefined>;
  /** Ends it: who waits for a line gets undefined. Safe to call twice. */
  close(): void;
}

/** Lines that have come and one that is waited for. */
export class LineQueue {
  readonly #lines: string[] = [];
  #waiting: ((line: string | undefined) => void) | undefined;
  #isEnded = false;

  push(line: string): void {
    if (this.#waiting === undefined) this.#lines.push(line);
    else this.#settle(line);
  }

  end(): void {
    this.#isEnded = true;
    this.#settle(undefined);
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  next(): Promise<string | undefined> {
    const line = this.#lines.shift();
    if (line !== undefined || this.#isEnded) return Promise.resolve(line);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  #settle(line: string | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(line);
  }
}

/** Lines of a pipe or a file, read as fast as they are taken. */
export class PipedLines implements LineSource {
  readonly #queue = new LineQueue();
  readonly #lines: Interface;
  #isClosed = false;

  constructor(input: Streams['input']) {
    this.#lines = createInterface({ input, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
    this.#lines.on('line', (line) => {
      this.#queue.push(line);
      if (!this.#isClosed) this.#lines.pause();
    });
    this.#lines.on('close', () => this.close());
    input.on('error', () => this.close());
    if (input.readableEnded || input.destroyed) this.close();
  }

  next(): Promise<string | undefined> {
    if (this.#queue.isEmpty && !this.#isClosed) this.#lines.resume();
    return this.#queue.next();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#lines.close();
    this.#queue.end();
  }
}

/** No lines at all. */
export const noLines: LineSource = { next: () => Promise.resolve(undefined), close: () => undefined };
