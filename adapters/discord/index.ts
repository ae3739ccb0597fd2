import { atMost } from '../../src/kernel/at-most.js';
import type { Instant } from '../../src/kernel/clock.js';
import type {
  ChatAdapter,
  DeliveryId,
  EditOutcome,
  InboundSink,
  Lookup,
  MessageRef,
  PostOutcome,
  PostRequest,
  ReadBack,
  Target,
  User,
} from '../../src/platform/adapter.js';
import type { AdapterContext, AdapterFactory } from '../../src/platform/adapter-factory.js';
import type { MessageView } from '../../src/view/view.js';
import { openDirect } from './channel-reply.js';
import type { DiscordSettings } from './config.js';
import { Gateway } from './gateway.js';
import { Happenings } from './happenings.js';
import { discordLimits } from './limits.js';
import { type Office, openOffice } from './office.js';
import { addressOf, discordId, targetOf } from './ref.js';

/** A search that begins earlier may miss a message that is still on its way. */
const settleMs = 30_000;

/** For what ends by itself, even where there is no time left. */
const shortlyMs = 100;

const notRunning = 'the bot is stopping';

/** Discord as a platform: one bot in as many guilds as invited it. */
class Discord implements ChatAdapter {
  readonly id = discordId;
  readonly limits = discordLimits;
  readonly #settings: DiscordSettings;
  readonly #context: AdapterContext;
  readonly #stopping = new AbortController();
  #office: Promise<Office> | undefined;
  #gateway: Gateway | undefined;
  #stopped: Promise<void> | undefined;

  constructor(settings: DiscordSettings, context: AdapterContext) {
    this.#settings = settings;
    this.#context = context;
  }

  readonly edit = {
    replace: (ref: MessageRef, view: MessageView, id: DeliveryId) => this.#replace(ref, view, id),
  };
  readonly reactions = {
    list: (ref: MessageRef) => this.#list(ref),
    seed: (ref: MessageRef, emoji: string) => this.#seed(ref, emoji),
  };
  readonly lookup = {
    settleMs,
    find: (id: DeliveryId, target: Target, since: Instant) => this.#find(id, target, since),
  };
  readonly people = { profile: async (user: User) => (await this.#open()).people.profile(user) };
  readonly permissions = {
    who: 'whoever has the permission Manage Server',
    mayManage: async (user: User, target: Target) => (await this.#open()).people.mayManage(user, target),
  };
  readonly rights = { inspect: async (target: Target) => (await this.#open()).rights.inspect(target) };
  readonly links = { to: async (ref: MessageRef, target: Target) => addressOf(ref, target) };
  readonly direct = { open: (user: User) => this.#direct(user) };

  async open(): Promise<void> {
    await this.#open();
  }

  async start(sink: InboundSink): Promise<void> {
    const office = await this.#open();
    if (this.#stopping.signal.aborted) return;
    const { clock, log, storage } = this.#context;
    const happenings = new Happenings({ ...office, clock, log, stopping: this.#stopping.signal });
    const gateway = new Gateway({
      ...{ clock, log, storage, token: this.#settings.token, apiUrl: this.#settings.apiUrl },
      address: (signal) => office.rest.call('GET', '/gateway/bot', { urgency: 'answer', signal }),
      take: (event) => happenings.take(event, sink),
    });
    this.#gateway = gateway;
    await Promise.all([gateway.start(), office.register()]);
  }

  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  async #stop(graceMs: number): Promise<void> {
    this.#stopping.abort('stopping');
    await this.#gateway?.stop(graceMs);
    const closed = this.#office?.then(
      ({ rest }) => rest.close(),
      () => undefined,
    );
    // Discord may still owe the answer who we are.
    if (closed !== undefined) await atMost(this.#context.clock, Math.max(graceMs, shortlyMs), closed);
  }

  async post(request: PostRequest): Promise<PostOutcome> {
    if (this.#stopping.signal.aborted) return { kind: 'retry', reason: notRunning };
    return (await this.#open()).messages.post(request);
  }

  async #replace(ref: MessageRef, view: MessageView, id: DeliveryId): Promise<EditOutcome> {
    return (await this.#open()).messages.replace(ref, view, id);
  }

  async #seed(ref: MessageRef, emoji: string): Promise<EditOutcome> {
    return (await this.#open()).messages.seed(ref, emoji);
  }

  async #list(ref: MessageRef): Promise<ReadBack> {
    return (await this.#open()).messages.reactions(ref);
  }

  async #find(id: DeliveryId, target: Target, since: Instant): Promise<Lookup> {
    return (await this.#open()).messages.find(id, target, since);
  }

  async #direct({ id }: User): Promise<Target | undefined> {
    const { rest } = await this.#open();
    const channel = await openDirect({ rest, clock: this.#context.clock }, id);
    return channel === undefined ? undefined : targetOf(undefined, channel);
  }

  /** Finds out whose token it is. One that Discord does not take is asked for again with the next call. */
  #open(): Promise<Office> {
    this.#office ??= openOffice(this.#settings, this.#context).catch((thrown: unknown) => {
      this.#office = undefined;
      throw thrown;
    });
    return this.#office;
  }
}

/** Makes the adapter. It asks nothing of Discord before `open`, `start` or the first post. */
export const createDiscord: AdapterFactory<DiscordSettings> = async (settings, context) =>
  new Discord(settings, context);
