import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { GatewayIntentBits, type REST } from 'discord.js';
import { atMost } from '../../src/kernel/at-most.js';
import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import { type GatewayAddress, resumeAddress } from './gateway-address.js';
import type { IdentifyBudget } from './identify-budget.js';
import { refusalOf } from './refusal.js';
import type { Sessions } from './sessions.js';

/**
 * What Discord is asked to tell: guilds, reactions in them, and what people write to the bot itself with their reactions. None of them is
 * privileged (https://docs.discord.com/developers/events/gateway#privileged-intents).
 */
const intents =
  GatewayIntentBits.Guilds |
  GatewayIntentBits.GuildMessageReactions |
  GatewayIntentBits.DirectMessages |
  GatewayIntentBits.DirectMessageReactions;

/** A connection closed with this keeps its session. */
const keepsSession = 4200;
/** A peer that does not answer the close must not hold up a stop. */
const closePatienceMs = 3_000;

/** One event of the gateway, as it came. */
export interface Dispatch {
  readonly type: string;
  readonly data: unknown;
}

interface ConnectionDeps {
  readonly token: string;
  /** Another server stands in Discord's place. */
  readonly standsIn: boolean;
  readonly sessions: Sessions;
  readonly budget: IdentifyBudget;
  readonly clock: Clock;
  readonly log: Log;
  /** All shards are connected. */
  readonly opened: () => void;
  /** Trying again cannot help. */
  readonly refused: (code: number) => void;
  readonly received: (shard: number, sequence: number, event: Dispatch) => void;
}

/** One connection to the gateway, of as many shards as Discord wants. What breaks it mends by itself, as long as the library notices. */
export class GatewayConnection {
  readonly #address: GatewayAddress;
  readonly #deps: ConnectionDeps;
  readonly #manager: WebSocketManager;
  readonly #heardAt = new Map<number, number>();
  readonly #open = new Set<number>();
  #isLeft = false;

  constructor(address: GatewayAddress, deps: ConnectionDeps) {
    this.#address = address;
    this.#deps = deps;
    this.#manager = this.#manage();
    for (let shard = 0; shard < address.shards; shard += 1) this.#heard(shard);
    this.#listen();
  }

  open(): void {
    this.#manager.connect().catch((thrown: unknown) => {
      // The library goes on trying by itself.
      this.#deps.log.warn('discord.connect-failed', { reason: reasonOf(thrown) });
    });
  }

  /** How long the quietest shard has said nothing. */
  get silentMs(): number {
    return this.#deps.clock.monotonicMs() - Math.min(...this.#heardAt.values());
  }

  /** Nothing is received from here on. The session stays Discord's to resume. */
  async close(): Promise<void> {
    this.#isLeft = true;
    const closed = Promise.resolve(this.#manager.destroy({ code: keepsSession, reason: 'going on elsewhere' }));
    const settled = closed.catch((thrown: unknown) => {
      this.#deps.log.warn('discord.close-failed', { reason: reasonOf(thrown) });
    });
    await atMost(this.#deps.clock, closePatienceMs, settled);
  }

  #manage(): WebSocketManager {
    const { token, standsIn, sessions, budget } = this.#deps;
    return new WebSocketManager({
      ...{ token, intents, shardCount: this.#address.shards },
      // It is asked for the address only, which is known.
      rest: { get: async () => informationOf(this.#address) } as unknown as REST,
      buildIdentifyThrottler: () => ({ waitForIdentify: (_shard, signal) => budget.turn(signal) }),
      // A connection that was left must not connect once more behind our back; closing it says nothing about the session.
      retrieveSessionInfo: (shard) => (this.#isLeft ? never : sessions.get(shard)),
      updateSessionInfo: (shard, info) => {
        if (!this.#isLeft) sessions.set(shard, info === null ? null : resumable(info, this.#address, standsIn));
      },
    });
  }

  #listen(): void {
    const { log, refused, received } = this.#deps;
    const manager = this.#manager;
    manager.on(WebSocketShardEvents.Hello, ({ shardId }) => this.#heard(shardId));
    manager.on(WebSocketShardEvents.HeartbeatComplete, ({ shardId }) => this.#heard(shardId));
    manager.on(WebSocketShardEvents.Resumed, ({ shardId }) => this.#opened(shardId, 'resumed'));
    manager.on(WebSocketShardEvents.Ready, ({ shardId }) => this.#opened(shardId, 'identified'));
    manager.on(WebSocketShardEvents.Closed, ({ code, shardId: shard }) => {
      log.info('discord.disconnected', { shard, code });
      if (refusalOf(code) !== undefined) refused(code);
    });
    manager.on(WebSocketShardEvents.Error, ({ error, shardId: shard }) => {
      log.warn('discord.gateway-trouble', { shard, reason: reasonOf(error) });
    });
    manager.on(WebSocketShardEvents.Dispatch, ({ data: { t, s, d }, shardId }) => {
      this.#heard(shardId);
      received(shardId, s, { type: t, data: d });
    });
  }

  #heard(shard: number): void {
    this.#heardAt.set(shard, this.#deps.clock.monotonicMs());
  }

  #opened(shard: number, how: string): void {
    this.#deps.log.info('discord.connected', { shard, how });
    this.#open.add(shard);
    if (this.#open.size === this.#address.shards) this.#deps.opened();
  }
}

const never = new Promise<never>(() => undefined);

const resumable = (info: SessionInfo, { url }: GatewayAddress, standsIn: boolean): SessionInfo => ({
  ...info,
  resumeURL: resumeAddress(url, info.resumeURL, standsIn),
});

/** As the library reads it. How many sessions may begin is our own budget's business. */
const informationOf = ({ url, shards, starts }: GatewayAddress): unknown => ({
  url,
  shards,
  session_start_limit: {
    total: 1_000,
    remaining: 1_000,
    reset_after: 86_400_000,
    max_concurrency: starts.maxConcurrency,
  },
});
