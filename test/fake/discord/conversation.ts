import type { JsonObject } from '../json.js';
import type { Message } from './state.js';

const answerWithinMs = 3_000;
const tokenLastsMs = 15 * 60_000;

/** What follows when a person runs a command, presses or chooses something: the first answer, then all that they see of it. */
export class Conversation {
  readonly id: string;
  readonly token: string;
  /** The payload that went over the gateway. */
  readonly sent: JsonObject;
  /** Resolves with the type of the first answer once it came. */
  readonly acked: Promise<number>;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #shown: Message[] = [];
  #acknowledge: (type: number) => void = () => undefined;
  #ackedWith: number | undefined;
  #waiting: (() => void)[] = [];
  #read = 0;

  constructor(id: string, token: string, sent: JsonObject, now: () => number) {
    this.id = id;
    this.token = token;
    this.sent = sent;
    this.#now = now;
    this.#startedAt = now();
    this.acked = new Promise((acknowledge) => {
      this.#acknowledge = acknowledge;
    });
  }

  /** All that was shown, in order, each as it then stood; a message that was changed stands here once more. */
  get messages(): readonly Message[] {
    return this.#shown;
  }

  /** The type of the first answer; undefined while there is none. */
  get answer(): number | undefined {
    return this.#ackedWith;
  }

  /** The three seconds for a first answer are over. */
  get isLate(): boolean {
    return this.#now() - this.#startedAt > answerWithinMs;
  }

  /** The fifteen minutes of the token are over. */
  get isExpired(): boolean {
    return this.#now() - this.#startedAt > tokenLastsMs;
  }

  /** Nothing can come any more: it was not answered in time ("The application did not respond"), or its token is too old. */
  get ended(): boolean {
    return this.#ackedWith === undefined ? this.isLate : this.isExpired;
  }

  /** The next thing shown that was not asked for yet. Rejects when none comes in time; the time is real. */
  async next(timeoutMs = 10_000): Promise<Message> {
    const index = this.#read;
    this.#read += 1;
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const shown = this.#shown[index];
      if (shown !== undefined) return shown;
      await this.#more(deadline - Date.now(), index);
    }
  }

  acknowledge(type: number): void {
    this.#ackedWith = type;
    this.#acknowledge(type);
  }

  show(message: Message): void {
    this.#shown.push({ ...message });
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #more(ms: number, index: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No answer ${index + 1} came.`)), Math.max(0, ms));
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
