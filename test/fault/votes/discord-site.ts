import { PassThrough } from 'node:stream';
import { createDiscord } from '../../../adapters/discord/index.js';
import { menuOf } from '../../../src/commands/menu.js';
import { commandTable } from '../../../src/commands/table.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';
import type { AdapterId, ChatAdapter, MessageRef, Target } from '../../../src/platform/adapter.js';
import { FakeClock } from '../../fake/clock.js';
import { FakeDiscord } from '../../fake/discord/fake-discord.js';
import type { FakeGuild } from '../../fake/discord/guild.js';
import type { Person } from '../../fake/discord/people.js';
import type { Channel, Message } from '../../fake/discord/state.js';
import { countingIds } from '../../fake/ids.js';
import { MemoryLog } from '../../fake/log.js';
import { FakeStorage } from '../../fake/storage.js';
import { Flow } from './flow.js';
import type { Form, Site, Standing } from './site.js';

const discordForms: readonly Form[] = [
  { raw: '1\uFE0F\u20E3', base: '1\u20e3' },
  { raw: '2\uFE0F\u20E3', base: '2\u20e3' },
  { raw: '3\uFE0F\u20E3', base: '3\u20e3' },
  { raw: '👍', base: '👍' },
  { raw: '👍', base: '👍', isBurst: true },
  { raw: '👍🏽', base: '👍' },
  { raw: '👎', base: '👎' },
  { raw: '🎉', base: '🎉' },
];
const menu = menuOf(commandTable);
const meaningless = '🏁';
const people = 5;
const weekMs = 7 * 86_400_000;
/** Manage Server. */
const managing = 1n << 5n;

/** Discord, with the gateway as it is. */
export class DiscordSite implements Site {
  readonly clock: FakeClock;
  readonly log = new MemoryLog();
  readonly storage: FakeStorage;
  readonly flow: Flow;
  readonly forms = discordForms;
  readonly voters = people;
  readonly discord: FakeDiscord;
  readonly guild: FakeGuild;
  readonly channel: Channel;
  readonly elsewhere: Channel;
  readonly people: readonly Person[];
  readonly admin: Person;
  readonly #ids = countingIds();

  static async open(now = '2026-11-24T09:00:00Z'): Promise<DiscordSite> {
    const clock = new FakeClock(now);
    return new DiscordSite(clock, await FakeDiscord.start({ now: () => clock.now() }));
  }

  private constructor(clock: FakeClock, discord: FakeDiscord) {
    this.clock = clock;
    this.discord = discord;
    this.storage = new FakeStorage(clock);
    this.flow = new Flow(clock, () => discord.requests.some(({ status }) => status === undefined));
    this.guild = discord.addGuild({ name: 'Lab' });
    // Nobody is greeted: the bot has been there for long.
    this.guild.guild.joinedAt -= weekMs;
    this.channel = this.guild.addChannel({ name: 'papers' });
    const otherGuild = discord.addGuild({ name: 'Elsewhere' });
    otherGuild.guild.joinedAt -= weekMs;
    this.elsewhere = otherGuild.addChannel({ name: 'papers' });
    this.people = Array.from({ length: people }, () => this.guild.addPerson());
    this.admin = this.guild.addPerson({ name: 'admin', permissions: managing });
  }

  get target(): Target {
    return { adapter: 'discord' as AdapterId, workspace: this.guild.id, channel: this.channel.id };
  }

  get other(): Target {
    return { ...this.target, workspace: this.elsewhere.guild ?? '', channel: this.elsewhere.id };
  }

  connect(): Promise<ChatAdapter> {
    const { clock, log, storage, discord } = this;
    const streams = { input: new PassThrough(), output: new PassThrough(), environment: {} };
    const { token, apiUrl } = discord;
    return createDiscord(
      { token, apiUrl, managers: [], developmentGuild: null, crosspost: false, emoji: [] },
      { clock, log, storage, streams, newId: this.#ids, folder: 'nowhere', zone: 'UTC' as TimeZone, menu },
    );
  }

  toggle(voter: number, ref: MessageRef, { raw, isBurst = false }: Form): void {
    const person = this.people[voter] ?? this.admin;
    const { channel, message } = this.#place(ref);
    const { normal, burst } = message.reactions.get(raw) ?? { normal: new Set(), burst: new Set() };
    const stands = (isBurst ? burst : normal).has(person.id);
    const options = { burst: isBurst };
    if (stands) void person.unreact(channel, message.id, raw, options);
    else void person.react(channel, message.id, raw, options);
  }

  standing(ref: MessageRef): readonly Standing[] {
    const baseOf = (raw: string | null): string => this.forms.find((form) => form.raw === raw)?.base ?? raw ?? '';
    const { users } = this.discord.world;
    return [...this.#place(ref).message.reactions.values()].flatMap(({ emoji, normal, burst }) =>
      [...normal, ...burst]
        .filter((user) => users.get(user)?.isBot !== true)
        .map((user) => ({ user, emoji: baseOf(emoji.name) })),
    );
  }

  requestsTo({ channel }: Target): number {
    return this.discord.requests.filter(({ url }) => url.includes(`/channels/${channel}`)).length;
  }

  leaves(voter: number): void {
    this.guild.guild.members.delete(this.people[voter]?.id ?? '');
  }

  purge(voter: number, ref: MessageRef): void {
    const id = this.people[voter]?.id ?? '';
    const { reactions } = this.messageOf(ref);
    for (const [key, { normal, burst }] of reactions) {
      normal.delete(id);
      burst.delete(id);
      if (normal.size + burst.size === 0) reactions.delete(key);
    }
  }

  mark(ref: MessageRef): string {
    const { channel, message } = this.#place(ref);
    const person = this.guild.addPerson();
    void person.react(channel, message.id, meaningless);
    return person.id;
  }

  connected(): Promise<void> {
    return this.discord.gateway.whenConnected();
  }

  messageOf(ref: MessageRef): Message {
    return this.#place(ref).message;
  }

  async close(): Promise<void> {
    await this.discord.stop();
  }

  #place({ key }: MessageRef): { readonly channel: Channel; readonly message: Message } {
    const [channelId = '', messageId = ''] = key.split('/');
    const channel = this.discord.world.channels.get(channelId);
    const message = channel?.messages.get(messageId);
    if (channel === undefined || message === undefined) throw new Error(`There is no message ${key}.`);
    return { channel, message };
  }
}
