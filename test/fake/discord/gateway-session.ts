import type { GatewayConnection } from './gateway-connection.js';
import { asSeenWith, intent, intentFor, op } from './gateway-protocol.js';
import type { GatewayEvent } from './world.js';

export type Shard = readonly [id: number, count: number];

export interface Dispatch {
  readonly op: 0;
  readonly t: string;
  readonly s: number;
  readonly d: unknown;
}

/** Which shard hears of a guild (https://discord.com/developers/docs/events/gateway#sharding); direct messages go to the first. */
export const shardOf = (guildId: string | undefined, count: number): number =>
  guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));

/** What one IDENTIFY opened. It outlives its socket, and remembers every event for whoever resumes it. */
export class GatewaySession {
  readonly id: string;
  readonly shard: Shard;
  readonly intents: number;
  readonly #botId: string;
  readonly #log: Dispatch[] = [];
  #connection: GatewayConnection | undefined;

  constructor(id: string, shard: Shard, intents: number, botId: string) {
    this.id = id;
    this.shard = shard;
    this.intents = intents;
    this.#botId = botId;
  }

  /** The number of the last event. */
  get sequence(): number {
    return this.#log.length;
  }

  /** Whether a bot can have got as far as that number. */
  canResumeAfter(seq: unknown): boolean {
    return typeof seq === 'number' && Number.isInteger(seq) && seq >= 0 && seq <= this.sequence;
  }

  get connection(): GatewayConnection | undefined {
    return this.#connection;
  }

  attach(connection: GatewayConnection): void {
    this.#connection = connection;
  }

  detach(connection: GatewayConnection): void {
    if (this.#connection === connection) this.#connection = undefined;
  }

  /** Whether it hears of that at all. */
  hears(event: GatewayEvent): boolean {
    const wanted = intentFor(event);
    return shardOf(event.guild, this.shard[1]) === this.shard[0] && (wanted === 0 || (this.intents & wanted) !== 0);
  }

  get hearsGuilds(): boolean {
    return (this.intents & intent.guilds) !== 0;
  }

  /** Numbers it, remembers it and sends it; resolves when it went out, or at once when nobody is connected. */
  dispatch(event: GatewayEvent): Promise<void> {
    const d = asSeenWith(event, this.intents, this.#botId);
    // A copy of now: what is replayed later must not show what has changed since.
    const entry: Dispatch = { op: op.dispatch, t: event.t, s: this.#log.length + 1, d: structuredClone(d) };
    this.#log.push(entry);
    return this.#connection?.deliver(entry) ?? Promise.resolve();
  }

  /** Sends again all after that number. */
  replay(after: number): void {
    for (const entry of this.#log.slice(after)) void this.#connection?.deliver(entry);
  }
}
