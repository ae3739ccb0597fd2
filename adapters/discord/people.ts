import { z } from 'zod';
import { atMost } from '../../src/kernel/at-most.js';
import type { Clock } from '../../src/kernel/clock.js';
import type { Profile, Target, User } from '../../src/platform/adapter.js';
import type { Path } from './budget.js';
import { type Asker, askerOf, isManaging, nameOf } from './interaction.js';
import { Recent } from './recent.js';
import { directGuild } from './ref.js';
import type { RestApi } from './rest-api.js';

/** Whoever asks wants an answer soon, and does without when Discord is slow. */
const patienceMs = 2_000;
/** Names change seldom. */
const nameFreshMs = 3_600_000;
/** What somebody could do a minute ago when they used the bot, they can do now. */
const rightFreshMs = 60_000;

interface PeopleDeps {
  readonly rest: RestApi;
  readonly clock: Clock;
  /** Ids from the configuration: they may manage every channel. */
  readonly managers: readonly string[];
}

const account = z.object({ username: z.string().nullish(), global_name: z.string().nullish() });
const member = z.object({
  nick: z.string().nullish(),
  user: account.nullish(),
  roles: z.array(z.string()).nullish(),
});
const guildShape = z.object({
  owner_id: z.string().nullish(),
  roles: z.array(z.object({ id: z.string(), permissions: z.string() })).nullish(),
});
const channelShape = z.object({ recipients: z.array(z.object({ id: z.string() })).nullish() });
const speaker = z.object({
  channel_id: z.string(),
  guild_id: z.string().nullish(),
  author: z.object({ id: z.string() }),
});

/** Who people are in Discord and what they may do: from what comes with their interactions, else asked for. */
export class People {
  readonly #deps: PeopleDeps;
  readonly #names: Recent<string>;
  readonly #rights: Recent<boolean>;
  /** Who speaks in a channel of direct messages, which is one person alone. */
  readonly #speakers: Recent<string>;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
    this.#names = new Recent(deps.clock, nameFreshMs);
    this.#rights = new Recent(deps.clock, rightFreshMs);
    this.#speakers = new Recent(deps.clock, nameFreshMs);
  }

  /** Remembers what an interaction or a message says of whoever made it. */
  see(payload: unknown): void {
    const asker = askerOf(payload);
    if (asker !== undefined) {
      this.#seeAsker(asker);
      return;
    }
    const said = speaker.safeParse(payload);
    if (said.success && said.data.guild_id == null) this.#speakers.put(said.data.channel_id, said.data.author.id);
  }

  #seeAsker({ guild, channel, id, name, mayManage }: Asker): void {
    if (name !== undefined) this.#names.put(keyOf(guild ?? directGuild, id), name);
    if (guild === undefined) this.#speakers.put(channel, id);
    else if (mayManage !== undefined) this.#rights.put(keyOf(guild, id), mayManage);
  }

  /** Discord tells nobody's time zone. */
  async profile({ workspace, id }: User): Promise<Profile | undefined> {
    const known = this.#names.get(keyOf(workspace, id));
    if (known !== undefined) return { name: known };
    const name = await this.#soon(this.#askName(workspace, id));
    if (name === undefined) return undefined;
    this.#names.put(keyOf(workspace, id), name);
    return { name };
  }

  /**
   * Whoever may manage the server, ids of the configuration, and everybody in their own direct messages. False when it cannot be told.
   */
  async mayManage({ id }: User, { workspace: guild, channel }: Target): Promise<boolean> {
    if (guild === directGuild) return this.#isOwn(channel, id);
    if (this.#deps.managers.includes(id)) return true;
    const seen = this.#rights.get(keyOf(guild, id));
    return seen ?? (await this.#soon(this.#askRight(guild, id))) ?? false;
  }

  async #isOwn(channel: string, id: string): Promise<boolean> {
    const speaking = this.#speakers.get(channel);
    if (speaking !== undefined) return speaking === id;
    const found = await this.#soon(this.#ask(`/channels/${channel}`, channelShape));
    const [one, ...more] = found?.recipients ?? [];
    return one?.id === id && more.length === 0;
  }

  async #askName(guild: string, id: string): Promise<string | undefined> {
    if (guild === directGuild) {
      const user = await this.#ask(`/users/${id}`, account);
      return user === undefined ? undefined : nameOf(undefined, user);
    }
    const found = await this.#ask(`/guilds/${guild}/members/${id}`, member);
    return found === undefined ? undefined : nameOf(found.nick, found.user ?? {});
  }

  /** The owner, or one of whose roles says so; everybody has the role that is called like the guild. */
  async #askRight(guild: string, id: string): Promise<boolean | undefined> {
    const [about, person] = await Promise.all([
      this.#ask(`/guilds/${guild}`, guildShape),
      this.#ask(`/guilds/${guild}/members/${id}`, member),
    ]);
    if (about === undefined || person === undefined) return undefined;
    if (about.owner_id === id) return true;
    const held = new Set([guild, ...(person.roles ?? [])]);
    return (about.roles ?? []).some((role) => held.has(role.id) && isManaging(role.permissions));
  }

  async #ask<Shape>(path: Path, shape: z.ZodType<Shape>): Promise<Shape | undefined> {
    const answer = await this.#deps.rest.call('GET', path, { urgency: 'answer' });
    if (answer.kind !== 'ok') return undefined;
    const parsed = shape.safeParse(answer.data);
    return parsed.success ? parsed.data : undefined;
  }

  async #soon<Value>(asking: Promise<Value | undefined>): Promise<Value | undefined> {
    let value: Value | undefined;
    const noted = asking.then((found) => {
      value = found;
    });
    await atMost(this.#deps.clock, patienceMs, noted);
    return value;
  }
}

const keyOf = (guild: string, id: string): string => `${guild}/${id}`;
