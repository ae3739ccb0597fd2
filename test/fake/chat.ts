import type { Clock, Instant } from '../../src/kernel/clock.js';
import type {
  AdapterId,
  ChatAdapter,
  DeliveryId,
  EditOutcome,
  InboundSink,
  Lookup,
  MessageRef,
  Order,
  PostOutcome,
  PostRequest,
  ReactionEvent,
  ReadBack,
  Reply,
  Rights,
  Suggestion,
  Target,
  User,
} from '../../src/platform/adapter.js';
import type { Limits } from '../../src/view/limits.js';
import { linksIn } from '../../src/view/links.js';
import type { MessageView } from '../../src/view/view.js';
import { type Answer, ChatAnswers } from './chat-answers.js';
import { ChatHistory, type ChatMessage } from './chat-history.js';
import { assertFits, chatLimits } from './chat-limits.js';
import { ChatSeeds } from './chat-seeds.js';
import { ChatTroubles, type Trouble, waitOf } from './chat-trouble.js';

type Asked = 'start' | 'stop' | 'post' | 'replace' | 'list' | 'find' | 'mayManage' | 'seed' | 'direct';

interface FakeChatOptions {
  readonly clock: Clock;
  readonly id?: string;
  readonly limits?: Partial<Limits>;
  /** How exactly a read-back knows its own time, as with an HTTP `Date` of whole seconds; 0 is exact. */
  readonly readPrecisionMs?: number;
}

/**
 * A chat platform in memory, strict: views that do not fit, foreign targets and reactions on unknown messages throw.
 * People act through `react`, `unreact`, `delete`, `type`, `press`; trouble is told in advance by `next…`. Events reach the
 * sink while it is started and `losing` is false; with `holding` they wait in `held`, to be delivered in any order.
 */
export class FakeChat implements ChatAdapter {
  readonly id: AdapterId;
  readonly limits: Limits;
  /** Every call of the port, in order. */
  readonly asked: Asked[] = [];
  readonly held: ReactionEvent[] = [];
  readonly managers = new Set<string>();
  losing = false;
  holding = false;
  /** While it is, answers to commands cannot be sent. */
  deaf = false;
  /** How `lookup` answers. */
  searchable: 'yes' | 'unsearchable' | 'retry' = 'yes';
  /** Runs once, after the next read-back took its set and before it answers: an event that races the read. */
  duringRead: (() => Promise<void>) | undefined;

  readonly #clock: Clock;
  readonly #readPrecisionMs: number;
  readonly #history: ChatHistory;
  readonly #troubles: ChatTroubles;
  #sink: InboundSink | undefined;
  #order = 0;

  constructor({ clock, id = 'chat', limits = {}, readPrecisionMs = 1000 }: FakeChatOptions) {
    this.id = id as AdapterId;
    this.limits = { ...chatLimits, ...limits };
    this.#clock = clock;
    this.#troubles = new ChatTroubles(clock);
    this.#history = new ChatHistory(this.id);
    this.#readPrecisionMs = readPrecisionMs;
  }

  readonly links = { to: async (ref: MessageRef) => `https://chat.example/${ref.key}` };
  readonly edit = { replace: (ref: MessageRef, view: MessageView) => this.#replace(ref, view) };
  readonly seeds = new ChatSeeds();
  readonly reactions = {
    list: (ref: MessageRef) => this.#read(ref),
    seed: async (ref: MessageRef, emoji: string): Promise<EditOutcome> => {
      this.asked.push('seed');
      return this.seeds.put(ref, emoji);
    },
  };
  readonly direct = {
    open: async ({ id, workspace }: User): Promise<Target> => {
      this.asked.push('direct');
      return this.channel(`D-${id}`, workspace);
    },
  };
  readonly lookup = {
    settleMs: 30_000,
    find: (id: DeliveryId, target: Target, since: Instant) => this.#find(id, target, since),
  };
  /** What the bot lacks, by channel. */
  readonly lacking = new Map<string, readonly string[]>();
  readonly rights = {
    inspect: async ({ channel }: Target): Promise<Rights> => ({
      place: `#${channel}`,
      missing: this.lacking.get(channel) ?? [],
    }),
  };
  readonly permissions = {
    who: 'whoever is a manager',
    mayManage: async (user: User): Promise<boolean> => {
      this.asked.push('mayManage');
      return this.managers.has(user.id);
    },
  };

  async start(sink: InboundSink): Promise<void> {
    this.asked.push('start');
    this.#sink = sink;
  }

  async stop(): Promise<void> {
    this.asked.push('stop');
    this.#sink = undefined;
  }

  post(request: PostRequest): Promise<PostOutcome> {
    const { id, target, view } = request;
    this.asked.push('post');
    if (id.length > 40) throw new Error(`The delivery id ${id} is too long.`);
    assertFits(view, this.limits);
    return this.#troubles.post(request, () => {
      if (target.thread !== undefined && !this.#history.has(target.thread)) {
        return { kind: 'rejected', reason: 'thread_not_found', detail: target.thread.key };
      }
      return { kind: 'posted', ref: this.#history.keep(id, target, this.#clock.now(), view) };
    });
  }

  /** What the next posts (edits, read-backs) meet, in order; after that all is well again. */
  nextPosts(...troubles: Trouble[]): void {
    this.#troubles.posts.push(...troubles);
  }
  nextEdits(...troubles: Trouble[]): void {
    this.#troubles.edits.push(...troubles);
  }
  nextReads(...troubles: Trouble[]): void {
    this.#troubles.reads.push(...troubles);
  }
  /** From now on posts and edits in this workspace take so long. */
  slow(workspace: string, ms: number): void {
    this.#troubles.slowMs.set(workspace, ms);
  }

  /** The messages that exist, oldest first. */
  get messages(): readonly ChatMessage[] {
    return this.#history.messages;
  }
  /** What a message says now. Throws when there is none. */
  shown(ref: MessageRef): MessageView {
    const view = this.#history.message(ref).views.at(-1);
    if (view === undefined) throw new Error(`Message ${ref.key} has no view.`);
    return view;
  }

  standing(ref: MessageRef): readonly { readonly user: string; readonly emoji: string }[] {
    return this.#history.standing(ref);
  }

  count(what: Asked): number {
    return this.asked.filter((call) => call === what).length;
  }

  react(user: string, ref: MessageRef, emoji: string): Promise<void> {
    return this.#change(user, ref, emoji, true);
  }

  unreact(user: string, ref: MessageRef, emoji: string): Promise<void> {
    return this.#change(user, ref, emoji, false);
  }

  async delete(ref: MessageRef): Promise<void> {
    this.#history.remove(ref);
    if (!this.losing) await this.#sink?.gone([ref]);
  }

  /** Types `/paper <text>` and returns the answers. */
  async type(user: string, target: Target, text: string): Promise<readonly Answer[]> {
    return this.#answers((sink, reply) => sink.command({ user: this.user(user, target), target, text }, reply));
  }

  async press(user: string, target: Target, action: string): Promise<readonly Answer[]> {
    return this.#answers((sink, reply) =>
      sink.act({ user: this.user(user, target), target, action, order: this.#nextOrder() }, reply),
    );
  }

  suggest(user: string, target: Target, text: string): Promise<readonly Suggestion[]> {
    return this.#started().suggest({ user: this.user(user, target), target, text });
  }

  channel(channel: string, workspace = 'lab'): Target {
    return { adapter: this.id, workspace, channel };
  }

  user(id: string, { workspace }: { readonly workspace: string }): User {
    return { adapter: this.id, workspace, id };
  }

  async #answers(ask: (sink: InboundSink, reply: Reply) => Promise<void>): Promise<readonly Answer[]> {
    const reply = new ChatAnswers(this.limits, this.deaf);
    await ask(this.#started(), reply);
    return reply.answers;
  }

  async #change(user: string, ref: MessageRef, emoji: string, present: boolean): Promise<void> {
    const { target } = this.#history.message(ref);
    this.#history.react(ref, { user, emoji }, present);
    const event: ReactionEvent = { message: ref, target, user, emoji, present, order: this.#nextOrder() };
    if (this.losing) return;
    if (this.holding) this.held.push(event);
    else await this.deliver(event);
  }

  /** Hands an event to the sink, as often and as late as a test wants. */
  async deliver(event: ReactionEvent): Promise<void> {
    await this.#sink?.reaction(event);
  }

  async #replace(ref: MessageRef, view: MessageView): Promise<EditOutcome> {
    this.asked.push('replace');
    assertFits(view, this.limits);
    const place = this.#history.has(ref) ? this.#history.message(ref).target : undefined;
    return this.#troubles.edit(ref, place, () => this.#history.replace(ref, view));
  }

  async #read(ref: MessageRef): Promise<ReadBack> {
    this.asked.push('list');
    const trouble = this.#troubles.reads.shift();
    const wait = waitOf(trouble);
    if (wait !== undefined) return wait;
    if (!this.#history.has(ref) || trouble?.kind === 'gone') return { kind: 'gone' };
    const reactions = this.standing(ref);
    const [from, until] = this.#readTimes();
    const race = this.duringRead;
    this.duringRead = undefined;
    await race?.();
    return { kind: 'read', reactions, from, until };
  }

  #readTimes(): readonly [Order, Order] {
    if (this.#readPrecisionMs === 0) {
      const exact = this.#nextOrder();
      return [exact, exact];
    }
    const from = Math.floor(this.#clock.now() / this.#readPrecisionMs) * this.#readPrecisionMs * 1000;
    return [from as Order, (from + this.#readPrecisionMs * 1000) as Order];
  }

  async #find(id: DeliveryId, target: Target, since: Instant): Promise<Lookup> {
    this.asked.push('find');
    if (this.searchable === 'retry') return { kind: 'retry', reason: 'asked to wait' };
    if (this.searchable === 'unsearchable') return { kind: 'unsearchable', reason: 'no right to read the history' };
    const found = this.messages.find(
      (message) =>
        message.id === id &&
        message.target.channel === target.channel &&
        message.target.thread?.key === target.thread?.key &&
        message.postedAt >= since,
    );
    if (found === undefined) return { kind: 'absent' };
    return { kind: 'found', ref: found.ref, shown: { at: found.postedAt, links: linksIn(this.shown(found.ref)) } };
  }

  #started(): InboundSink {
    if (this.#sink === undefined) throw new Error('The platform is not started.');
    return this.#sink;
  }

  #nextOrder(): Order {
    this.#order = Math.max(this.#order + 1, this.#clock.now() * 1000);
    return this.#order as Order;
  }
}
