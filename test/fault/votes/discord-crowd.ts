import type { AdapterId } from '../../../src/platform/adapter.js';
import { invite } from '../../bench/discord-guild.js';
import { FakeDiscord } from '../../fake/discord/fake-discord.js';
import type { FakeGuild } from '../../fake/discord/guild.js';
import type { Person } from '../../fake/discord/people.js';
import type { Message } from '../../fake/discord/state.js';
import type { Crowd, Vote } from './crowd.js';
import type { Program } from './program.js';

const numbers = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => `${digit}\uFE0F\u20E3`);
const emoji = [...numbers, '\u{1F51F}'];
const channels = 12;
const people = 600;

export class DiscordCrowd implements Crowd {
  readonly name = 'Discord';
  readonly posts = channels;
  readonly voters = people;
  readonly #discord: FakeDiscord;
  readonly #guild: FakeGuild;
  readonly #people: readonly Person[];

  static async open(): Promise<DiscordCrowd> {
    return new DiscordCrowd(await FakeDiscord.start());
  }

  private constructor(discord: FakeDiscord) {
    this.#discord = discord;
    this.#guild = invite(discord, channels);
    this.#people = Array.from({ length: people }, () => this.#guild.addPerson());
  }

  get environment(): Readonly<Record<string, string>> {
    return { DISCORD_API_URL: this.#discord.apiUrl, DISCORD_TOKEN: this.#discord.token };
  }

  subscriptions(home: Program['home']) {
    return this.#guild.channels.map(({ id }) => home.subscription(this.#guild.id, id, 'discord' as AdapterId));
  }

  isReady(): boolean {
    return this.#guild.channels.every(({ messages }) => messages.size > 0);
  }

  set({ voter, post, number }: Vote, present: boolean): void {
    const [person, channel, name] = [this.#people[voter], this.#guild.channels[post], emoji[number]];
    const list = this.#list(post);
    if (person === undefined || channel === undefined || list === undefined || name === undefined) return;
    void (present ? person.react(channel, list.id, name) : person.unreact(channel, list.id, name));
  }

  idOf({ voter, post }: Vote): { readonly message: string; readonly user: string } {
    const list = this.#list(post);
    return { message: `${list?.channel}/${list?.id}`, user: this.#people[voter]?.id ?? '' };
  }

  search(voter: number, words: string): Promise<unknown> {
    const [person, channel] = [this.#people[voter], this.#guild.channels[0]];
    if (person === undefined || channel === undefined) return Promise.reject(new Error('There is nobody to ask.'));
    return person.command(channel, 'search', { words }).next(20_000);
  }

  close(): Promise<void> {
    return this.#discord.stop();
  }

  #list(post: number): Message | undefined {
    return this.#guild.channels[post]?.messages.values().next().value;
  }
}
