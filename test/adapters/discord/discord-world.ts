import { PassThrough } from 'node:stream';
import type { DiscordSettings } from '../../../adapters/discord/config.js';
import { createDiscord } from '../../../adapters/discord/index.js';
import { menuOf } from '../../../src/commands/menu.js';
import { commandTable } from '../../../src/commands/table.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';
import type { ChatAdapter, DeliveryId, MessageRef, Target } from '../../../src/platform/adapter.js';
import type { Menu } from '../../../src/platform/menu.js';
import type { MessageView } from '../../../src/view/view.js';
import { FakeClock } from '../../fake/clock.js';
import { FakeDiscord } from '../../fake/discord/fake-discord.js';
import type { FakeGuild } from '../../fake/discord/guild.js';
import { endlessRateLimits, type RateLimits } from '../../fake/discord/limits.js';
import type { Person } from '../../fake/discord/people.js';
import type { Channel, Message } from '../../fake/discord/state.js';
import { countingIds } from '../../fake/ids.js';
import { MemoryLog } from '../../fake/log.js';
import { patient } from '../../fake/patience.js';
import { FakeStorage } from '../../fake/storage.js';
import { Tide } from '../slack/tide.js';

const start = '2026-11-24T09:00:00Z';

interface WorldOptions {
  readonly limits?: RateLimits;
  readonly settings?: Partial<DiscordSettings>;
}

/** A fake Discord with a guild, a channel and people, and the adapters that are one process after the other. */
export class DiscordWorld {
  readonly clock = new FakeClock(start);
  readonly log = new MemoryLog();
  readonly storage = new FakeStorage(this.clock);
  readonly discord: FakeDiscord;
  readonly guild: FakeGuild;
  readonly channel: Channel;
  readonly alice: Person;
  readonly bob: Person;
  /** What the next process tells Discord of its commands. */
  menu: Menu = menuOf(commandTable);
  readonly #options: WorldOptions;
  /** Requests that are under way stop the time, but not those that are never answered. */
  #unanswered = 0;
  readonly #tide: Tide;
  readonly #ids = countingIds();

  static async open(options: WorldOptions = {}): Promise<DiscordWorld> {
    // Ids are times: the fake needs one as soon as it stands.
    const now = { read: () => Date.parse(start) };
    const limits = options.limits ?? endlessRateLimits;
    const discord = await FakeDiscord.start({ now: () => now.read(), limits });
    const world = new DiscordWorld(discord, options);
    now.read = () => world.clock.now();
    return world;
  }

  private constructor(discord: FakeDiscord, options: WorldOptions) {
    this.discord = discord;
    this.#options = options;
    this.guild = discord.addGuild({ name: 'Lab' });
    this.channel = this.guild.addChannel({ name: 'papers' });
    this.alice = this.guild.addPerson({ name: 'alice', permissions: 1n << 5n });
    this.bob = this.guild.addPerson({ name: 'bob' });
    this.#tide = new Tide(this.clock, () => this.#underWay > this.#unanswered);
  }

  get target(): Target {
    return this.targetIn(this.channel);
  }

  targetIn(channel: Channel): Target {
    return { adapter: 'discord', workspace: this.guild.id, channel: channel.id } as Target;
  }

  /** A new process, not yet started. `more` replaces single settings. */
  connect(more: Partial<DiscordSettings> = {}): Promise<ChatAdapter> {
    const { clock, log, storage, discord } = this;
    const streams = { input: new PassThrough(), output: new PassThrough(), environment: {} };
    const settings: DiscordSettings = {
      ...{
        token: discord.token,
        apiUrl: discord.apiUrl,
        managers: [],
        developmentGuild: null,
        crosspost: false,
        emoji: [],
      },
      ...this.#options.settings,
      ...more,
    };
    return createDiscord(settings, {
      ...{ clock, log, storage, streams, newId: this.#ids, folder: 'nowhere', zone: 'UTC' as TimeZone },
      menu: this.menu,
    });
  }

  post(adapter: ChatAdapter, id: string, view: MessageView, thread?: MessageRef, channel = this.channel) {
    const place = this.targetIn(channel);
    const target = thread === undefined ? place : { ...place, thread };
    return adapter.post({ id: id as DeliveryId, target, view, signal: patient });
  }

  /** The message of a ref, wherever it stands. */
  messageOf({ key }: MessageRef): { readonly channel: Channel; readonly message: Message } {
    const [channelId = '', messageId = ''] = key.split('/');
    const channel = this.discord.world.channels.get(channelId);
    const message = channel?.messages.get(messageId);
    if (channel === undefined || message === undefined) throw new Error(`There is no message ${key}.`);
    return { channel, message };
  }

  /** Requests so far that nobody will answer any more. */
  giveUpUnanswered(): void {
    this.#unanswered = this.#underWay;
  }

  get #underWay(): number {
    return this.discord.requests.filter(({ status }) => status === undefined).length;
  }

  async close(): Promise<void> {
    this.#tide.stop();
    await this.discord.stop();
  }
}

/** Resolves once the condition holds, which is looked at at every turn of the system's own events. */
export async function eventually(isSo: () => boolean, what = 'it'): Promise<void> {
  for (let turn = 0; turn < 5_000; turn += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`${what} never came.`);
}
