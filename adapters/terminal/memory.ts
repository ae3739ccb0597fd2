import { join } from 'node:path';
import type { Clock, Instant } from '../../src/kernel/clock.js';
import type { Log } from '../../src/kernel/log.js';
import type { Order } from '../../src/platform/adapter.js';
import type { MessageView } from '../../src/view/view.js';
import { Journal } from './journal.js';
import { cannotKeep } from './outcome.js';
import { type MemoryRecord, parseRecord, type ReactionRecord } from './records.js';
import { keyOf } from './ref.js';

/** A message as it stands, edits included. */
export interface Message {
  readonly key: string;
  readonly id: string;
  readonly postedAt: Instant;
  /** The message that it answers. */
  readonly thread: string | undefined;
  readonly view: MessageView;
}

export interface Standing {
  readonly user: string;
  readonly emoji: string;
}

/** What a person's reaction is about to change. */
export interface Reaction extends Standing {
  readonly key: string;
  readonly present: boolean;
}

const fileName = 'terminal.jsonl';

/**
 * What the terminal remembers, as a platform does on its servers: `terminal.jsonl` in the data folder. Every change is on disk
 * before its promise resolves; a promise rejects with the system's error, and then nothing has changed.
 */
export class Memory {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #messages = new Map<string, Message>();
  readonly #keyById = new Map<string, string>();
  readonly #standing = new Map<string, Map<string, Standing>>();
  #lastOrder = 0;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(journal: Journal, clock: Clock) {
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Reads the file, or makes one. A last line that a crash tore is cut off. Rejects with a BroadsheetError `cannotWrite`. */
  static async open(folder: string, clock: Clock, log: Log): Promise<Memory> {
    const path = join(folder, fileName);
    const { journal, lines, tornBytes } = await Journal.open(path).catch((thrown) => {
      throw cannotKeep(path, thrown);
    });
    if (tornBytes > 0) log.warn('terminal.torn-line-cut', { bytes: tornBytes });
    const memory = new Memory(journal, clock);
    for (const [index, line] of lines.entries()) {
      const record = parseRecord(line);
      if (record === undefined) log.warn('terminal.line-unreadable', { line: index + 1 });
      else memory.#apply(record);
    }
    return memory;
  }

  /** Every message, oldest first. */
  get messages(): readonly Message[] {
    return [...this.#messages.values()];
  }

  message(key: string): Message | undefined {
    return this.#messages.get(key);
  }

  byId(id: string): Message | undefined {
    return this.#messages.get(this.#keyById.get(id) ?? '');
  }

  standing(key: string): readonly Standing[] {
    return [...(this.#standing.get(key)?.values() ?? [])];
  }

  /** Everything that stands on a message, with the place in the order at which that is so. */
  read(key: string): Promise<{ readonly reactions: readonly Standing[]; readonly at: Order }> {
    return this.#inTurn(async () => {
      const at = this.#nextOrder();
      this.#lastOrder = at - 1;
      return { reactions: this.standing(key), at };
    });
  }

  /**
   * Keeps a message under its delivery id; the one that has that id already, if there is one. Undefined, and nothing is kept, when the
   * signal was aborted before the message's turn came.
   */
  async keep(
    id: string,
    thread: string | undefined,
    view: MessageView,
    signal: AbortSignal,
  ): Promise<{ readonly message: Message; readonly isNew: boolean } | undefined> {
    return this.#inTurn(async () => {
      if (signal.aborted) return undefined;
      const known = this.byId(id);
      if (known !== undefined) return { message: known, isNew: false };
      const at = this.#clock.now();
      const key = keyOf(this.#takeOrder());
      await this.#add({ kind: 'message', key, id, at, ...(thread === undefined ? {} : { thread }), view });
      return { message: { key, id, postedAt: at, thread, view }, isNew: true };
    });
  }

  edit(key: string, view: MessageView): Promise<void> {
    return this.#inTurn(() => this.#add({ kind: 'edit', key, view }));
  }

  /** Keeps a change and says where in the order it stands. */
  react(reaction: Reaction): Promise<Order> {
    return this.#inTurn(async () => {
      const order = this.#takeOrder();
      await this.#add({ kind: 'reaction', ...reaction, order });
      return order;
    });
  }

  /** The place in the order of something that is not kept here. */
  takePlace(): Promise<Order> {
    return this.#inTurn(async () => this.#takeOrder());
  }

  /** Waits for the changes under way and closes the file. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#journal.close());
  }

  /** One change after the other, so that lines stand in the order of their places. */
  #inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(run);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #add(record: MemoryRecord): Promise<void> {
    await this.#journal.append(JSON.stringify(record));
    this.#apply(record);
  }

  #nextOrder(): Order {
    return Math.max(this.#clock.now() * 1000, this.#lastOrder + 1) as Order;
  }

  #takeOrder(): Order {
    const order = this.#nextOrder();
    this.#lastOrder = order;
    return order;
  }

  #apply(record: MemoryRecord): void {
    switch (record.kind) {
      case 'message': {
        const { key, id, thread, view } = record;
        this.#messages.set(key, { key, id, postedAt: record.at as Instant, thread, view });
        this.#keyById.set(id, key);
        this.#lastOrder = Math.max(this.#lastOrder, Number(key) || 0);
        break;
      }
      case 'edit': {
        const message = this.#messages.get(record.key);
        if (message !== undefined) this.#messages.set(record.key, { ...message, view: record.view });
        break;
      }
      case 'reaction':
        this.#applyReaction(record);
    }
  }

  #applyReaction({ key, user, emoji, present, order }: ReactionRecord): void {
    const standing = this.#standing.get(key) ?? new Map<string, Standing>();
    this.#standing.set(key, standing);
    this.#lastOrder = Math.max(this.#lastOrder, order);
    const name = JSON.stringify([user, emoji]);
    if (present) standing.set(name, { user, emoji });
    else standing.delete(name);
  }
}
