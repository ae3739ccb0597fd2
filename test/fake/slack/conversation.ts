import type { AppAnswer } from './app-door.js';
import type { Message } from './state.js';

/** What follows when a person runs a command, presses or chooses something: the app's acknowledgement, then what it shows. */
export class Conversation {
  /** How the app acknowledged; never rejects. */
  readonly acked: Promise<AppAnswer>;
  readonly responseUrl: string;
  readonly triggerId: string;
  /** All that was shown, in order; a message that was replaced stands here once more. */
  readonly responses: Message[];
  readonly #waiting: (() => void)[];
  #read = 0;

  constructor(
    acked: Promise<AppAnswer>,
    responseUrl: string,
    triggerId: string,
    shown: { readonly messages: Message[]; readonly waiting: (() => void)[] },
  ) {
    this.acked = acked;
    this.responseUrl = responseUrl;
    this.triggerId = triggerId;
    this.responses = shown.messages;
    this.#waiting = shown.waiting;
  }

  /** The next response that was not asked for yet. Rejects when none comes in time; the time is real. */
  async next(timeoutMs = 10_000): Promise<Message> {
    const index = this.#read;
    this.#read += 1;
    const deadline = Date.now() + timeoutMs;
    while (this.responses[index] === undefined) await this.#more(deadline - Date.now(), index);
    return this.responses[index] as Message;
  }

  #more(ms: number, index: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No response ${index + 1} came.`)), Math.max(0, ms));
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
