import type {
  ActionEvent,
  CommandEvent,
  InboundSink,
  JoinEvent,
  MessageRef,
  ReactionEvent,
  Reply,
  SuggestEvent,
  Suggestion,
  Target,
  User,
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

  readonly doubts: MessageRef[] = [];
  async doubtful(_workspace: Workspace, refs: readonly MessageRef[]): Promise<void> {
    this.doubts.push(...refs);
  }

  readonly goneRefs: MessageRef[] = [];
  async gone(refs: readonly MessageRef[]): Promise<void> {
    this.goneRefs.push(...refs);
  }

  readonly missedIn: Workspace[] = [];
  async missed(workspace: Workspace): Promise<void> {
    this.missedIn.push(workspace);
  }

  readonly homes: User[] = [];
  async home(user: User): Promise<MessageView> {
    this.homes.push(user);
    return this.answers('home')[0] ?? sentence('At home');
  }

  /** What is known under a link. */
  readonly unfurled = new Map<string, MessageView>();
  async unfurl(links: readonly string[], _target: Target): Promise<ReadonlyMap<string, MessageView>> {
    return new Map(links.flatMap((link) => [...this.unfurled].filter(([known]) => known === link)));
  }

  readonly joins: JoinEvent[] = [];
  async joined(event: JoinEvent): Promise<MessageView> {
    this.joins.push(event);
    return sentence('Good morning');
  }

  readonly closures: { readonly target: Target; readonly reason: string }[] = [];
  async closed(target: Target, reason: string): Promise<void> {
    this.closures.push({ target, reason });
  }

  readonly endings: Workspace[] = [];
  async ended(workspace: Workspace): Promise<void> {
    this.endings.push(workspace);
  }

  readonly programs: User[] = [];
  async program(user: User): Promise<void> {
    this.programs.push(user);
  }

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
