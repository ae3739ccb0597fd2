import { ChannelType } from 'discord.js';
import type { Clock } from '../../src/kernel/clock.js';
import { keepLatest } from '../../src/kernel/keep-latest.js';
import type { Urgency } from '../../src/platform/pace.js';
import type { Failure } from './answer.js';
import { groupsIn, numberIn, textIn } from './json.js';
import type { RestApi } from './rest-api.js';

/** What was learned longer ago is asked for again where it has to be right. */
const freshMs = 600_000;
const mostRemembered = 5_000;

/** What a channel allows a role or a member, and what it forbids. */
export interface Overwrite {
  readonly id: string;
  readonly allow: bigint;
  readonly deny: bigint;
}

/** A channel, a thread, or a direct message. */
export interface Channel {
  readonly id: string;
  readonly type: number;
  readonly guild: string | undefined;
  /** Of a thread: the channel that it is in. */
  readonly parent: string | undefined;
  readonly name: string;
  readonly flags: number;
  /** Of a forum: those that everybody may set first. */
  readonly tags: readonly string[];
  readonly overwrites: readonly Overwrite[];
}

const threads: ReadonlySet<number> = new Set([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]);

export const isThread = ({ type }: Pick<Channel, 'type'>): boolean => threads.has(type);

/** A channel of posts that are threads: no message stands in it directly. */
export const isForum = ({ type }: Pick<Channel, 'type'>): boolean =>
  type === ChannelType.GuildForum || type === ChannelType.GuildMedia;

interface Known {
  readonly channel: Channel;
  readonly at: number;
}

interface ChannelsDeps {
  readonly rest: RestApi;
  readonly clock: Clock;
}

/** What is known of the channels that we write in. */
export class Channels {
  readonly #deps: ChannelsDeps;
  readonly #known = new Map<string, Known>();

  constructor(deps: ChannelsDeps) {
    this.#deps = deps;
  }

  /** What was learned of it, however long ago; nothing is asked. */
  known(id: string): Channel | undefined {
    return this.#known.get(id)?.channel;
  }

  /** Asks Discord, unless it was asked a short while ago. */
  async get(id: string, urgency: Urgency = 'read'): Promise<Channel | Failure> {
    const known = this.#known.get(id);
    if (known !== undefined && this.#deps.clock.monotonicMs() - known.at < freshMs) return known.channel;
    const answer = await this.#deps.rest.call('GET', `/channels/${id}`, { urgency });
    if (answer.kind !== 'ok') return answer;
    const channel = channelIn(answer.data);
    if (channel === undefined) return { kind: 'lost', reason: "Discord's answer could not be read" };
    this.learn(channel);
    return channel;
  }

  learn(channel: Channel): void {
    keepLatest(this.#known, channel.id, { channel, at: this.#deps.clock.monotonicMs() }, mostRemembered);
  }

  /** It was changed or deleted. */
  forget(id: string): void {
    this.#known.delete(id);
  }
}

export const isChannel = (found: Channel | Failure): found is Channel => !('kind' in found);

/** A channel as Discord describes it; undefined when it is none. */
function channelIn(data: unknown): Channel | undefined {
  const id = textIn(data, 'id');
  const type = numberIn(data, 'type');
  if (id === undefined || type === undefined) return undefined;
  const { available_tags: tags, permission_overwrites: overwrites } = data as Readonly<Record<string, unknown>>;
  return {
    ...{ id, type, guild: textIn(data, 'guild_id'), parent: textIn(data, 'parent_id') },
    ...{ name: textIn(data, 'name') ?? '', flags: numberIn(data, 'flags') ?? 0 },
    tags: groupsIn(tags)
      .toSorted((one, other) => Number(one.moderated === true) - Number(other.moderated === true))
      .flatMap((tag) => textIn(tag, 'id') ?? []),
    overwrites: groupsIn(overwrites).flatMap((one) => overwriteIn(one) ?? []),
  };
}

function overwriteIn(data: unknown): Overwrite | undefined {
  const id = textIn(data, 'id');
  if (id === undefined) return undefined;
  return { id, allow: bitsOf(textIn(data, 'allow')), deny: bitsOf(textIn(data, 'deny')) };
}

/** Discord writes permissions as decimal digits, since there are more of them than a number holds. */
export const bitsOf = (digits: string | undefined): bigint =>
  digits !== undefined && /^\d{1,40}$/.test(digits) ? BigInt(digits) : 0n;
