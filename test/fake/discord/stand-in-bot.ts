import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { GatewayIntentBits, REST, type SessionInfo } from 'discord.js';
import type { FakeDiscord } from './fake-discord.js';

export const ours = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessageReactions;

type Payload = Readonly<Record<string, unknown>>;

export interface Heard {
  readonly t: string;
  readonly s: number;
  readonly d: Payload;
  readonly shard: number;
}

/** A bot on `@discordjs/ws` that writes down what it hears. */
export class StandInBot {
  readonly heard: Heard[] = [];
  readonly manager: WebSocketManager;
  #waiting: (() => void)[] = [];

  constructor(
    discord: FakeDiscord,
    options: { readonly token?: string; readonly intents?: number; readonly shardCount?: number } = {},
  ) {
    const sessions = new Map<number, SessionInfo>();
    this.manager = new WebSocketManager({
      token: options.token ?? discord.token,
      intents: options.intents ?? ours,
      shardCount: options.shardCount ?? null,
      rest: new REST({ api: discord.apiUrl, version: '10' }).setToken(discord.token),
      buildIdentifyThrottler: () => ({ waitForIdentify: () => Promise.resolve() }),
      retrieveSessionInfo: (shard) => sessions.get(shard) ?? null,
      updateSessionInfo: (shard, info) => void (info === null ? sessions.delete(shard) : sessions.set(shard, info)),
    });
    // Without a listener an error would end the process; `connect` rejects with it.
    this.manager.on(WebSocketShardEvents.Error, () => undefined);
    this.manager.on(WebSocketShardEvents.Dispatch, ({ data, shardId }) => {
      this.heard.push({ t: data.t, s: data.s, d: data.d as unknown as Payload, shard: shardId });
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  named(t: string): readonly Heard[] {
    return this.heard.filter((event) => event.t === t);
  }

  async until(t: string, count = 1): Promise<Heard> {
    while (this.named(t).length < count) await new Promise<void>((wake) => this.#waiting.push(wake));
    return this.named(t)[count - 1] as Heard;
  }
}
