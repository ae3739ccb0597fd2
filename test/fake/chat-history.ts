import type { Instant } from '../../src/kernel/clock.js';
import type { AdapterId, DeliveryId, MessageRef, Target } from '../../src/platform/adapter.js';
import type { MessageView } from '../../src/view/view.js';

/** A message as it stands on the fake platform. `views` holds every version of it, the newest last. */
export interface ChatMessage {
  readonly id: DeliveryId;
  readonly ref: MessageRef;
  readonly target: Target;
  readonly postedAt: Instant;
  readonly views: readonly MessageView[];
}

interface Standing {
  readonly user: string;
  readonly emoji: string;
}

/** What a chat platform remembers: its messages and the reactions that stand on them. Unknown messages throw. */
export class ChatHistory {
  readonly #adapter: AdapterId;
  readonly #messages = new Map<string, ChatMessage>();
  readonly #reactions = new Map<string, readonly Standing[]>();
  #count = 0;

  constructor(adapter: AdapterId) {
    this.#adapter = adapter;
  }

  get messages(): readonly ChatMessage[] {
    return [...this.#messages.values()];
  }

  has(ref: MessageRef): boolean {
    return this.#messages.has(ref.key);
  }

  message(ref: MessageRef): ChatMessage {
    const message = this.#messages.get(ref.key);
    if (message === undefined || ref.adapter !== this.#adapter) throw new Error(`There is no message ${ref.key}.`);
    return message;
  }

  keep(id: DeliveryId, target: Target, postedAt: Instant, view: MessageView): MessageRef {
    if (target.adapter !== this.#adapter) throw new Error(`${target.adapter} is not ${this.#adapter}.`);
    this.#count += 1;
    const ref: MessageRef = { adapter: this.#adapter, key: `${target.workspace}/${target.channel}/${this.#count}` };
    this.#messages.set(ref.key, { id, ref, target, postedAt, views: [view] });
    return ref;
  }

  replace(ref: MessageRef, view: MessageView): void {
    const message = this.message(ref);
    this.#messages.set(ref.key, { ...message, views: [...message.views, view] });
  }

  remove(ref: MessageRef): void {
    this.message(ref);
    this.#messages.delete(ref.key);
    this.#reactions.delete(ref.key);
  }

  standing(ref: MessageRef): readonly Standing[] {
    return this.#reactions.get(ref.key) ?? [];
  }

  react(ref: MessageRef, { user, emoji }: Standing, present: boolean): void {
    this.message(ref);
    const rest = this.standing(ref).filter((other) => other.user !== user || other.emoji !== emoji);
    this.#reactions.set(ref.key, present ? [...rest, { user, emoji }] : rest);
  }
}
