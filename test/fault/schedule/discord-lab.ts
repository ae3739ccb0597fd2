import type { AdapterId } from '../../../src/platform/adapter.js';
import { invite } from '../../bench/discord-guild.js';
import { FakeDiscord } from '../../fake/discord/fake-discord.js';
import { plainText } from '../../fake/discord/plain-text.js';
import { Bot } from './bot.js';
import type { Lab, PostHook } from './lab.js';

const posting = 'POST /channels/{channel}/messages';

/** Discord's stand-in with a server of some channels, and a bot whose edition is due there at once. */
export class DiscordLab implements Lab {
  readonly bot: Bot;
  readonly #discord: FakeDiscord;
  readonly #guild: ReturnType<typeof invite>;

  static async open(channels: number): Promise<DiscordLab> {
    const lab = new DiscordLab(await FakeDiscord.start(), channels);
    await lab.#subscribe();
    return lab;
  }

  private constructor(discord: FakeDiscord, channels: number) {
    this.#discord = discord;
    this.#guild = invite(discord, channels);
    this.bot = new Bot({ DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token });
  }

  get lists(): readonly number[] {
    return this.#guild.channels.map(
      ({ messages }) => [...messages.values()].filter((message) => plainText(message).includes('Daily papers')).length,
    );
  }

  get complaints(): readonly string[] {
    return this.#discord.complaints;
  }

  onPost(hook: PostHook | undefined): void {
    this.#discord.onRequest =
      hook && (({ method, path, phase }) => (`${method} ${path}` === posting ? hook(phase) : undefined));
  }

  loseNextAnswer(): void {
    this.#discord.trouble.next(posting, { kind: 'hang', applied: true });
  }

  until(isSo: () => boolean, timeoutMs: number): Promise<void> {
    return this.#discord.until(isSo, timeoutMs);
  }

  async close(): Promise<void> {
    await this.bot.close();
    await this.#discord.stop();
  }

  async #subscribe(): Promise<void> {
    const { home } = this.bot;
    const subscriptions = this.#guild.channels.map(({ id }) =>
      home.subscription(this.#guild.id, id, 'discord' as AdapterId),
    );
    await home.prepare((store) => store.subscriptions.save(subscriptions));
  }
}
