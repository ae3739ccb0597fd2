import { Bursts } from '../../../adapters/discord/bursts.js';
import { Channels } from '../../../adapters/discord/channels.js';
import { Messages } from '../../../adapters/discord/messages.js';
import { Arrival } from '../../../adapters/discord/order.js';
import { Rights } from '../../../adapters/discord/permissions.js';
import { RestApi } from '../../../adapters/discord/rest-api.js';
import { FakeClock } from '../../fake/clock.js';
import { FakeDiscord } from '../../fake/discord/fake-discord.js';
import type { RateLimits } from '../../fake/discord/limits.js';
import { MemoryLog } from '../../fake/log.js';
import { FakeStorage } from '../../fake/storage.js';
import { Tide } from '../slack/tide.js';

const start = '2026-11-24T09:00:00Z';

/** A fake Discord and what asks it, without a gateway. */
export class RestWorld {
  readonly botUserId = (): string => this.discord.application.botUser.id;
  readonly clock = new FakeClock(start);
  readonly log = new MemoryLog();
  readonly discord: FakeDiscord;
  readonly rest: RestApi;
  readonly channels: Channels;
  readonly arrival: Arrival;
  readonly rights: Rights;
  /** How often the token was refused. */
  refused = 0;
  /** Requests that are under way stop the time, but not those that are never answered. */
  #unanswered = 0;
  readonly #tide: Tide;

  static async open(limits?: RateLimits): Promise<RestWorld> {
    // Ids are times: the fake needs one as soon as it stands.
    const now = { read: () => Date.parse(start) };
    const discord = await FakeDiscord.start({ now: () => now.read(), ...(limits === undefined ? {} : { limits }) });
    const world = new RestWorld(discord);
    now.read = () => world.clock.now();
    return world;
  }

  private constructor(discord: FakeDiscord) {
    const { clock, log, botUserId } = this;
    this.discord = discord;
    this.arrival = new Arrival(clock);
    this.rest = new RestApi({
      ...{ clock, log, token: discord.token, apiUrl: discord.apiUrl },
      unauthorized: () => {
        this.refused += 1;
      },
    });
    this.channels = new Channels({ rest: this.rest, clock });
    this.rights = new Rights({ rest: this.rest, channels: this.channels, clock, botUserId });
    this.#tide = new Tide(clock, () => this.#underWay > this.#unanswered);
  }

  /** A new process as far as our messages are concerned: nothing is remembered. */
  messages(crosspost = false): Messages {
    const { clock, log, arrival, rest, botUserId } = this;
    const channels = new Channels({ rest, clock });
    const bursts = new Bursts({ storage: new FakeStorage(clock), clock, log });
    return new Messages({ rest, channels, clock, log, arrival, bursts, botUserId, crosspost, named: new Map() });
  }

  /** Requests so far that nobody will answer any more. */
  giveUpUnanswered(): void {
    this.#unanswered = this.#underWay;
  }

  async close(): Promise<void> {
    this.#tide.stop();
    this.rest.close();
    await this.discord.stop();
  }

  get #underWay(): number {
    return this.discord.requests.filter(({ status }) => status === undefined).length;
  }
}
