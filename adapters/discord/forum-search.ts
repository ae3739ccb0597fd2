import { type Clock, type Instant, instant } from '../../src/kernel/clock.js';
import type { DeliveryId, Lookup, Target } from '../../src/platform/adapter.js';
import { type Data, groupOf, groupsIn, textIn } from './json.js';
import { foundAmong, indistinct, isDoubtful, notFound } from './lookup.js';
import { isSnowflake } from './ref.js';
import type { RestApi } from './rest-api.js';
import { snowflakeBefore } from './snowflake.js';

const pageSize = 100;
/** A forum in which more was archived since a post was tried is not searched to its end. */
const mostPages = 10;
/** Discord's clock dates its threads, ours the attempts: so far they may be apart. */
const driftMs = 10 * 60_000;

interface ForumSearchDeps {
  readonly rest: RestApi;
  readonly clock: Clock;
  readonly botUserId: () => string;
}

interface Searched {
  readonly id: DeliveryId;
  readonly forum: string;
  readonly after: string;
  /** Posts of ours that may be any. */
  readonly doubtful: string[];
}

/** Looks for a delivery among the posts of a forum: threads, each with our message as its first. */
export class ForumSearch {
  readonly #deps: ForumSearchDeps;

  constructor(deps: ForumSearchDeps) {
    this.#deps = deps;
  }

  async find(id: DeliveryId, { workspace: guild, channel: forum }: Target, tried: Instant): Promise<Lookup> {
    const { rest, clock } = this.#deps;
    const since = instant(tried - driftMs);
    const searched: Searched = { id, forum, after: snowflakeBefore(since), doubtful: [] };
    const active = await rest.call('GET', `/guilds/${guild}/threads/active`, { urgency: 'post' });
    if (active.kind !== 'ok') return notFound(active, clock.now());
    const found = await this.#among(groupsIn(groupOf(active.data).threads), searched);
    const last = found.kind === 'absent' ? await this.#archived(searched, since) : found;
    return last.kind === 'absent' && searched.doubtful.length > 0 ? indistinct : last;
  }

  /** Those that were archived last come first; none was archived before it was made. */
  async #archived(searched: Searched, since: Instant): Promise<Lookup> {
    const { rest, clock } = this.#deps;
    const path = `/channels/${searched.forum}/threads/archived/public` as const;
    let before: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const query = { limit: pageSize, ...(before === undefined ? {} : { before }) };
      const answer = await rest.call('GET', path, { query, urgency: 'post' });
      if (answer.kind !== 'ok') return notFound(answer, clock.now());
      const { threads, has_more: hasMore } = groupOf(answer.data);
      const listed = groupsIn(threads);
      const found = await this.#among(listed, searched);
      if (found.kind !== 'absent') return found;
      before = textIn(groupOf(listed.at(-1)?.thread_metadata), 'archive_timestamp');
      if (hasMore !== true || before === undefined || Date.parse(before) < since) return found;
    }
    return { kind: 'unsearchable', reason: 'too much was archived in the forum since' };
  }

  async #among(threads: readonly Data[], searched: Searched): Promise<Lookup> {
    for (const post of threads.flatMap((thread) => this.#postIn(thread, searched) ?? [])) {
      const found = await this.#look(post, searched);
      if (found.kind !== 'absent') return found;
    }
    return { kind: 'absent' };
  }

  /** The id of a thread that may be the post; whoever stands in for Discord may not say whose it is. */
  #postIn(thread: Data, { forum, after }: Searched): string | undefined {
    const post = textIn(thread, 'id');
    if (post === undefined || !isSnowflake(post) || thread.parent_id !== forum) return undefined;
    const owner = textIn(thread, 'owner_id') ?? this.#deps.botUserId();
    return owner === this.#deps.botUserId() && BigInt(post) > BigInt(after) ? post : undefined;
  }

  /** Whether a post's first message, which has its id, is the delivery; one that was deleted is not. */
  async #look(post: string, { id, doubtful }: Searched): Promise<Lookup> {
    const { rest, clock, botUserId } = this.#deps;
    const answer = await rest.call('GET', `/channels/${post}/messages/${post}`, { urgency: 'post' });
    if (answer.kind !== 'ok') return notFound(answer, clock.now());
    const message = groupOf(answer.data);
    const found = foundAmong([message], id, post, botUserId());
    if (found !== undefined) return found;
    if (isDoubtful(message, botUserId())) doubtful.push(post);
    return { kind: 'absent' };
  }
}
