import { discordLimits } from './limits.js';
import type { Channel, Message } from './state.js';

/** Which of the bot's messages had which nonce, for a few minutes: one that comes again makes no new message. */
export class Nonces {
  readonly #now: () => number;
  readonly #messages = new Map<string, Message>();

  constructor(now: () => number) {
    this.#now = now;
  }

  note(channel: Channel, message: Message): void {
    if (message.nonce !== undefined) this.#messages.set(`${channel.id} ${message.nonce}`, message);
  }

  find(channel: Channel, nonce: string | undefined): Message | undefined {
    const message = this.#messages.get(`${channel.id} ${nonce}`);
    if (message === undefined || message.isDeleted) return undefined;
    return this.#now() - message.createdAt < discordLimits.nonceMs ? message : undefined;
  }
}
