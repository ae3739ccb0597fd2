import { slackLimits } from './limits.js';
import { Refusal } from './refusal.js';

/** Trigger ids: each lets the app open one view, within seconds of what the person did. */
export class Triggers {
  readonly #now: () => number;
  readonly #open = new Map<string, { readonly userId: string; readonly until: number; isUsed: boolean }>();
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  make(userId: string): string {
    this.#count += 1;
    const id = `${1_000_000 + this.#count}.${this.#count}.${userId.toLowerCase()}`;
    this.#open.set(id, { userId, until: this.#now() + slackLimits.triggerMs, isUsed: false });
    return id;
  }

  /** Whose it is. Throws a Refusal. */
  use(id: string): string {
    const trigger = this.#open.get(id);
    if (trigger === undefined) throw new Refusal('invalid_trigger_id');
    if (trigger.isUsed) throw new Refusal('exchanged_trigger_id');
    if (this.#now() > trigger.until) throw new Refusal('expired_trigger_id');
    trigger.isUsed = true;
    return trigger.userId;
  }
}
