import { ChannelType } from 'discord.js';
import { keepLatest } from '../../src/kernel/keep-latest.js';
import type { Log } from '../../src/kernel/log.js';
import type { Answer } from './answer.js';
import { type Channels, isChannel } from './channels.js';
import type { Place } from './ref.js';
import type { RestApi } from './rest-api.js';

const isCrossposted = 40_033;
/** A channel that reached its limit is told of once an hour: the limit is for an hour. */
const hourMs = 3_600_000;
const mostRemembered = 1_000;

interface CrosspostsDeps {
  readonly rest: RestApi;
  readonly channels: Channels;
  readonly log: Log;
  readonly clock: { monotonicMs(): number };
}

/**
 * Publishes posts of announcement channels to the channels that follow them. It is an extra: whatever becomes of it, the post stands, and
 * nobody waits for it.
 */
export class Crossposts {
  readonly #deps: CrosspostsDeps;
  readonly #toldAt = new Map<string, number>();

  constructor(deps: CrosspostsDeps) {
    this.#deps = deps;
  }

  /** Never rejects. */
  async publish({ channel: id, message }: Place): Promise<void> {
    const { rest, channels } = this.#deps;
    const channel = await channels.get(id, 'seed');
    if (!isChannel(channel)) {
      this.#tell(id, channel);
      return;
    }
    if (channel.type !== ChannelType.GuildAnnouncement) return;
    this.#tell(id, await rest.call('POST', `/channels/${id}/messages/${message}/crosspost`, { urgency: 'seed' }));
  }

  #tell(channel: string, answer: Answer): void {
    const { log } = this.#deps;
    if (answer.kind === 'ok' || (answer.kind === 'refused' && answer.code === isCrossposted)) return;
    if (answer.kind === 'limited') this.#tellOfLimit(channel, answer.retryAfterMs);
    else {
      const reason = answer.kind === 'refused' ? `${answer.detail} (${answer.code})` : answer.reason;
      log.warn('discord.not-published', { channel, reason });
    }
  }

  #tellOfLimit(channel: string, retryAfterMs: number): void {
    const { log, clock } = this.#deps;
    const now = clock.monotonicMs();
    if (now - (this.#toldAt.get(channel) ?? Number.NEGATIVE_INFINITY) < hourMs) return;
    keepLatest(this.#toldAt, channel, now, mostRemembered);
    log.warn('discord.not-published', { channel, reason: 'Discord takes so many an hour and no more', retryAfterMs });
  }
}
