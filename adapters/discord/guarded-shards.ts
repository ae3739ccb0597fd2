import { SimpleShardingStrategy, type WebSocketManager } from '@discordjs/ws';

/** What is used of a socket of `ws`. */
export interface Socket {
  readonly readyState: number;
  addEventListener(type: 'error' | 'close', listener: () => void): void;
  terminate(): void;
}
/** The first state of a socket. */
export const connecting = 0;

const stumbling = ['internalConnect', 'onMessage', 'onClose', 'heartbeat'] as const;
type Work = (...given: readonly unknown[]) => Promise<unknown>;
/** What @discordjs/ws 1.2.3 keeps to itself of a shard: its socket, and work for whose failure nobody waits. */
type Innards = Record<(typeof stumbling)[number], Work> & { connection: Socket | null };

interface Guard {
  /** A shard connects by this socket. */
  readonly entered: (socket: Socket) => void;
  readonly failed: (shard: number, thrown: unknown) => void;
}

/**
 * The library stops listening to a socket that it gives up, even while that is connecting, and it reads payloads as if they were always
 * whole. Either would end the process: an `error` event that nobody hears, a promise that rejects and that nobody has.
 */
export class GuardedShards extends SimpleShardingStrategy {
  readonly #guard: Guard;

  constructor(manager: WebSocketManager, guard: Guard) {
    super(manager);
    this.#guard = guard;
  }

  override async spawn(ids: number[]): Promise<void> {
    await super.spawn(ids);
    const { shards } = this as unknown as { readonly shards: ReadonlyMap<number, Innards> };
    for (const [id, shard] of shards) this.#watch(id, shard);
  }

  #watch(id: number, shard: Innards): void {
    const { entered, failed } = this.#guard;
    for (const name of stumbling) {
      const work = shard[name].bind(shard);
      shard[name] = (...given) => work(...given).catch((thrown: unknown) => failed(id, thrown));
    }
    let current: Socket | null = null;
    Object.defineProperty(shard, 'connection', {
      get: () => current,
      set: (socket: Socket | null) => {
        current?.terminate();
        current = socket;
        socket?.addEventListener('error', () => undefined);
        if (socket !== null) entered(socket);
      },
    });
  }
}
