import { atMost } from '../../src/kernel/at-most.js';
import { reasonOf } from '../../src/kernel/errors.js';
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
  User,
} from '../../src/platform/adapter.js';
import type { AdapterContext, AdapterFactory } from '../../src/platform/adapter-factory.js';
import type { Limits } from '../../src/view/limits.js';
import { linksIn } from '../../src/view/links.js';
import type { MessageView } from '../../src/view/view.js';
import { type Change, changesOf } from './changes.js';
import type { TerminalSettings } from './config.js';
import { type Connection, connect } from './connect.js';
import { type Display, displayOf, isPrompted } from './display.js';
import { latestEdition } from './latest-edition.js';
import { Memory, type Message } from './memory.js';
import { Offers } from './offers.js';
import { writeReason } from './outcome.js';
import { nameOf } from './person.js';
import { postedMark } from './posted-mark.js';
import { isHere, refOf, terminalId } from './ref.js';
import { render, renderItem, renderSentence, shortTitle } from './render.js';
import { Screen } from './screen.js';

/** A terminal scrolls: what bounds a message is only what somebody would still read. */
const limits: Limits = {
  messageCharacters: 200_000,
  blockCharacters: 20_000,
  blocks: 1_000,
  controls: 1_000,
  itemsPerMessage: 500,
  options: 500,
  optionCharacters: 300,
  buttonsPerBlock: 20,
  buttonCharacters: 80,
  actionCharacters: 2_000,
  summaryCharacters: 20_000,
  escaped: {},
  linkCharacters: 0,
  lineCharacters: 1,
  labelsCount: true,
};

const notRunning = 'the terminal is not running';

/** The person's own terminal, or a pipe, as a platform with a memory of its own. */
class Terminal implements ChatAdapter {
  readonly id = terminalId;
  readonly limits = limits;
  readonly #context: AdapterContext;
  readonly #screen: Screen;
  readonly #offers = new Offers();
  /** Messages that people have seen since the start. */
  readonly #shown = new Set<string>();
  #memory: Promise<Memory> | undefined;
  #isStopped = false;
  #sink: InboundSink | undefined;
  #connection: Connection | undefined;

  constructor(context: AdapterContext) {
    this.#context = context;
    this.#screen = new Screen(context.streams.output, context.log);
  }

  readonly edit = { replace: (ref: MessageRef, view: MessageView) => this.#replace(ref, view) };
  readonly reactions = { list: (ref: MessageRef) => this.#list(ref) };
  readonly lookup = { settleMs: 0, find: (id: DeliveryId) => this.#find(id) };
  readonly people = { profile: async (user: User) => ({ name: nameOf(user), zone: this.#context.zone }) };
  /** Who has the process's terminal may do everything. */
  readonly permissions = { who: 'whoever sits here', mayManage: async () => true };
  readonly conversation = { run: () => this.#converse() };

  async open(): Promise<void> {
    await this.#open();
  }

  async start(sink: InboundSink): Promise<void> {
    this.#isStopped = false;
    await this.#open();
    this.#sink = sink;
  }

  /** The memory, opened by whoever needs it first: posts need no conversation. Undefined once the terminal was stopped. */
  async #open(): Promise<Memory | undefined> {
    if (this.#isStopped) return undefined;
    const { folder, clock, log } = this.#context;
    this.#memory ??= Memory.open(folder, clock, log).then((memory) => this.#recall(memory));
    return this.#memory;
  }

  /** The papers that can be voted for by number can be read by number, too. */
  #recall(memory: Memory): Memory {
    for (const { view, key } of latestEdition(memory.messages)) this.#offers.show(view, refOf(key));
    return memory;
  }

  async stop(graceMs: number): Promise<void> {
    const memory = this.#memory;
    this.#isStopped = true;
    this.#memory = undefined;
    this.#sink = undefined;
    const ended = this.#connection?.end();
    if (ended !== undefined) await atMost(this.#context.clock, graceMs, ended);
    // One that could not be opened has nothing to close; whoever asked for it was told.
    await memory?.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }

  async post({ id, target, view, signal }: PostRequest): Promise<PostOutcome> {
    if (!isHere(target)) return { kind: 'rejected', reason: 'no-such-channel', detail: target.channel };
    const thread = target.thread?.key;
    try {
      const memory = await this.#open();
      if (memory === undefined) return { kind: 'retry', reason: notRunning };
      if (thread !== undefined && memory.message(thread) === undefined) {
        return { kind: 'rejected', reason: 'no-such-thread', detail: thread };
      }
      const kept = await memory.keep(id, thread, view, signal);
      if (kept === undefined) return { kind: 'retry', reason: 'it was given up before it was sent' };
      if (kept.isNew) await this.#show(kept.message);
      return { kind: 'posted', ref: refOf(kept.message.key) };
    } catch (thrown) {
      return this.#notKept(thrown);
    }
  }

  async #show(message: Message, mark?: string): Promise<void> {
    this.#shown.add(message.key);
    this.#offers.show(message.view, refOf(message.key));
    const setting = { isReply: message.thread !== undefined, ...(mark === undefined ? {} : { mark }) };
    await this.#screen.printMessage(render(message.view, displayOf(this.#context.streams), setting));
  }

  async #replace(ref: MessageRef, view: MessageView): Promise<EditOutcome> {
    try {
      const memory = await this.#open();
      if (memory === undefined) return { kind: 'retry', reason: notRunning };
      const before = memory.message(ref.key);
      if (before === undefined) return { kind: 'gone' };
      await memory.edit(ref.key, view);
      await this.#showChanges(before, view);
      return { kind: 'edited' };
    } catch (thrown) {
      return this.#notKept(thrown);
    }
  }

  /** A pipe keeps what was printed, and lines from one are answered before an edit comes; at a prompt the changes come below. */
  async #showChanges({ key, view }: Message, after: MessageView): Promise<void> {
    if (!isPrompted(this.#context.streams) || !this.#shown.has(key)) return;
    const display = displayOf(this.#context.streams);
    const changed = changesOf(view, after).map((change) => renderChange(change, display));
    if (changed.length > 0) await this.#screen.printLine(changed.join('\n'));
  }

  async #list(ref: MessageRef): Promise<ReadBack> {
    const memory = await this.#open();
    if (memory === undefined) return { kind: 'retry', reason: notRunning };
    if (memory.message(ref.key) === undefined) return { kind: 'gone' };
    const { reactions, at } = await memory.read(ref.key);
    return { kind: 'read', reactions, from: at, until: at };
  }

  async #find(id: DeliveryId): Promise<Lookup> {
    const memory = await this.#open();
    if (memory === undefined) return { kind: 'retry', reason: notRunning };
    const message = memory.byId(id);
    if (message === undefined) return { kind: 'absent' };
    // It was kept before it was printed, so that nobody may have seen it.
    if (!this.#shown.has(message.key)) {
      await this.#show(message, `${postedMark(message, this.#context)}, before the last stop; shown again`);
    }
    return { kind: 'found', ref: refOf(message.key), shown: { at: message.postedAt, links: linksIn(message.view) } };
  }

  async #converse(): Promise<void> {
    const memory = await this.#open();
    const sink = this.#sink;
    if (memory === undefined || sink === undefined) return;
    const connection = await connect({
      context: this.#context,
      memory,
      sink,
      screen: this.#screen,
      offers: this.#offers,
      show: (message, mark) => this.#show(message, mark),
      hasShown: () => this.#shown.size > 0,
    });
    if (this.#isStopped) return connection.end();
    this.#connection = connection;
    await connection.run();
  }

  #notKept(thrown: unknown): { readonly kind: 'retry'; readonly reason: string } {
    this.#context.log.error('terminal.not-kept', { reason: reasonOf(thrown) });
    return { kind: 'retry', reason: writeReason(thrown) };
  }
}

function renderChange(change: Change, display: Display): string {
  if (change.kind === 'lines') return renderItem(change.item, display);
  return renderSentence(`No votes any more on ${change.item.number} · ${shortTitle(change.item)}`, display);
}

/** Makes the terminal. It touches nothing before `start` or the first post. */
export const createTerminal: AdapterFactory<TerminalSettings> = async (_settings, context) => new Terminal(context);
