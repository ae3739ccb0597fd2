import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { atMost } from '../kernel/at-most.js';
import type { Runtime } from './runtime.js';

/** Whoever pipes something in does it at once; whoever does not may leave the pipe open. */
const pipedMs = 1_000;

/** Asks for lines that nobody else is to see: what is typed is not shown. The input's end answers everything with nothing. */
export class SecretInput {
  readonly #runtime: Pick<Runtime, 'streams' | 'clock'>;
  readonly #lines: AsyncIterator<string>;
  readonly #close: () => void;
  #isOver = false;

  constructor(runtime: Pick<Runtime, 'streams' | 'clock'>) {
    const { input } = runtime.streams;
    this.#runtime = runtime;
    const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ input, output: unseen, terminal: input.isTTY === true });
    this.#lines = lines[Symbol.asyncIterator]();
    this.#close = () => lines.close();
    lines.once('SIGINT', this.#close);
  }

  async ask(question: string): Promise<string | undefined> {
    const { streams, clock } = this.#runtime;
    const isTyped = streams.input.isTTY === true;
    if (this.#isOver) return undefined;
    if (isTyped) streams.output.write(question);
    let line: string | undefined;
    const reading = this.#lines.next().then(({ value, done }) => {
      if (done === true) this.#isOver = true;
      else line = value;
    });
    if (isTyped) await reading;
    else if (!(await atMost(clock, pipedMs, reading))) this.#isOver = true;
    if (isTyped) streams.output.write('\n');
    return line?.trim() || undefined;
  }

  close(): void {
    this.#close();
    this.#runtime.streams.input.pause();
  }
}
