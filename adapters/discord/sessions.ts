import { createHash } from 'node:crypto';
import type { SessionInfo } from '@discordjs/ws';
import { z } from 'zod';
import { type Clock, instant } from '../../src/kernel/clock.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';

const namespace = 'sessions';
/** Discord keeps a session that nobody reads for some minutes only; it does not say how many. */
const keptMs = 10 * 60_000;

const kept = z.object({
  owner: z.string(),
  resumeURL: z.string(),
  sequence: z.number(),
  sessionId: z.string(),
  shardCount: z.number(),
  shardId: z.number(),
});

/** What was received and is not yet handled. */
interface Shard {
  info: SessionInfo | null;
  readonly underWay: Set<number>;
}

/**
 * Where each shard stands in the gateway's stream of events. A stop keeps the place up to which everything is durable, so that the next
 * process goes on there and Discord sends again what came after.
 */
export class Sessions {
  readonly #shards = new Map<number, Shard>();
  readonly #owner: string;

  /** `owner`: by what a session is somebody's, secrets included; only a hash of it is kept. */
  constructor(owner: readonly string[]) {
    this.#owner = createHash('sha256').update(JSON.stringify(owner)).digest('hex');
  }

  get(shard: number): SessionInfo | null {
    return this.#shards.get(shard)?.info ?? null;
  }

  set(shard: number, info: SessionInfo | null): void {
    this.#of(shard).info = info;
  }

  /** An event is being handled until the returned function is called. */
  begin(shard: number, sequence: number): () => void {
    const { underWay } = this.#of(shard);
    underWay.add(sequence);
    return () => underWay.delete(sequence);
  }

  /** Keeps the places for the next process. */
  async keep(storage: AdapterStorage, clock: Clock): Promise<void> {
    const expiresAt = instant(clock.now() + keptMs);
    for (const [shard, { info, underWay }] of this.#shards) {
      if (info === null) continue;
      const sequence = Math.min(info.sequence, ...[...underWay].map((one) => one - 1));
      const value = JSON.stringify({ ...info, sequence, owner: this.#owner });
      await storage.put(namespace, String(shard), value, { expiresAt });
    }
  }

  /** Takes what the process before kept, unless it was another bot's or another server's. Once: after a crash nobody knows up to where it came. */
  async take(storage: AdapterStorage): Promise<void> {
    for (const { key, value } of await storage.list(namespace)) {
      await storage.delete(namespace, key);
      const { data } = kept.safeParse(parsed(value));
      if (data === undefined || data.owner !== this.#owner) continue;
      const { owner: _, ...info } = data;
      this.set(info.shardId, info);
    }
  }

  #of(shard: number): Shard {
    const known = this.#shards.get(shard) ?? { info: null, underWay: new Set<number>() };
    this.#shards.set(shard, known);
    return known;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
