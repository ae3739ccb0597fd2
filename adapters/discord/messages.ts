import { ChannelFlags } from 'discord.js';
import type { Clock, Instant } from '../../src/kernel/clock.js';
import type { Log } from '../../src/kernel/log.js';
import type {
  DeliveryId,
  EditOutcome,
  Lookup,
  MessageRef,
  PostOutcome,
  PostRequest,
  ReadBack,
  Target,
} from '../../src/platform/adapter.js';
import type { MessageView } from '../../src/view/view.js';
import type { Answer } from './answer.js';
import type { Bursts } from './bursts.js';
import { type Channel, type Channels, isChannel, isForum } from './channels.js';
import { Crossposts } from './crossposts.js';
import { discordEmojiOf, type NamedEmoji } from './emoji.js';
import { isUnnamed, isWrongChannel, unknownChannel, unknownMessage } from './errors.js';
import { groupsIn, textIn } from './json.js';
import { nonceOf } from './nonce.js';
import type { Arrival } from './order.js';
import { editOutcome, failedPost, forumOutcome, postOutcome, replyOutcome } from './outcome.js';
import { Rights } from './permissions.js';
import { Recent } from './recent.js';
import { type Place, placeOf } from './ref.js';
import { renderMessage } from './render.js';
import type { RestApi } from './rest-api.js';
import { Search } from './search.js';
import { Standing } from './standing.js';
import { archiveMinutes, Threads } from './threads.js';
import { titleOf } from './title.js';

const emojiFreshMs = 60_000;

interface MessagesDeps {
  readonly rest: RestApi;
  readonly channels: Channels;
  readonly clock: Clock;
  readonly log: Log;
  /** Events of reactions are put in order by it, too. */
  readonly arrival: Arrival;
  readonly named: NamedEmoji;
  readonly botUserId: () => string;
  readonly bursts: Pick<Bursts, 'found'>;
  /** Whether posts in announcement channels are published to the channels that follow them. */
  readonly crosspost: boolean;
}

/** Our messages in Discord: posted, edited, found again, and the reactions on them. */
export class Messages {
  readonly #deps: MessagesDeps;
  readonly #threads: Threads;
  readonly #standing: Standing;
  readonly #search: Search;
  readonly #crossposts: Crossposts;
  /** By server: a morning puts the same ones on many posts. */
  readonly #emoji: Recent<ReadonlyMap<string, string>>;

  constructor(deps: MessagesDeps) {
    this.#deps = deps;
    this.#threads = new Threads(deps);
    this.#standing = new Standing(deps);
    this.#search = new Search({ ...deps, threads: this.#threads, rights: new Rights(deps) });
    this.#crossposts = new Crossposts(deps);
    this.#emoji = new Recent(deps.clock, emojiFreshMs);
  }

  async post(request: PostRequest): Promise<PostOutcome> {
    const { thread, channel } = request.target;
    if (thread !== undefined) return this.#reply(request, thread);
    const known = this.#deps.channels.known(channel);
    const isPlain = known === undefined || !isForum(known);
    const answer = isPlain ? await this.#write(request, channel) : undefined;
    // That it is a forum is asked only of a channel that takes no messages: all others would need one request more.
    const isAsked = answer === undefined || takesNoMessages(answer, known);
    const forum = isAsked ? await this.#forum(request) : undefined;
    const outcome = forum ?? postOutcome(answer ?? nothing, channel, this.#deps.clock.now());
    if (outcome.kind === 'posted') this.#posted(outcome.ref, request.view);
    return outcome;
  }

  /** Discord takes the new components for all that there are: what finds the message again is sent once more. */
  async replace(ref: MessageRef, view: MessageView, id: DeliveryId): Promise<EditOutcome> {
    const place = placeOf(ref);
    if (place === undefined) return { kind: 'gone' };
    const answer = await this.#deps.rest.call('PATCH', pathOf(place), {
      body: renderMessage(view, { deliveryId: id }),
      urgency: 'edit',
    });
    return editOutcome(answer, this.#deps.clock.now());
  }

  async seed(ref: MessageRef, emoji: string): Promise<EditOutcome> {
    const { rest, clock } = this.#deps;
    const place = placeOf(ref);
    if (place === undefined) return { kind: 'gone' };
    const ids = isOwnEmoji(emoji) ? await this.#emojiIds(place.channel) : new Map<string, string>();
    if ('kind' in ids) return editOutcome(ids, clock.now());
    const name = discordEmojiOf(emoji, (own) => ids.get(own));
    if (name === undefined) return { kind: 'rejected', reason: 'Discord does not have that emoji', detail: emoji };
    const path = `${pathOf(place)}/reactions/${encodeURIComponent(name)}/@me` as const;
    return editOutcome(await rest.call('PUT', path, { urgency: 'seed' }), clock.now());
  }

  /** Everybody's reactions, programs' left out. */
  reactions(ref: MessageRef): Promise<ReadBack> {
    return this.#standing.of(ref);
  }

  async find(id: DeliveryId, target: Target, since: Instant): Promise<Lookup> {
    const lookup = await this.#search.find(id, target, since);
    if (lookup.kind === 'found' && target.thread === undefined) this.#publish(lookup.ref);
    return lookup;
  }

  #write({ id, view, signal }: PostRequest, channel: string): Promise<Answer> {
    const body = { ...renderMessage(view, { deliveryId: id }), ...nonceOf(id) };
    return this.#deps.rest.call('POST', `/channels/${channel}/messages`, { body, urgency: 'post', signal });
  }

  /** A post of its own in a forum; undefined when the channel is none. Discord knows no nonce there: what was lost is looked for. */
  async #forum({ id, target, view, signal }: PostRequest): Promise<PostOutcome | undefined> {
    const { rest, channels, clock } = this.#deps;
    const channel = await channels.get(target.channel, 'post');
    if (!isChannel(channel)) return notPosted(channel, clock.now());
    if (!isForum(channel)) return undefined;
    const body = {
      ...{ name: titleOf(view), auto_archive_duration: archiveMinutes },
      message: renderMessage(view, { deliveryId: id }),
      ...tagsOf(channel),
    };
    const answer = await rest.call('POST', `/channels/${channel.id}/threads`, { body, urgency: 'post', signal });
    return forumOutcome(answer, clock.now());
  }

  async #reply(request: PostRequest, thread: MessageRef, mayReopen = true): Promise<PostOutcome> {
    const root = placeOf(thread);
    if (root === undefined) return { kind: 'rejected', reason: 'no such thread', detail: thread.key };
    const { target, view, signal } = request;
    const { clock } = this.#deps;
    const channel = await this.#threads.open(target.channel, root, view, signal);
    if (typeof channel !== 'string') return replyOutcome(notOpened(channel, clock.now()), channel);
    const answer = await this.#write(request, channel);
    // Somebody deleted the thread that was there a while ago.
    const isDeleted = isRefused(answer, (code) => code === unknownChannel) && this.#threads.forget(root);
    if (isDeleted && mayReopen) return this.#reply(request, thread, false);
    return replyOutcome(postOutcome(answer, channel, clock.now()), answer);
  }

  #posted(ref: MessageRef, view: MessageView): void {
    const place = placeOf(ref);
    if (place === undefined) return;
    this.#threads.posted(place.message, view);
    this.#publish(ref);
  }

  #publish(ref: MessageRef): void {
    const place = placeOf(ref);
    if (this.#deps.crosspost && place !== undefined) void this.#crossposts.publish(place);
  }

  /** The ids of a server's own emoji, by their names. */
  async #emojiIds(id: string): Promise<ReadonlyMap<string, string> | Exclude<Answer, { readonly kind: 'ok' }>> {
    const { rest, channels } = this.#deps;
    const channel = await channels.get(id, 'seed');
    if (!isChannel(channel)) return channel;
    if (channel.guild === undefined) return new Map();
    const known = this.#emoji.get(channel.guild);
    if (known !== undefined) return known;
    const answer = await rest.call('GET', `/guilds/${channel.guild}/emojis`, { urgency: 'seed' });
    if (answer.kind !== 'ok') return answer;
    const ids = new Map(groupsIn(answer.data).map((one) => [textIn(one, 'name') ?? '', textIn(one, 'id') ?? '']));
    this.#emoji.put(channel.guild, ids);
    return ids;
  }
}

const nothing: Answer = { kind: 'unsent', reason: 'there was nowhere to post it' };

const pathOf = ({ channel, message }: Place): `/${string}` => `/channels/${channel}/messages/${message}`;

const isOwnEmoji = (emoji: string): boolean => emoji.startsWith(':');

const isRefused = (answer: Answer, by: (code: number) => boolean): boolean =>
  answer.kind === 'refused' && by(answer.code);

/** By Discord's code; one that has none is asked about when nothing is known of the channel. */
const takesNoMessages = (answer: Answer, known: Channel | undefined): boolean =>
  isRefused(answer, isWrongChannel) || (known === undefined && isUnnamed(answer));

/** A forum that asks for a tag takes any. */
const tagsOf = ({ flags, tags: [tag] }: Channel): { readonly applied_tags?: readonly string[] } =>
  (flags & ChannelFlags.RequireTag) !== 0 && tag !== undefined ? { applied_tags: [tag] } : {};

/** What was asked before the post itself may be lost: of the post nothing was sent. */
function notPosted(answer: Exclude<Answer, { readonly kind: 'ok' }>, now: Instant): PostOutcome {
  const outcome = failedPost(answer, now);
  return outcome.kind === 'unknown' ? { kind: 'retry', reason: outcome.reason } : outcome;
}

/** As `notPosted`, of the thread that the post belongs in. */
function notOpened(answer: Exclude<Answer, { readonly kind: 'ok' }>, now: Instant): PostOutcome {
  if (answer.kind === 'refused' && answer.code === unknownMessage) {
    return { kind: 'rejected', reason: 'the message that it belongs to was deleted', detail: answer.detail };
  }
  return notPosted(answer, now);
}
