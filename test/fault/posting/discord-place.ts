import { discordId, refOf } from '../../../adapters/discord/ref.js';
import { FakeDiscord } from '../../fake/discord/fake-discord.js';
import type { FakeGuild } from '../../fake/discord/guild.js';
import { discordRateLimits } from '../../fake/discord/limits.js';
import type { Person } from '../../fake/discord/people.js';
import { plainText } from '../../fake/discord/plain-text.js';
import type { ApiRequest, Message } from '../../fake/discord/state.js';
import { isObject, textOf } from '../../fake/json.js';
import type { Asked, Harm, Phase, Place, Room, Shown } from './place.js';

const routes = {
  post: 'POST /channels/{channel}/messages',
  seed: 'PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me',
} as const;

/** What people and the bot write; not what Discord says of threads. */
const written: ReadonlySet<number> = new Set([0, 19]);

/** Discord's stand-in with one server. */
export class DiscordPlace implements Place {
  readonly adapter = discordId;
  readonly #discord: FakeDiscord;
  readonly #guild: FakeGuild;
  readonly #alice: Person;

  static async open(now: () => number, toleranceMs: number): Promise<DiscordPlace> {
    return new DiscordPlace(await FakeDiscord.start({ now, limits: { ...discordRateLimits, toleranceMs } }));
  }

  private constructor(discord: FakeDiscord) {
    this.#discord = discord;
    this.#guild = discord.addGuild({ name: 'Lab' });
    // What the bot said when it was invited is over.
    this.#guild.guild.joinedAt = 0;
    this.#alice = this.#guild.addPerson({ name: 'alice' });
  }

  get environment(): Readonly<Record<string, string>> {
    return { DISCORD_TOKEN: this.#discord.token };
  }

  get api(): Place['api'] {
    return { url: this.#discord.apiUrl, variable: 'DISCORD_API_URL' };
  }

  get complaints(): readonly string[] {
    return this.#discord.complaints;
  }

  get asked(): readonly Asked[] {
    return this.#discord.requests.map(askedOf);
  }

  addRoom(): Room {
    return { workspace: this.#guild.id, channel: this.#guild.addChannel().id };
  }

  shown({ channel }: Room): readonly Shown[] {
    const bot = this.#discord.application.botUser.id;
    const channels = [...this.#discord.world.channels.values()].filter((one) => [one.id, one.parent].includes(channel));
    const messages = channels.flatMap((one) => [...one.messages.values()]);
    return messages
      .filter(({ author, type }) => author.id === bot && written.has(type))
      .toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1))
      .map((message) => shownOf(message, bot));
  }

  onPost(hook: ((phase: Phase) => unknown) | undefined): void {
    this.#discord.onRequest =
      hook && (({ method, path, phase }) => (`${method} ${path}` === routes.post ? hook(phase) : undefined));
  }

  harm(what: 'post' | 'seed', ...harms: readonly Harm[]): void {
    this.#discord.trouble.next(routes[what], ...harms);
  }

  chat({ channel: id }: Room, messages: number): void {
    const { world } = this.#discord;
    const channel = world.channels.get(id);
    if (channel === undefined) throw new Error(`There is no channel ${id}.`);
    for (let left = messages; left > 0; left -= 1) {
      world.addMessage(channel, this.#alice.user, { content: 'Good morning.' });
    }
  }

  ask(): void {
    // The emoji of the cards that were posted are enough.
  }

  stop(): Promise<void> {
    return this.#discord.stop();
  }
}

function shownOf(message: Message, bot: string): Shown {
  const seeds = [...message.reactions].filter(([, { normal }]) => normal.has(bot)).map(([emoji]) => emoji);
  return {
    ref: refOf({ channel: message.channel, message: message.id }).key,
    mark: message.nonce,
    text: plainText(message),
    seeds,
  };
}

function askedOf({ method, path, url, body, at, status }: ApiRequest): Asked {
  const route = `${method} ${path}`;
  const [, channel = ''] = /^\/channels\/(\d+)/.exec(url) ?? [];
  return {
    ...{ at, bucket: `${route} ${channel}`, body: JSON.stringify(body) ?? '' },
    what: route === routes.post ? 'post' : route === routes.seed ? 'seed' : 'other',
    mark: isObject(body) ? textOf(body.nonce) || undefined : undefined,
    isLimited: status === 429,
  };
}
