import type { Clock, Instant } from '../../src/kernel/clock.js';
import type { DeliveryId, Lookup, Target } from '../../src/platform/adapter.js';
import type { Failure } from './answer.js';
import { type Channels, isChannel, isForum } from './channels.js';
import { unknownChannel } from './errors.js';
import { ForumSearch } from './forum-search.js';
import { type Data, groupsIn, textIn } from './json.js';
import { foundAmong, indistinct, isDoubtful, notFound } from './lookup.js';
import type { Rights } from './permissions.js';
import { placeOf } from './ref.js';
import type { RestApi } from './rest-api.js';
import type { Threads } from './threads.js';

/** So many messages a page at most (https://discord.com/developers/docs/resources/message#get-channel-messages). */
const pageSize = 100;
/** Whoever stands in for Discord may show fewer a page than were asked for, but not fewer than that. */
const leastPageSize = 50;
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

/** What was read of a channel so far. */
interface Read {
  readonly ids: Set<string>;
  /** One of our messages may be any. */
  isDoubtful: boolean;
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

  /** From the newest message back to the first that is older: by what messages say of themselves, whatever ids look like. */
  async #in(id: DeliveryId, channel: string, since: Instant): Promise<Lookup> {
    const read: Read = { ids: new Set(), isDoubtful: false };
    let before: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const messages = await this.#page(channel, before);
      if ('kind' in messages) return notFound(messages, this.#deps.clock.now());
      const found = foundAmong(messages, id, channel, this.#deps.botUserId());
      if (found !== undefined) return found;
      read.isDoubtful ||= this.#isDoubtful(messages, since);
      const isNew = added(messages, read.ids);
      if (!isNew || isEnd(messages, since, page)) return this.#unfound(messages, read, isNew, channel);
      before = textIn(messages.at(-1), 'id');
    }
    return { kind: 'unsearchable', reason: 'too much was said in the channel since' };
  }

  async #unfound(last: readonly Data[], read: Read, isNew: boolean, channel: string): Promise<Lookup> {
    if (!isNew && last.length >= leastPageSize) return unturned;
    return read.isDoubtful ? indistinct : this.#absent(read, channel);
  }

  #isDoubtful(messages: readonly Data[], since: Instant): boolean {
    return messages.some((one) => !isBefore(one, since) && isDoubtful(one, this.#deps.botUserId()));
  }

  async #page(channel: string, before: string | undefined): Promise<readonly Data[] | Failure> {
    const query = { limit: pageSize, ...(before === undefined ? {} : { before }) };
    const answer = await this.#deps.rest.call('GET', `/channels/${channel}/messages`, { query, urgency: 'post' });
    return answer.kind === 'ok' ? groupsIn(answer.data) : answer;
  }

  /** To whom may not read the history Discord shows an empty one. */
  async #absent(read: Read, channel: string): Promise<Lookup> {
    if (read.ids.size > 0) return { kind: 'absent' };
    const mayRead = await this.#deps.rights.mayReadHistory(channel);
    if (mayRead === true) return { kind: 'absent' };
    if (mayRead === undefined) return { kind: 'retry', reason: 'Discord did not say what the bot may do there' };
    return { kind: 'unsearchable', reason: "the bot lacks Read Message History in the channel's permissions" };
  }
}

/** Whoever stands in for Discord may begin every page anew. */
const unturned: Lookup = {
  kind: 'unsearchable',
  reason: "Discord does not show more than the channel's last messages",
};

/** Whether any of them was not there yet. */
function added(messages: readonly Data[], seen: Set<string>): boolean {
  const before = seen.size;
  for (const one of messages) seen.add(textIn(one, 'id') ?? '');
  return seen.size > before;
}

const isBefore = (message: Data, since: Instant): boolean => Date.parse(textIn(message, 'timestamp') ?? '') < since;

/** A message that does not say when it was written is no reason to stop. */
const isEnd = (messages: readonly Data[], since: Instant, page: number): boolean =>
  (page === 0 && messages.length < leastPageSize) || messages.some((one) => isBefore(one, since));
