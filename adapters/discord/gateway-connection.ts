import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { GatewayIntentBits, type REST } from 'discord.js';
import { atMost } from '../../src/kernel/at-most.js';
import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import { type GatewayAddress, resumeAddress } from './gateway-address.js';
import { connecting, GuardedShards, type Socket } from './guarded-shards.js';
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
/** Discord answers a resume at once, and then replays: after so long without either it will not. */
const answerMs = 20_000;
/** A session of which so many resumes in a row end in a close is given up, whatever Discord says of it. */
const mostBroken = 2;

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
  /** Since when a shard waits for the answer to its resume. */
  readonly #resuming = new Map<number, number>();
  readonly #broken = new Map<number, number>();
  readonly #sockets = new Set<Socket>();
  #trouble: string | undefined;
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

  /** Why it is good for nothing any more, for all the library knows; undefined while all is well. A resume without an answer is the last one. */
  fault(): string | undefined {
    const tooOld = this.#deps.clock.monotonicMs() - answerMs;
    for (const [shard, since] of this.#resuming) {
      if (since > tooOld) continue;
      this.#deps.sessions.set(shard, null);
      this.#trouble ??= 'the resume was not answered';
    }
    return this.#trouble;
  }

  /** Nothing is received from here on. The session stays Discord's to resume. */
  async close(): Promise<void> {
    this.#isLeft = true;
    // The library would leave these as they are, and whatever became of them would be nobody's.
    for (const socket of this.#sockets) if (socket.readyState === connecting) socket.terminate();
    const closed = Promise.resolve(this.#manager.destroy({ code: keepsSession, reason: 'going on elsewhere' }));
    const settled = closed.catch((thrown: unknown) => {
      this.#deps.log.warn('discord.close-failed', { reason: reasonOf(thrown) });
    });
    await atMost(this.#deps.clock, closePatienceMs, settled);
    for (const socket of this.#sockets) socket.terminate();
  }

  #manage(): WebSocketManager {
    const { token, budget } = this.#deps;
    return new WebSocketManager({
      ...{ token, intents, shardCount: this.#address.shards },
      // It is asked for the address only, which is known.
      rest: { get: async () => informationOf(this.#address) } as unknown as REST,
      buildIdentifyThrottler: () => ({ waitForIdentify: (_shard, signal) => budget.turn(signal) }),
      buildStrategy: (manager) =>
        new GuardedShards(manager, {
          entered: (socket) => this.#entered(socket),
          failed: (shard, thrown) => this.#failed(shard, thrown),
        }),
      // A connection that was left must not connect once more behind our back; closing it says nothing about the session.
      retrieveSessionInfo: (shard) => (this.#isLeft ? never() : this.#session(shard)),
      updateSessionInfo: (shard, info) => {
        if (!this.#isLeft) this.#deps.sessions.set(shard, info);
      },
    });
  }

  #listen(): void {
    const { log, received } = this.#deps;
    const manager = this.#manager;
    manager.on(WebSocketShardEvents.Hello, ({ shardId }) => this.#greeted(shardId));
    manager.on(WebSocketShardEvents.HeartbeatComplete, ({ shardId }) => this.#heard(shardId));
    manager.on(WebSocketShardEvents.Resumed, ({ shardId }) => this.#opened(shardId, 'resumed'));
    manager.on(WebSocketShardEvents.Ready, ({ shardId }) => this.#opened(shardId, 'identified'));
    manager.on(WebSocketShardEvents.Closed, ({ code, shardId }) => this.#closed(shardId, code));
    manager.on(WebSocketShardEvents.Error, ({ error, shardId: shard }) => {
      if (!this.#isLeft) log.warn('discord.gateway-trouble', { shard, reason: reasonOf(error) });
    });
    manager.on(WebSocketShardEvents.Dispatch, ({ data: { t, s, d }, shardId }) => {
      this.#heard(shardId);
      // What is replayed comes before Discord says that it was all.
      if (this.#resuming.has(shardId)) this.#resuming.set(shardId, this.#deps.clock.monotonicMs());
      received(shardId, s, { type: t, data: d });
    });
  }

  /** One of another process may name an address that was good for another server. */
  #session(shard: number): SessionInfo | null {
    const { sessions, standsIn } = this.#deps;
    const info = sessions.get(shard);
    return info && { ...info, resumeURL: resumeAddress(this.#address.url, info.resumeURL, standsIn) };
  }

  #entered(socket: Socket): void {
    this.#sockets.add(socket);
    socket.addEventListener('close', () => this.#sockets.delete(socket));
    if (this.#isLeft) socket.terminate();
  }

  /** What came made the library stumble, which then goes on with half of what it had to do. */
  #failed(shard: number, thrown: unknown): void {
    if (this.#isLeft) return;
    this.#deps.log.error('discord.gateway-stumbled', { shard, reason: reasonOf(thrown) });
    if (this.#resuming.has(shard)) this.#deps.sessions.set(shard, null);
    this.#trouble ??= 'what came could not be read';
  }

  #greeted(shard: number): void {
    this.#heard(shard);
    // Without a session of as many shards the library identifies, and looks after the answer itself.
    const isResume = this.#deps.sessions.get(shard)?.shardCount === this.#address.shards;
    if (isResume) this.#resuming.set(shard, this.#deps.clock.monotonicMs());
  }

  #closed(shard: number, code: number): void {
    const { log, sessions, refused } = this.#deps;
    log.info('discord.disconnected', { shard, code });
    if (this.#isLeft) return;
    if (refusalOf(code) !== undefined) refused(code);
    if (!this.#resuming.delete(shard)) return;
    const broken = (this.#broken.get(shard) ?? 0) + 1;
    this.#broken.set(shard, broken);
    if (broken < mostBroken) return;
    log.warn('discord.session-given-up', { shard, code });
    sessions.set(shard, null);
  }

  #heard(shard: number): void {
    this.#heardAt.set(shard, this.#deps.clock.monotonicMs());
  }

  #opened(shard: number, how: string): void {
    this.#deps.log.info('discord.connected', { shard, how });
    this.#resuming.delete(shard);
    this.#broken.delete(shard);
    this.#open.add(shard);
    if (this.#open.size === this.#address.shards) this.#deps.opened();
  }
}

/** One of its own for each that waits, which would otherwise be kept for good by the others. */
const never = (): Promise<never> => new Promise<never>(() => undefined);

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
