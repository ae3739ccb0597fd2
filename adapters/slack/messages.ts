import { type Clock, type Instant, instant } from '../../src/kernel/clock.js';
import type {
  DeliveryId,
  EditOutcome,
  Lookup,
  MessageRef,
  Order,
  PostOutcome,
  PostRequest,
  ReadBack,
  Target,
} from '../../src/platform/adapter.js';
import type { MessageView } from '../../src/view/view.js';
import type { AccessSource } from './access.js';
import { type Data, groupOf, listOf, type Timing, textIn } from './answer.js';
import type { Caller } from './caller.js';
import { emojiOf, slackNameOf } from './emoji.js';
import { linksIn } from './links.js';
import { atTs, orderAt, tsAt } from './order.js';
import { editOutcome, postOutcome, unread } from './outcome.js';
import { placeOf, refOf } from './ref.js';
import { renderMessage } from './render.js';

/** What our posts carry that no reader sees: it finds them again. */
const eventType = 'broadsheet_post';
/** So many messages a page, which is what Slack advises (https://docs.slack.dev/reference/methods/conversations.history). */
const pageSize = 200;
/** A channel in which more was said since a post was tried is not searched to its end. */
const mostPages = 25;
const secondMs = 1_000;

interface MessagesDeps {
  readonly caller: Caller;
  readonly access: AccessSource;
  readonly clock: Clock;
  /** Programs do not vote. Of somebody unknown it is found out, in the background. */
  readonly isProgram: (team: string, user: string) => boolean;
}

/** Our messages in Slack: posted, edited, found again, and the reactions on them. */
export class Messages {
  readonly #deps: MessagesDeps;

  constructor(deps: MessagesDeps) {
    this.#deps = deps;
  }

  async post({ id, target, view, signal }: PostRequest): Promise<PostOutcome> {
    const { workspace: team, channel, thread } = target;
    const root = thread === undefined ? undefined : placeOf(thread)?.ts;
    if (thread !== undefined && root === undefined) {
      return { kind: 'rejected', reason: 'no such thread', detail: thread.key };
    }
    const args = {
      channel,
      ...renderMessage(view),
      ...(root === undefined ? {} : { thread_ts: root }),
      metadata: { event_type: eventType, event_payload: { delivery: id } },
      unfurl_links: false,
      unfurl_media: false,
    };
    const { caller, clock } = this.#deps;
    const answer = await caller.call(team, 'chat.postMessage', args, { urgency: 'post', signal });
    return postOutcome(answer, team, channel, clock.now());
  }

  async replace(ref: MessageRef, view: MessageView): Promise<EditOutcome> {
    const place = placeOf(ref);
    if (place === undefined) return { kind: 'gone' };
    const args = { channel: place.channel, ts: place.ts, ...renderMessage(view) };
    const answer = await this.#deps.caller.call(place.team, 'chat.update', args, { urgency: 'edit' });
    return editOutcome(answer, this.#deps.clock.now());
  }

  async seed(ref: MessageRef, emoji: string): Promise<EditOutcome> {
    const place = placeOf(ref);
    if (place === undefined) return { kind: 'gone' };
    const name = slackNameOf(emoji);
    if (name === undefined) return { kind: 'rejected', reason: 'invalid_name', detail: `Slack has no ${emoji}` };
    const args = { channel: place.channel, timestamp: place.ts, name };
    const answer = await this.#deps.caller.call(place.team, 'reactions.add', args, { urgency: 'seed' });
    return editOutcome(answer, this.#deps.clock.now());
  }

  /** Everybody's reactions, programs' left out. */
  async reactions(ref: MessageRef): Promise<ReadBack> {
    const place = placeOf(ref);
    if (place === undefined) return { kind: 'gone' };
    const { caller, clock, access } = this.#deps;
    const args = { channel: place.channel, timestamp: place.ts, full: true };
    const answer = await caller.call(place.team, 'reactions.get', args, { urgency: 'read', timed: true });
    if (answer.kind !== 'ok') {
      const why = unread(answer, clock);
      return why.kind === 'closed' ? { kind: 'unreadable', reason: why.reason } : why;
    }
    const bot = await access.of(place.team);
    return this.#readBack(
      { team: place.team, botUserId: bot?.botUserId },
      answer.data,
      answer.timing ?? { at: clock.now(), tookMs: 0 },
    );
  }

  /** Reactions of which Slack lists fewer people than it counts are a part of the set, and no set to compare with. */
  #readBack({ team, botUserId }: Us, data: Data, timing: Timing): ReadBack {
    const reactions = listOf(groupOf(data.message).reactions).map(groupOf);
    const parts = reactions.map((one) => ({
      name: textIn(one, 'name') ?? '',
      count: one.count,
      users: listOf(one.users),
    }));
    if (parts.some(({ count, users }) => typeof count === 'number' && count > users.length)) {
      return { kind: 'unreadable', reason: 'Slack did not list everybody who reacted' };
    }
    const standing = parts.flatMap(({ name, users }) =>
      users
        .filter((user) => typeof user === 'string')
        .filter((user) => user !== botUserId && !this.#deps.isProgram(team, user))
        .map((user) => ({ user, emoji: emojiOf(name) })),
    );
    return { kind: 'read', reactions: standing, ...windowOf(timing) };
  }

  /** Looks for the delivery among our messages: in the channel, or in the thread that it answers. */
  async find(id: DeliveryId, target: Target, since: Instant): Promise<Lookup> {
    const root = target.thread === undefined ? undefined : placeOf(target.thread)?.ts;
    const where =
      root === undefined ? { method: 'conversations.history' } : { method: 'conversations.replies', ts: root };
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const found = await this.#page(id, target, { ...where, oldest: tsAt(since), cursor });
      if (found.kind !== 'next') return found;
      cursor = found.cursor;
    }
    return { kind: 'unsearchable', reason: 'too much was said in the channel since' };
  }

  async #page(id: DeliveryId, { workspace: team, channel }: Target, search: Search): Promise<Lookup | NextPage> {
    const { caller, clock, access } = this.#deps;
    const { method, ts, oldest, cursor } = search;
    const args = {
      ...{ channel, oldest, inclusive: true, limit: pageSize, include_all_metadata: true },
      ...(ts === undefined ? {} : { ts }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const answer = await caller.call(team, method, args, { urgency: 'post' });
    if (answer.kind !== 'ok') return notFound(unread(answer, clock));
    const bot = await access.of(team);
    const message = listOf(answer.data.messages)
      .map(groupOf)
      .find((one) => isDelivery(one, id, bot?.botUserId));
    const found = message && textIn(message, 'ts');
    if (found !== undefined) {
      const shown = { at: atTs(found), links: linksIn(message?.blocks) };
      return { kind: 'found', ref: refOf({ team, channel, ts: found }), shown };
    }
    const next = textIn(answer.data.response_metadata, 'next_cursor');
    if (next !== undefined) return { kind: 'next', cursor: next };
    if (answer.data.has_more === true) return { kind: 'unsearchable', reason: 'Slack did not show the whole channel' };
    return { kind: 'absent' };
  }
}

interface Us {
  readonly team: string;
  readonly botUserId: string | undefined;
}

interface Search {
  readonly method: string;
  readonly ts?: string;
  readonly oldest: string;
  readonly cursor: string | undefined;
}

interface NextPage {
  readonly kind: 'next';
  readonly cursor: string;
}

/** A thread whose root is gone holds nothing that could be found or sent again. */
function notFound(why: ReturnType<typeof unread>): Lookup {
  if (why.kind === 'gone') return { kind: 'absent' };
  return why.kind === 'closed' ? { kind: 'unsearchable', reason: why.reason } : why;
}

/** Metadata can be written by others as well: only our own message is our delivery. */
function isDelivery(message: Data, id: DeliveryId, botUserId: string | undefined): boolean {
  const metadata = groupOf(message.metadata);
  const isOurs = message.user === undefined || botUserId === undefined || message.user === botUserId;
  return isOurs && metadata.event_type === eventType && groupOf(metadata.event_payload).delivery === id;
}

/**
 * When the set was read, on Slack's own time: its answer is dated to the second, and the set is as old as the request may have taken. An
 * event of that window cannot be put before or after the read.
 */
function windowOf({ at, tookMs }: Timing): { readonly from: Order; readonly until: Order } {
  return { from: orderAt(instant(Math.floor(at - tookMs))), until: orderAt(instant(at + secondMs)) };
}
