import type { Place, Reply } from '../../src/platform/adapter.js';
import { type MessageView, sentence } from '../../src/view/view.js';
import type { Answer } from './answer.js';
import { type Attempt, attempt, type Request, reasonIn } from './attempt.js';
import type { Path } from './budget.js';
import type { Audience, ReplyDeps } from './channel-reply.js';
import type { Interaction } from './interaction.js';
import { isSnowflake } from './ref.js';
import { renderMessage } from './render.js';
import { madeAt } from './snowflake.js';

/** How long an interaction's token is good for, less a margin (https://discord.com/developers/docs/interactions/receiving-and-responding). */
const openMs = 15 * 60_000 - 30_000;

/** Kinds of a first answer (https://discord.com/developers/docs/interactions/receiving-and-responding). */
const callbacks = { message: 4, laterMessage: 5, laterUpdate: 6, update: 7 } as const;
const ephemeral = 1 << 6;

const alreadyAnswered = 40_060;
const unknownMessage = 10_008;
/** Unknown interaction, unknown webhook, a token that is not good any more. */
const endings: ReadonlySet<number> = new Set([10_062, 10_015, 50_027]);

/**
 * `fresh`: nothing was answered. `placeholder`: the asker sees that an answer is on its way. `open`: what follows are further messages.
 * `ended`: the token is of no use.
 */
type Stage = 'fresh' | 'placeholder' | 'open' | 'ended';

interface Part {
  readonly audience: Audience;
  readonly view: MessageView;
  readonly place: Place;
}

/** What is answered: `isOwn` where an answer may take the place of the message with the button. */
export interface Asked {
  readonly interaction: Interaction;
  readonly kind: 'command' | 'press';
  readonly isOwn: boolean;
}

interface InteractionDeps extends ReplyDeps {
  readonly application: string;
}

/**
 * Answers by the token of an interaction: it needs no right in the channel, and the asker alone can see it. Where the token is of no use any
 * more, the answer goes by message. One thing after the other, so that the deferral and an answer never cross.
 */
export class InteractionReply implements Reply {
  readonly #asked: Asked;
  readonly #fallback: Reply;
  readonly #deps: InteractionDeps;
  readonly #openUntilMs: number;
  #stage: Stage = 'fresh';
  #last: Promise<unknown> = Promise.resolve();
  #hasAnswered = false;
  /** A deferral was sent of which nobody knows whether it arrived. */
  #mayBeDeferred = false;

  constructor(asked: Asked, fallback: Reply, deps: InteractionDeps) {
    this.#asked = asked;
    this.#fallback = fallback;
    this.#deps = deps;
    this.#openUntilMs = deps.clock.monotonicMs() + openMs;
  }

  send(audience: Audience, view: MessageView, place: Place = 'new'): Promise<void> {
    return this.#inTurn(() => this.#send({ audience, view, place }));
  }

  /** Tells Discord that the answer takes longer, unless there was one. Never rejects. */
  defer(): Promise<void> {
    return this.#inTurn(() => this.#defer());
  }

  /** No interaction stays without any answer: the person would see that it failed. */
  async finish(): Promise<void> {
    await this.#last;
    if (this.#hasAnswered || this.#stage === 'ended') return;
    if (this.#asked.kind === 'press') await this.defer();
    else await this.send('asker', sentence('Done.'));
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #send(part: Part): Promise<void> {
    if (this.#deps.clock.monotonicMs() >= this.#openUntilMs && this.#stage !== 'ended') {
      this.#note('too old', 'ended');
    }
    while (this.#stage !== 'ended') {
      if (!(await this.#respond(this.#stage, part))) continue;
      this.#hasAnswered = true;
      return;
    }
    await this.#fallback.send(part.audience, part.view);
    this.#hasAnswered = true;
  }

  /** False when it has to go another way, which the stage then says. */
  #respond(stage: Exclude<Stage, 'ended'>, part: Part): Promise<boolean> {
    if (stage === 'fresh') return this.#first(part);
    return stage === 'placeholder' ? this.#fill(part) : this.#further(part);
  }

  /** Discord takes one first answer: sent again after a lost one, it says whether that one arrived. */
  async #first(part: Part): Promise<boolean> {
    const type = this.#takesPlace(part) ? callbacks.update : callbacks.message;
    const data = type === callbacks.update ? renderMessage(part.view) : messageFor(part);
    const tried = await this.#callback({ type, data });
    if (isTaken(tried.answer)) return this.#became('open', true);
    if (!isAlreadyAnswered(tried.answer)) return this.#refused(tried, part);
    if (this.#mayBeDeferred) return this.#became(this.#deferredStage, false);
    if (tried.mayStand) return this.#became('open', true);
    this.#note('answered already', 'open');
    return false;
  }

  /** Ephemeral, as its deferral was; only its first message can fill it, so what is for the channel has to follow it. */
  async #fill(part: Part): Promise<boolean> {
    const isForAsker = part.audience === 'asker';
    const view = isForAsker ? part.view : sentence('The answer goes to the channel.');
    const tried = await this.#edit(view);
    if (isTaken(tried.answer)) return this.#became('open', isForAsker);
    if (isGoneMessage(tried.answer)) return this.#became('open', false);
    return this.#refused(tried, { ...part, audience: 'asker' });
  }

  async #further(part: Part): Promise<boolean> {
    if (this.#takesPlace(part) && isTaken((await this.#edit(part.view)).answer)) return true;
    const tried = await this.#ask({
      method: 'POST',
      path: this.#hook,
      body: messageFor(part),
      isRepeatable: part.audience === 'asker',
    });
    return isTaken(tried.answer) || this.#refused(tried, part);
  }

  async #defer(): Promise<void> {
    if (this.#stage !== 'fresh') return;
    const body =
      this.#asked.kind === 'press'
        ? { type: callbacks.laterUpdate }
        : { type: callbacks.laterMessage, data: { flags: ephemeral } };
    const { answer, mayStand } = await this.#callback(body);
    if (isTaken(answer) || (isAlreadyAnswered(answer) && mayStand)) this.#stage = this.#deferredStage;
    else if (isAlreadyAnswered(answer)) this.#note('answered already', 'open');
    else if (isEnding(answer)) this.#note(reasonIn(answer), 'ended');
    else {
      this.#mayBeDeferred = mayStand;
      this.#note(reasonIn(answer), 'fresh');
    }
  }

  get #deferredStage(): Stage {
    return this.#asked.kind === 'press' ? 'open' : 'placeholder';
  }

  /** Only what is the asker's alone is replaced, and only by the first part. */
  #takesPlace({ audience, place }: Part): boolean {
    return place === 'instead' && audience === 'asker' && this.#asked.isOwn && !this.#hasAnswered;
  }

  /**
   * What the channel may have seen already is not sent again: then it rejects, and the asker is told. What only the asker sees may come
   * twice rather than not at all. What Discord finds wrong in the message itself is wrong by any way.
   */
  #refused({ answer, mayStand }: Attempt, { audience }: Part): boolean {
    const reason = reasonIn(answer);
    if (mayStand && audience === 'channel') throw this.#failure(`It may not be shared: ${reason}`);
    if (answer.kind === 'refused' && answer.status === 400 && !isEnding(answer)) {
      throw this.#failure(`Discord did not take the answer: ${reason}`);
    }
    this.#note(reason, 'ended');
    return false;
  }

  #failure(message: string): Error {
    this.#note(message, this.#stage);
    return new Error(message);
  }

  #became(stage: Stage, isDone: boolean): boolean {
    this.#stage = stage;
    return isDone;
  }

  #note(reason: string, next: Stage): void {
    const { log, clock } = this.#deps;
    const { id } = this.#asked.interaction;
    const latencyMs = isSnowflake(id) ? clock.now() - madeAt(id) : undefined;
    log.warn('discord.answer-not-taken', { way: this.#stage, next, reason, latencyMs });
    this.#stage = next;
  }

  get #hook(): Path {
    return `/webhooks/${this.#deps.application}/${this.#asked.interaction.token}`;
  }

  #callback(body: unknown): Promise<Attempt> {
    const { id, token } = this.#asked.interaction;
    return this.#ask({ method: 'POST', path: `/interactions/${id}/${token}/callback`, body, isRepeatable: true });
  }

  #edit(view: MessageView): Promise<Attempt> {
    const path: Path = `${this.#hook}/messages/@original`;
    return this.#ask({ method: 'PATCH', path, body: renderMessage(view), isRepeatable: true });
  }

  #ask(request: Request): Promise<Attempt> {
    return attempt(this.#deps.rest, this.#deps.clock, { ...request, byInteraction: true });
  }
}

function messageFor({ audience, view }: Part) {
  const message = renderMessage(view);
  return audience === 'channel' ? message : { ...message, flags: message.flags | ephemeral };
}

const isTaken = ({ kind }: Answer): boolean => kind === 'ok';
const isCode = (answer: Answer, code: number): boolean => answer.kind === 'refused' && answer.code === code;
const isAlreadyAnswered = (answer: Answer): boolean => isCode(answer, alreadyAnswered);
/** A message for the asker alone is gone as soon as they dismiss it. */
const isGoneMessage = (answer: Answer): boolean => isCode(answer, unknownMessage);
const isEnding = (answer: Answer): boolean => answer.kind === 'refused' && endings.has(answer.code);
