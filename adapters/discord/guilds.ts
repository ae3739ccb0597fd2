import { z } from 'zod';
import { type Clock, instant } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { InboundSink } from '../../src/platform/adapter.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';
import { attempt, reasonIn } from './attempt.js';
import { writableChannels } from './guild-channels.js';
import { nonceOf } from './nonce.js';
import { targetOf } from './ref.js';
import { renderMessage } from './render.js';
import type { RestApi } from './rest-api.js';

const namespace = 'greeted';
/** Who was invited while nobody listened is greeted at the next start, but not a year later because the data folder is new. */
const freshMs = 2 * 86_400_000;
/** Longer than anybody counts as new. */
const keptMs = 30 * 86_400_000;
/** So many channels are tried before it stays without a greeting. */
const mostTried = 5;

const created = z.object({
  id: z.string().min(1),
  unavailable: z.boolean().nullish().catch(undefined),
  joined_at: z.string().nullish().catch(undefined),
});

/** One of the times that the bot was invited to a guild; `key` tells them apart. */
interface Joining {
  readonly guild: string;
  readonly key: string;
}

/** Tells that events of this guild may have been missed, or of what is in no guild; sees to it that it is heard. */
type Missed = (guild: string | undefined) => void;

interface GuildsDeps {
  readonly rest: RestApi;
  readonly storage: AdapterStorage;
  readonly clock: Clock;
  readonly log: Log;
  readonly botUserId: () => string;
}

/** The guilds that the bot is in: greeted when it joins, read back when Discord could not reach them for a while. */
export class Guilds {
  readonly #deps: GuildsDeps;
  /** Those that Discord listed when the session began: the bot was in them before. */
  readonly #listed = new Set<string>();
  /** Those of which something may have been missed, to be read back as soon as Discord reaches them. */
  readonly #lost = new Set<string>();

  constructor(deps: GuildsDeps) {
    this.#deps = deps;
  }

  /** A session began: each guild of it is told once Discord reaches it, which may be much later. */
  listed(guilds: readonly string[], missed: Missed): void {
    for (const guild of guilds) {
      this.#listed.add(guild);
      this.#lost.add(guild);
    }
    missed(undefined);
  }

  /** Discord cannot reach the guild for now. */
  lost(guild: string): void {
    this.#lost.add(guild);
  }

  async left(guild: string): Promise<void> {
    this.#listed.delete(guild);
    this.#lost.delete(guild);
    await this.#deps.storage.delete(namespace, keyOf(guild, undefined));
  }

  /** A guild is there: when the session begins, after an outage, or because the bot was invited. */
  async seen(payload: unknown, sink: InboundSink, missed: Missed): Promise<void> {
    const parsed = created.safeParse(payload);
    if (!parsed.success || parsed.data.unavailable === true) return;
    const { id, joined_at } = parsed.data;
    if (this.#lost.delete(id)) missed(id);
    const joinedAt = joined_at == null ? undefined : Date.parse(joined_at);
    const isNew = joinedAt === undefined ? !this.#listed.has(id) : this.#isFresh(joinedAt);
    this.#listed.add(id);
    const joining: Joining = { guild: id, key: keyOf(id, joinedAt) };
    // A stop waits for it: remembered as greeted, nobody would greet again.
    if (isNew && (await this.#isFirst(joining))) await this.#greet(joining, payload, sink);
  }

  /** Everybody in the channel would see a second greeting: rather none than two. */
  #isFirst({ key }: Joining): Promise<boolean> {
    const { storage, clock } = this.#deps;
    const expiresAt = instant(clock.now() + keptMs);
    return storage.add(namespace, key, String(clock.now()), { expiresAt });
  }

  #isFresh(joinedAt: number): boolean {
    return Number.isNaN(joinedAt) || joinedAt > instant(this.#deps.clock.now() - freshMs);
  }

  async #greet(joining: Joining, payload: unknown, sink: InboundSink): Promise<void> {
    const { log } = this.#deps;
    const { guild } = joining;
    try {
      const channels = writableChannels(payload, this.#deps.botUserId()).slice(0, mostTried);
      for (const channel of channels) if (await this.#greetIn(joining, channel, sink)) return;
      log.warn('discord.not-greeted', { workspace: guild, channels: channels.length });
    } catch (thrown) {
      log.error('discord.greeting-failed', { workspace: guild, reason: reasonOf(thrown) });
    }
  }

  /** Whether it is said, or may be said: then nothing further is tried. */
  async #greetIn({ guild, key }: Joining, channel: string, sink: InboundSink): Promise<boolean> {
    const { rest, clock, log } = this.#deps;
    const view = await sink.joined({ target: targetOf(guild, channel) });
    const { answer, mayStand } = await attempt(rest, clock, {
      method: 'POST',
      path: `/channels/${channel}/messages`,
      body: { ...renderMessage(view), ...nonceOf(`hello ${key}`) },
      isRepeatable: true,
    });
    if (answer.kind === 'ok' || mayStand) return true;
    log.info('discord.greeting-refused', { workspace: guild, channel, reason: reasonIn(answer) });
    return false;
  }
}

/** A guild that the bot left and joined again was joined at another time, even when nobody heard of it. */
const keyOf = (guild: string, joinedAt: number | undefined): string => `${guild} ${joinedAt ?? ''}`.trim();
