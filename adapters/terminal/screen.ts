import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { Streams } from '../../src/platform/adapter-factory.js';
import { isReaderGone } from './outcome.js';

/** A line that somebody is typing at the end of the output. */
export interface TypedLine {
  /** Takes it off the screen. */
  hide(): void;
  /** Puts it back as it was. */
  show(): void;
}

/** The output. Texts appear whole and in order, above the line that is being typed. When the reader goes, it falls silent. */
export class Screen {
  readonly #output: Streams['output'];
  /** Resolves when nobody reads any more. */
  readonly closed: Promise<void>;
  #isClosed = false;
  #isAtGap = true;
  #typed: TypedLine | undefined;

  constructor(output: Streams['output'], log: Log) {
    this.#output = output;
    this.closed = new Promise((resolve) => {
      output.on('error', (thrown) => {
        if (!isReaderGone(thrown)) log.warn('terminal.output-failed', { reason: reasonOf(thrown) });
        this.#isClosed = true;
        resolve();
      });
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whose line to keep below what is printed; undefined when nobody types any more. */
  shareWith(typed: TypedLine | undefined): void {
    this.#typed = typed;
  }

  /** A line or a few. Resolves once they have left the process, or nobody reads. */
  printLine(text: string): Promise<void> {
    return this.#write(`${text}\n`, false);
  }

  /** A message, with a blank line before and after it. */
  printMessage(text: string): Promise<void> {
    return this.#write(`${this.#isAtGap ? '' : '\n'}${text}\n\n`, true);
  }

  /** What somebody typed has moved the output on. */
  lineTaken(): void {
    this.#isAtGap = false;
  }

  #write(text: string, endsInGap: boolean): Promise<void> {
    this.#isAtGap = endsInGap;
    if (this.#isClosed || this.#output.destroyed) return Promise.resolve();
    this.#typed?.hide();
    return new Promise((resolve) => {
      this.#output.write(text, () => resolve());
      this.#typed?.show();
    });
  }
}
