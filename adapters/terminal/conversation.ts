import type { LineSource } from './lines.js';
import type { Screen } from './screen.js';
import type { Speaker } from './speaker.js';

export interface ConversationParts {
  readonly speaker: Speaker;
  readonly screen: Screen;
  readonly lines: LineSource;
  /** Resolves when the person leaves at once, whatever is still running. */
  readonly interrupted?: Promise<void>;
  /** Shows each line before its answer, where nobody sees it being typed. */
  readonly echo: ((line: string) => Promise<void>) | undefined;
}

/** Takes line after line until there are no more, somebody leaves, or nobody reads the answers. One line at a time, in order. */
export class Conversation {
  readonly #parts: ConversationParts;
  #answered: Promise<unknown> = Promise.resolve();
  #isOver = false;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  async run(): Promise<void> {
    const { screen, interrupted = never, lines } = this.#parts;
    const talked = this.#talk();
    await Promise.race([talked, interrupted, screen.closed]);
    this.#isOver = true;
    lines.close();
  }

  /** Takes no more lines; resolves when the one under way is answered. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#parts.lines.close();
    await this.#answered;
  }

  async #talk(): Promise<void> {
    const { lines, speaker, screen, echo } = this.#parts;
    while (!this.#isOver) {
      const line = await lines.next(speaker.prompt);
      if (line === undefined) return;
      screen.lineTaken();
      if (echo !== undefined && isSkipped(line)) continue;
      await echo?.(line);
      const answered = speaker.say(line);
      this.#answered = answered;
      if (!(await answered)) return;
    }
  }
}

const never = new Promise<void>(() => undefined);

/** In a file of commands, blank lines and those that begin with # say nothing. */
const isSkipped = (line: string): boolean => /^\s*(?:#|$)/.test(line);
