import type {
  ActionEvent,
  CommandEvent,
  InboundSink,
  MessageRef,
  ReactionEvent,
  Reply,
  SuggestEvent,
  Suggestion,
  Workspace,
} from '../../src/platform/adapter.js';
import { type MessageView, sentence } from '../../src/view/view.js';

/** The core as an adapter sees it: keeps what it is told, answers as it is told to, and can be made to take its time. */
export class RecordingSink implements InboundSink {
  readonly commands: CommandEvent[] = [];
  readonly actions: ActionEvent[] = [];
  readonly reactions: ReactionEvent[] = [];
  readonly suggested: SuggestEvent[] = [];
  /** What commands and actions are answered with. */
  answers: (text: string) => readonly MessageView[] = (text) => [sentence(`You asked: ${text}`)];
  suggestions: readonly Suggestion[] = [];
  /** Makes the next call fail. */
  failure: Error | undefined;
  #gate: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];

  async command(event: CommandEvent, reply: Reply): Promise<void> {
    this.commands.push(event);
    await this.#work();
    for (const view of this.answers(event.text)) await reply.send('asker', view);
  }

  async act(event: ActionEvent, reply: Reply): Promise<void> {
    this.actions.push(event);
    await this.#work();
    for (const view of this.answers(event.action)) await reply.send('channel', view);
  }

  async suggest(event: SuggestEvent): Promise<readonly Suggestion[]> {
    this.suggested.push(event);
    return this.suggestions;
  }

  async reaction(event: ReactionEvent): Promise<void> {
    this.reactions.push(event);
    await this.#work();
  }

  async doubtful(_workspace: Workspace, _refs: readonly MessageRef[]): Promise<void> {}
  async gone(_refs: readonly MessageRef[]): Promise<void> {}

  async missed(_workspace: Workspace): Promise<void> {}

  /** Nothing that comes from now on is durable until the returned function is called. */
  hold(): () => void {
    let open: () => void = () => undefined;
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }

  /** Resolves when the core is asked for the next thing. */
  asked(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #work(): Promise<void> {
    for (const resolve of this.#waiting.splice(0)) resolve();
    await this.#gate;
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
  }
}
