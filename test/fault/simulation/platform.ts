import { type Arrival, openArrival, windowOf } from '../../../adapters/discord/order.js';
import type { Clock, Instant } from '../../../src/kernel/clock.js';
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
} from '../../../src/platform/adapter.js';
import type { MessageView } from '../../../src/view/view.js';
import { FakeChat } from '../../fake/chat.js';
import { FakeStorage } from '../../fake/storage.js';
import type { Gate } from './gate.js';
import { frozenText, readView, type ShownView } from './message-view.js';
import type { WorldClock } from './world-clock.js';

/** Discord answers a second post of one nonce with the first for so long. */
const nonceMs = 120_000;

type ChannelState = 'open' | 'left' | 'archived' | 'deleted';

/** A message of an edition that was ever shown to people. */
export interface Shown {
  readonly id: DeliveryId;
  readonly ref: MessageRef;
  readonly target: Target;
  /** In the order of all messages everywhere. */
  readonly place: number;
  readonly postedAt: Instant;
  readonly first: ShownView;
  isDeleted: boolean;
  /** An edit was refused for good: until the next one that is taken it need not show the tally that is. */
  mayBeStale: boolean;
  /** The platform would not take its seeds. */
  mayLackSeeds: boolean;
}

interface PlatformOptions {
  readonly id: 'slack' | 'discord';
  readonly clock: WorldClock;
  readonly told: (line: string) => void;
  /** Something that must never be. */
  readonly wrong: (kind: 'duplicate' | 'wrong', sentence: string) => void;
}

const closedReasons = { left: 'not_in_channel', archived: 'is_archived', deleted: 'channel_not_found' } as const;

/**
 * A chat platform as its people see it: it outlives the processes. Slack knows no nonce and tells times of its own, Discord takes a nonce
 * twice for a while and gives events no time, so that their order is the process's own.
 */
export class Platform {
  readonly chat: FakeChat;
  readonly shown = new Map<string, Shown>();
  /** Deliveries whose search said that nobody can tell, and those that were refused, as the program was told. */
  readonly untold = new Set<string>();
  readonly refused = new Map<string, string>();
  readonly #options: PlatformOptions;
  readonly #byId = new Map<string, Shown>();
  readonly #states = new Map<string, ChannelState>();
  /** A paper in one channel in one place of a list or on one card. */
  readonly #papers = new Map<string, DeliveryId>();
  readonly #storage: FakeStorage;
  #place = 0;
  #sink: InboundSink | undefined;

  constructor(options: PlatformOptions) {
    const { clock, id } = options;
    this.#options = options;
    this.#storage = new FakeStorage(clock);
    const isSlack = id === 'slack';
    this.chat = new FakeChat({
      ...{ clock, id, readPrecisionMs: isSlack ? 1_000 : 0 },
      limits: isSlack ? {} : { messageCharacters: 1_200 },
    });
    this.chat.managers.add('ada');
  }

  /** What the process that runs now hears; undefined while none is connected. */
  get sink(): InboundSink | undefined {
    return this.#sink;
  }

  stateOf = ({ workspace, channel }: Target): ChannelState => this.#states.get(`${workspace}/${channel}`) ?? 'open';

  setState({ workspace, channel }: Target, state: ChannelState): void {
    this.#states.set(`${workspace}/${channel}`, state);
    for (const one of this.in(workspace, channel)) one.mayBeStale = true;
    if (state !== 'open') for (const one of this.in(workspace, channel)) one.mayLackSeeds = true;
  }

  in = (workspace: string, channel: string): readonly Shown[] =>
    [...this.shown.values()].filter(({ target }) => target.workspace === workspace && target.channel === channel);

  /** The message of a delivery, if it ever was shown. */
  byId = (id: string): Shown | undefined => this.#byId.get(id);

  /** The port of one process. */
  port(gate: Gate, clock: Clock): ChatAdapter {
    const { chat } = this;
    const name = this.#options.id;
    let arrival: Arrival | undefined;
    const pass = <T>(what: string, call: () => Promise<T>): Promise<T> => gate.pass(`${name}.${what}`, call);
    return {
      id: chat.id,
      limits: chat.limits,
      start: (sink) =>
        pass('start', async () => {
          if (name === 'discord') arrival = await openArrival(clock, this.#storage);
          await this.#start(heardBy(sink, gate, arrival));
        }),
      stop: () => pass('stop', () => this.#stop()),
      post: (request) => pass('post', () => this.#post(request)),
      edit: { replace: (ref, view) => pass('edit', () => this.#replace(ref, view)) },
      reactions: {
        list: (ref) => pass('list', () => this.#list(ref, arrival)),
        seed: (ref, emoji) => pass('seed', () => this.#seed(ref, emoji)),
      },
      lookup: {
        settleMs: chat.lookup.settleMs,
        find: (id, target, since) => pass('find', () => this.#find(id, target, since)),
      },
      direct: { open: (user) => pass('direct', () => chat.direct.open(user)) },
      rights: { inspect: (target) => pass('rights', () => chat.rights.inspect(target)) },
      permissions: {
        who: chat.permissions.who,
        mayManage: (user) => pass('mayManage', () => chat.permissions.mayManage(user)),
      },
    };
  }

  /** The process that was connected is gone. */
  drop(): void {
    this.#sink = undefined;
  }

  async #start(sink: InboundSink): Promise<void> {
    this.#sink = sink;
    await this.chat.start(sink);
  }

  async #stop(): Promise<void> {
    this.#sink = undefined;
    await this.chat.stop();
  }

  async #post(request: PostRequest): Promise<PostOutcome> {
    const { told, id: platform, clock } = this.#options;
    const { id, target } = request;
    const state = this.stateOf(target);
    if (state !== 'open')
      return this.#refuse(id, { kind: 'rejected', reason: closedReasons[state], detail: 'closed', closed: true });
    const before = this.#byId.get(id);
    if (platform === 'discord' && before?.isDeleted === false && clock.now() - before.postedAt < nonceMs) {
      told(`${platform} same nonce ${id}`);
      return { kind: 'posted', ref: before.ref };
    }
    const outcome = await this.chat.post(request).finally(() => this.#noteNew());
    told(`${platform} post ${id} ${outcome.kind}`);
    return outcome.kind === 'rejected' ? this.#refuse(id, outcome) : outcome;
  }

  #refuse(id: string, outcome: Extract<PostOutcome, { kind: 'rejected' }>): PostOutcome {
    this.refused.set(id, `${outcome.reason}: ${outcome.detail}`);
    return outcome;
  }

  /** Writes down what was posted, also where the program will not be told. */
  #noteNew(): void {
    const { messages } = this.chat;
    const fresh: (typeof messages)[number][] = [];
    for (let index = messages.length - 1; index >= 0; index -= 1) {
      const message = messages[index];
      if (message === undefined || this.shown.has(message.ref.key)) break;
      fresh.unshift(message);
    }
    for (const { id, ref, target, postedAt, views } of fresh) {
      const [view] = views;
      this.#place += 1;
      const first = readView(view ?? { summary: '', blocks: [] });
      const marks = { isDeleted: false, mayBeStale: false, mayLackSeeds: false };
      const shown: Shown = { id, ref, target, place: this.#place, postedAt, first, ...marks };
      this.shown.set(ref.key, shown);
      if (!target.channel.startsWith('D-')) this.#look(shown, view?.summary ?? '');
      this.#byId.set(id, shown);
    }
  }

  /** Nothing may be shown twice. */
  #look({ id, target, first }: Shown, summary: string): void {
    const { wrong, id: platform } = this.#options;
    const where = `${platform}:${target.workspace}/${target.channel}`;
    if (this.#byId.has(id)) wrong('duplicate', `${where} shows ${summary.slice(0, 60)} (${id}) twice`);
    const things = [
      ...first.papers.map(({ key }) => `paper ${key} (${first.voting})`),
      ...(first.heading === undefined ? [] : [first.heading]),
      ...(first.heading === undefined && first.papers.length === 0 ? [`the line ${summary}`] : []),
    ];
    for (const thing of things) {
      const before = this.#papers.get(`${where} ${thing}`);
      if (before !== undefined && before !== id)
        wrong('duplicate', `${where} shows ${thing} in ${before} and in ${id}`);
      this.#papers.set(`${where} ${thing}`, id);
    }
  }

  async #replace(ref: MessageRef, view: MessageView): Promise<EditOutcome> {
    const { told, wrong, id } = this.#options;
    const shown = this.shown.get(ref.key);
    if (shown === undefined) throw new Error(`There never was a message ${ref.key}.`);
    if (frozenText(readView(view)) !== frozenText(shown.first)) {
      wrong('wrong', `${ref.key} would be edited to ${frozenText(readView(view))} from ${frozenText(shown.first)}`);
    }
    const outcome = await this.#edited(shown, ref, view);
    told(`${id} edit ${ref.key} ${outcome.kind}`);
    if (outcome.kind === 'rejected') shown.mayBeStale = true;
    if (outcome.kind === 'edited') shown.mayBeStale = false;
    return outcome;
  }

  async #edited({ target }: Shown, ref: MessageRef, view: MessageView): Promise<EditOutcome> {
    const state = this.stateOf(target);
    if (state === 'deleted') return { kind: 'gone' };
    if (state !== 'open') return { kind: 'rejected', reason: closedReasons[state], detail: 'closed' };
    return this.chat.edit.replace(ref, view);
  }

  async #list(ref: MessageRef, arrival: Arrival | undefined): Promise<ReadBack> {
    const shown = this.shown.get(ref.key);
    if (shown !== undefined && this.stateOf(shown.target) === 'left')
      return { kind: 'unreadable', reason: 'not_in_channel' };
    const begun = arrival?.next();
    const read = await this.chat.reactions.list(ref);
    this.#options.told(`${this.#options.id} list ${ref.key} ${read.kind}`);
    if (read.kind !== 'read' || arrival === undefined || begun === undefined) return read;
    return { ...read, ...windowOf(begun, arrival.next()) };
  }

  async #seed(ref: MessageRef, emoji: string): Promise<EditOutcome> {
    const shown = this.shown.get(ref.key);
    const state = shown === undefined ? 'open' : this.stateOf(shown.target);
    const outcome: EditOutcome =
      state === 'open'
        ? await this.chat.reactions.seed(ref, emoji)
        : { kind: 'rejected', reason: state, detail: 'closed' };
    if (outcome.kind === 'rejected' && shown !== undefined) shown.mayLackSeeds = true;
    this.#options.told(`${this.#options.id} seed ${ref.key} ${emoji} ${outcome.kind}`);
    return outcome;
  }

  async #find(id: DeliveryId, target: Target, since: Instant): Promise<Lookup> {
    const state = this.stateOf(target);
    const isReadable = state === 'open' || state === 'archived';
    const found: Lookup = isReadable
      ? await this.chat.lookup.find(id, target, since)
      : { kind: 'unsearchable', reason: closedReasons[state] };
    if (found.kind === 'unsearchable') this.untold.add(id);
    this.#options.told(`${this.#options.id} find ${id} ${found.kind}`);
    return found;
  }
}

class Unheard extends Error {}

/** What people do, as one process hears it: in Discord's order, and not at all once it is dead. */
function heardBy(sink: InboundSink, gate: Gate, arrival: Arrival | undefined): InboundSink {
  const heard = <T>(hear: () => Promise<T>): Promise<T> => {
    const died = gate.died.then((): never => {
      throw new Unheard('The process died.');
    });
    return gate.isDead ? died : Promise.race([hear(), died]);
  };
  const stamped = <Event extends Parameters<InboundSink['reaction' | 'act']>[0]>(event: Event): Event =>
    arrival === undefined ? event : { ...event, order: arrival.next() };
  return {
    command: (event, reply) => heard(() => sink.command(event, reply)),
    act: (event, reply) => heard(() => sink.act(stamped(event), reply)),
    suggest: (event) => heard(() => sink.suggest(event)),
    reaction: (event) => heard(() => sink.reaction(stamped(event))),
    doubtful: (workspace, refs) => heard(() => sink.doubtful(workspace, refs)),
    gone: (refs) => heard(() => sink.gone(refs)),
    missed: (workspace) => heard(() => sink.missed(workspace)),
    home: (user) => heard(() => sink.home(user)),
    unfurl: (links, target) => heard(() => sink.unfurl(links, target)),
    joined: (event) => heard(() => sink.joined(event)),
    closed: (target, reason) => heard(() => sink.closed(target, reason)),
    ended: (workspace, reason) => heard(() => sink.ended(workspace, reason)),
    program: (user) => heard(() => sink.program(user)),
  };
}
