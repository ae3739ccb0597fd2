import type { Clock, Instant } from '../../src/kernel/clock.js';
import type { DeliveryId, Lookup, Target } from '../../src/platform/adapter.js';
import { type Channels, isChannel, isForum } from './channels.js';
import { unknownChannel } from './errors.js';
import { ForumSearch } from './forum-search.js';
import { type Data, groupsIn, textIn } from './json.js';
import { isDelivery, notFound } from './lookup.js';
import type { Rights } from './permissions.js';
import { placeOf, refOf } from './ref.js';
import type { RestApi } from './rest-api.js';
import { snowflakeBefore } from './snowflake.js';
import type { Threads } from './threads.js';

/** So many messages a page at most (https://discord.com/developers/docs/resources/message#get-channel-messages). */
const pageSize = 100;
/** A channel in which more was said since a post was tried is not searched to its end. */
const mostPages = 25;

interface SearchDeps {
  readonly rest: RestApi;
  readonly channels: Channels;
  readonly threads: Threads;
  readonly rights: Rights;
  readonly clock: Clock;
  readonly botUserId: () => string;
}

/** Looks for our deliveries in channels, threads and forums. */
export class Search {
  readonly #deps: SearchDeps;
  readonly #forums: ForumSearch;

  constructor(deps: SearchDeps) {
    this.#deps = deps;
    this.#forums = new ForumSearch(deps);
  }

  async find(id: DeliveryId, target: Target, since: Instant): Promise<Lookup> {
    const { channels, threads, clock } = this.#deps;
    const root = target.thread === undefined ? undefined : placeOf(target.thread);
    if (target.thread !== undefined && root === undefined) return { kind: 'absent' };
    const channel = await channels.get(target.channel, 'post');
    if (!isChannel(channel)) return notFound(channel, clock.now());
    if (root !== undefined) return this.#inThread(id, threads.channelOf(target.channel, root), since);
    return isForum(channel) ? this.#forums.find(id, target, since) : this.#in(id, target.channel, since);
  }

  /** A thread that is not there holds nothing: it was not opened yet, or deleted. */
  async #inThread(id: DeliveryId, thread: string, since: Instant): Promise<Lookup> {
    const { channels, clock } = this.#deps;
    const found = await channels.get(thread, 'post');
    if (!isChannel(found)) {
      const isMissing = found.kind === 'refused' && found.code === unknownChannel;
      return isMissing ? { kind: 'absent' } : notFound(found, clock.now());
    }
    return this.#in(id, thread, since);
  }

  async #in(id: DeliveryId, channel: string, since: Instant): Promise<Lookup> {
    const { rest, clock, botUserId } = this.#deps;
    let after = snowflakeBefore(since);
    for (let page = 0; page < mostPages; page += 1) {
      const query = { after, limit: pageSize };
      const answer = await rest.call('GET', `/channels/${channel}/messages`, { query, urgency: 'post' });
      if (answer.kind !== 'ok') return notFound(answer, clock.now());
      const messages = groupsIn(answer.data);
      const found = textIn(
        messages.find((one) => isDelivery(one, id, botUserId())),
        'id',
      );
      if (found !== undefined) return { kind: 'found', ref: refOf({ channel, message: found }) };
      if (messages.length === 0 && page === 0) return this.#nothing(channel);
      if (messages.length < pageSize) return { kind: 'absent' };
      after = latest(messages, after);
    }
    return { kind: 'unsearchable', reason: 'too much was said in the channel since' };
  }

  /** To whom may not read the history Discord shows an empty one. */
  async #nothing(channel: string): Promise<Lookup> {
    const mayRead = await this.#deps.rights.mayReadHistory(channel);
    if (mayRead === true) return { kind: 'absent' };
    if (mayRead === undefined) return { kind: 'retry', reason: 'Discord did not say what the bot may do there' };
    return { kind: 'unsearchable', reason: "the bot lacks Read Message History in the channel's permissions" };
  }
}

/** After an id come the messages that follow it at once, in whatever order. */
const latest = (messages: readonly Data[], after: string): string =>
  messages
    .flatMap((one) => textIn(one, 'id') ?? [])
    .reduce((largest, one) => (BigInt(one) > BigInt(largest) ? one : largest), after);
