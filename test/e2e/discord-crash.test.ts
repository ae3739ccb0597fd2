import { afterAll, describe, expect, it } from 'vitest';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import type { FakeGuild } from '../fake/discord/guild.js';
import type { RequestMoment } from '../fake/discord/handling.js';
import { discordLimits } from '../fake/discord/limits.js';
import type { Person } from '../fake/discord/people.js';
import { plainText } from '../fake/discord/plain-text.js';
import type { Channel, Message } from '../fake/discord/state.js';
import { ChannelProgram, type Running } from './channel-program.js';

/** Longer than a restarted program waits before it looks for a post whose fate nobody knows, and than two edits are apart. */
const settledMs = 75_000;
const testMs = 150_000;
const posting = 'POST /channels/{channel}/messages';
const editing = 'PATCH /channels/{channel}/messages/{message}';
const seeding = 'PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me';

const routeOf = ({ method, path }: Pick<RequestMoment, 'method' | 'path'>): string => `${method} ${path}`;

/** The real program against the stand-in, killed from outside and started again on the same data. */
class Scene {
  readonly discord: FakeDiscord;
  readonly channel: Channel;
  readonly alice: Person;
  readonly bob: Person;
  readonly #guild: FakeGuild;
  readonly #program: ChannelProgram;
  readonly #clock: { aheadMs: number };
  #running: Promise<Running> | undefined;

  static async open(): Promise<Scene> {
    const clock = { aheadMs: 0 };
    const discord = await FakeDiscord.start({ now: () => Date.now() + clock.aheadMs });
    const scene = new Scene(discord, clock);
    await scene.#program.passMidnight();
    return scene;
  }

  private constructor(discord: FakeDiscord, clock: { aheadMs: number }) {
    this.discord = discord;
    this.#clock = clock;
    this.#guild = discord.addGuild({ name: 'Lab' });
    // What the bot said when it was invited is over.
    this.#guild.guild.joinedAt = 0;
    this.channel = this.#guild.addChannel({ name: 'papers' });
    this.alice = this.#guild.addPerson({ name: 'alice' });
    this.bob = this.#guild.addPerson({ name: 'bob' });
    this.#program = new ChannelProgram({ DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token });
    this.#program.configure([`discord:${this.#guild.id}/${this.channel.id}`]);
  }

  start(): Promise<Running> {
    this.#running = this.#program.start();
    return this.#running;
  }

  /** Kills the program at that moment of its next request of that kind, and resolves when it is gone. */
  killAt(route: string, phase: 'before' | 'after'): Promise<void> {
    return new Promise((resolve) => {
      this.discord.onRequest = async (moment) => {
        if (routeOf(moment) !== route || moment.phase !== phase) return;
        this.discord.onRequest = undefined;
        await this.kill();
        resolve();
      };
    });
  }

  async kill(): Promise<void> {
    await (await this.#running)?.kill();
  }

  /** Discord has forgotten the nonces of what was posted until now. */
  forgetNonces(): void {
    this.#clock.aheadMs += discordLimits.nonceMs + 1_000;
  }

  get list(): Message {
    const [list, ...others] = this.channel.messages.values();
    if (list === undefined || others.length > 0) throw new Error(`There are ${this.channel.messages.size} messages.`);
    return list;
  }

  /** What stands at each paper, in their order: `2` for two votes, `0` for none. */
  get tallies(): readonly number[] {
    const [, ...papers] = plainText(this.list).split(/^\d\ufe0f\u20e3/m);
    return papers.map((paper) => Number(/👍 (\d+) in this team/.exec(paper)?.[1] ?? 0));
  }

  shows(...tallies: readonly number[]): Promise<void> {
    return this.discord.until(() => JSON.stringify(this.tallies) === JSON.stringify(tallies), settledMs);
  }

  requestsOf = (route: string): number => this.discord.requests.filter((request) => routeOf(request) === route).length;

  async close(): Promise<void> {
    await this.#program.close();
    await this.discord.stop();
  }
}

describe.concurrent('a bot on Discord that is killed', () => {
  const scenes: Scene[] = [];
  afterAll(() => Promise.all(scenes.map((scene) => scene.close())));

  const open = async (): Promise<Scene> => {
    const scene = await Scene.open();
    scenes.push(scene);
    return scene;
  };

  it.each(['known', 'forgotten'])(
    'shows its list once, and loses no vote, when it dies between answer and record, with the nonce %s',
    async (nonce) => {
      const scene = await open();
      const { discord, alice, bob, channel } = scene;
      const gone = scene.killAt(posting, 'after');
      await scene.start();
      await gone;
      // Votes of people who see it while nobody listens.
      await alice.react(channel, scene.list.id, '1️⃣');
      await bob.react(channel, scene.list.id, '2️⃣');
      if (nonce === 'forgotten') scene.forgetNonces();
      await scene.start();
      await scene.shows(1, 1, 0);
      await alice.react(channel, scene.list.id, '2️⃣');
      await scene.shows(1, 2, 0);
      // It was found by its mark: nothing was sent again that a nonce would have had to stop.
      expect(scene.requestsOf(posting)).toBe(1);
      expect(channel.messages.size).toBe(1);
      await discord.until(() => scene.list.reactions.size === 3, settledMs);
      expect(discord.complaints).toEqual([]);
    },
    testMs,
  );

  it.each(['known', 'forgotten'])(
    'posts its list once when it dies before the request took effect, with the nonce %s',
    async (nonce) => {
      const scene = await open();
      const { discord, channel } = scene;
      const gone = scene.killAt(posting, 'before');
      discord.trouble.next(posting, { kind: 'reset' });
      await scene.start();
      await gone;
      expect(channel.messages.size).toBe(0);
      if (nonce === 'forgotten') scene.forgetNonces();
      await scene.start();
      await discord.until(() => channel.messages.size > 0 && scene.list.reactions.size === 3, settledMs);
      expect(scene.requestsOf(posting)).toBe(2);
      expect(discord.complaints).toEqual([]);
    },
    testMs,
  );

  it(
    'counts what was done while it was dead: votes that came, went and changed',
    async () => {
      const scene = await open();
      const { discord, alice, bob, channel } = scene;
      await scene.start();
      await discord.until(() => channel.messages.size > 0 && scene.list.reactions.size === 3, settledMs);
      const { id } = scene.list;
      await alice.react(channel, id, '1️⃣');
      await bob.react(channel, id, '2️⃣');
      await scene.shows(1, 1, 0);
      await scene.kill();
      await alice.unreact(channel, id, '1️⃣');
      await alice.react(channel, id, '2️⃣');
      await bob.react(channel, id, '3️⃣');
      await scene.start();
      await scene.shows(0, 2, 1);
      expect(scene.requestsOf(posting)).toBe(1);
      expect(discord.complaints).toEqual([]);
    },
    testMs,
  );

  it.each(['before', 'after'] as const)(
    'loses no vote when it dies %s the edit that shows it took effect',
    async (phase) => {
      const scene = await open();
      const { discord, alice, bob, channel } = scene;
      await scene.start();
      await discord.until(() => channel.messages.size > 0 && scene.list.reactions.size === 3, settledMs);
      const gone = scene.killAt(editing, phase);
      if (phase === 'before') discord.trouble.next(editing, { kind: 'reset' });
      await alice.react(channel, scene.list.id, '3️⃣');
      await gone;
      expect(scene.tallies).toEqual([0, 0, phase === 'after' ? 1 : 0]);
      await bob.react(channel, scene.list.id, '3️⃣');
      await scene.start();
      await scene.shows(0, 0, 2);
      expect(discord.complaints).toEqual([]);
    },
    testMs,
  );

  it(
    'offers all numbers to vote with when it dies while it puts them there',
    async () => {
      const scene = await open();
      const { discord, alice, channel } = scene;
      const gone = scene.killAt(seeding, 'after');
      await scene.start();
      await gone;
      expect(scene.list.reactions.size).toBe(1);
      await alice.react(channel, scene.list.id, '1️⃣');
      await scene.start();
      await discord.until(() => scene.list.reactions.size === 3, settledMs);
      await scene.shows(1, 0, 0);
      expect(scene.requestsOf(posting)).toBe(1);
    },
    testMs,
  );
});
