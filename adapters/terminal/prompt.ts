import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import type { Streams } from '../../src/platform/adapter-factory.js';
import { historyLines } from './history.js';
import { LineQueue, type LineSource } from './lines.js';
import type { TypedLine } from './screen.js';

/** The lines that could stand there instead of what was typed. */
type Complete = (line: string) => Promise<readonly string[]>;

export interface PromptOptions {
  readonly streams: Pick<Streams, 'input' | 'output'>;
  /** Earlier lines, the newest first. */
  readonly history: readonly string[];
  readonly complete: Complete;
  /** The lines so far, the newest first, whenever one was added. */
  readonly onHistory: (lines: readonly string[]) => void;
  /** The first Ctrl-C has cleared the line: the next one leaves. */
  readonly onWarning: () => void;
}

/** A prompt with history and completion, on which other output may appear above what is being typed. */
export class Prompt implements LineSource, TypedLine {
  readonly #output: Streams['output'];
  readonly #lines: Interface;
  readonly #queue = new LineQueue();
  /** Resolves when the person left by Ctrl-C, whatever is still running. */
  readonly interrupted: Promise<void>;
  #isAsking = false;
  #isWarned = false;
  #isClosed = false;

  constructor({ streams, history, complete, onHistory, onWarning }: PromptOptions) {
    this.#output = streams.output;
    this.#lines = createInterface({
      input: streams.input,
      output: streams.output,
      terminal: true,
      history: [...history],
      historySize: historyLines,
      removeHistoryDuplicates: true,
      completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
        complete(line).then(
          (lines) => done(null, [[...lines], line]),
          () => done(null, [[], line]),
        );
      },
    });
    this.#lines.on('history', onHistory);
    this.#lines.on('line', (line) => this.#take(line));
    this.#lines.on('close', () => this.close());
    streams.input.on('error', () => this.close());
    this.interrupted = new Promise((resolve) => {
      this.#lines.on('SIGINT', () => this.#interrupt(onWarning, resolve));
    });
  }

  next(prompt: string): Promise<string | undefined> {
    if (this.#queue.isEmpty && !this.#isClosed) {
      this.#isAsking = true;
      this.#lines.setPrompt(prompt);
      this.#lines.prompt(true);
    }
    return this.#queue.next();
  }

  close(): void {
    if (this.#isClosed) return;
    if (this.#isAsking) this.#output.write('\n');
    this.#isClosed = true;
    this.#isAsking = false;
    this.#lines.close();
    this.#queue.end();
  }

  hide(): void {
    if (!this.#isVisible()) return;
    moveCursor(this.#output, 0, -this.#lines.getCursorPos().rows);
    cursorTo(this.#output, 0);
    clearScreenDown(this.#output);
  }

  show(): void {
    if (!this.#isVisible()) return;
    // readline moves up by the rows that it last wrote before it writes the line again; here it begins on a fresh row.
    Object.assign(this.#lines, { prevRows: 0 });
    this.#lines.prompt(true);
  }

  #isVisible(): boolean {
    return !this.#isClosed && (this.#isAsking || this.#lines.line !== '');
  }

  #take(line: string): void {
    this.#isAsking = false;
    this.#isWarned = false;
    this.#queue.push(line);
  }

  #interrupt(warn: () => void, leave: () => void): void {
    const isSecond = this.#isWarned && this.#lines.line === '';
    if (isSecond) {
      this.close();
      leave();
      return;
    }
    this.#isWarned = true;
    this.#lines.write(null, { ctrl: true, name: 'e' });
    this.#lines.write(null, { ctrl: true, name: 'u' });
    warn();
  }
}
