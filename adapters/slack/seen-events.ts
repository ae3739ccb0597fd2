import { type Clock, instant } from '../../src/kernel/clock.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';

const namespace = 'event';
/** Slack repeats an event for some minutes; a day is safe. */
const rememberedMs = 86_400_000;

/**
 * Slack's events by their ids, which come again when an acknowledgement was lost or late. Reactions need no memory: their own order
 * makes a second one change nothing.
 */
export class SeenEvents {
  readonly #storage: AdapterStorage;
  readonly #clock: Clock;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(storage: AdapterStorage, clock: Clock) {
    this.#storage = storage;
    this.#clock = clock;
  }

  /** Does the work of an event that has not been done. One that fails may come again; one that comes while it is done waits for it. */
  async once(id: string | undefined, work: () => Promise<void>): Promise<void> {
    if (id === undefined) return work();
    const before = this.#underWay.get(id);
    if (before !== undefined) return before;
    const doing = this.#unlessDone(id, work).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, doing);
    return doing;
  }

  /** Whether this is the first time that anybody takes the event; it counts as done from now on, whatever becomes of it. */
  take(id: string): Promise<boolean> {
    return this.#storage.add(namespace, id, '', { expiresAt: this.#expiry() });
  }

  async #unlessDone(id: string, work: () => Promise<void>): Promise<void> {
    if ((await this.#storage.get(namespace, id)) !== undefined) return;
    await work();
    await this.#storage.put(namespace, id, '', { expiresAt: this.#expiry() });
  }

  #expiry() {
    return instant(this.#clock.now() + rememberedMs);
  }
}
