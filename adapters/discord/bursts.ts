import { type Clock, instant } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { MessageRef, ReactionEvent } from '../../src/platform/adapter.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';

const namespace = 'bursts';
/** Longer than votes on a message are read back. */
const keptMs = 60 * 86_400_000;

type Burst = Pick<ReactionEvent, 'message' | 'user' | 'emoji'>;

interface BurstsDeps {
  readonly storage: AdapterStorage;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Super reactions that stand, as far as events and reads told. Discord counts a person's super reaction and the normal one of the same emoji apart;
 * the vote stands while either does, so that a normal one taken back says nothing where a super one is known.
 */
export class Bursts {
  readonly #deps: BurstsDeps;
  #known: Promise<Set<string>> | undefined;

  constructor(deps: BurstsDeps) {
    this.#deps = deps;
  }

  async stands(event: Burst): Promise<boolean> {
    return (await this.#all()).has(keyOf(event));
  }

  async added(event: Burst): Promise<void> {
    const { storage, clock } = this.#deps;
    (await this.#all()).add(keyOf(event));
    await storage.put(namespace, keyOf(event), '1', { expiresAt: instant(clock.now() + keptMs) });
  }

  /** Read back. Never rejects: the next read finds them again. */
  async found(standing: readonly Burst[]): Promise<void> {
    const known = await this.#all();
    for (const one of standing.filter((burst) => !known.has(keyOf(burst)))) {
      await this.added(one).catch((thrown: unknown) => {
        this.#deps.log.warn('discord.burst-unkept', { reason: reasonOf(thrown) });
      });
    }
  }

  async removed(event: Burst): Promise<void> {
    (await this.#all()).delete(keyOf(event));
    await this.#deps.storage.delete(namespace, keyOf(event));
  }

  /** A moderator took all reactions of a message, or all with one emoji. */
  async cleared(message: MessageRef, emoji?: string): Promise<void> {
    const known = await this.#all();
    const end = emoji === undefined ? '' : ` ${emoji}`;
    const gone = [...known].filter((key) => key.startsWith(`${message.key} `) && key.endsWith(end));
    for (const key of gone) known.delete(key);
    for (const key of gone) await this.#deps.storage.delete(namespace, key);
  }

  #all(): Promise<Set<string>> {
    this.#known ??= this.#deps.storage.list(namespace).then(
      (kept) => new Set(kept.map(({ key }) => key)),
      (thrown: unknown) => {
        this.#deps.log.warn('discord.bursts-unread', { reason: reasonOf(thrown) });
        return new Set();
      },
    );
    return this.#known;
  }
}

const keyOf = ({ message, user, emoji }: Burst): string => `${message.key} ${user} ${emoji}`;
