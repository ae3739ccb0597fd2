import { z } from 'zod';
import type { Clock } from '../../src/kernel/clock.js';
import type { Log } from '../../src/kernel/log.js';
import type { Reply, Target, User } from '../../src/platform/adapter.js';
import { type MessageView, sentence } from '../../src/view/view.js';
import { attempt, reasonIn } from './attempt.js';
import { directGuild, isSnowflake } from './ref.js';
import { renderMessage } from './render.js';
import type { RestApi } from './rest-api.js';

export type Audience = Parameters<Reply['send']>[0];

/** Who asked, and by what: the id of the interaction or of the message. */
export interface Question {
  readonly id: string;
  readonly user: User;
  readonly target: Target;
  /** Asked by a message in a channel, where it would look as if nobody had heard. */
  readonly isOpen: boolean;
}

export interface ReplyDeps {
  readonly rest: RestApi;
  readonly clock: Clock;
  readonly log: Log;
}

/** Discord takes no longer nonces. */
const nonceCharacters = 25;

const shutOut = sentence('I cannot write to you: allow direct messages from this server, or type /paper here.');

/** Answers by messages of the bot: in the channel what everybody may see, to the person directly what is theirs. */
export class ChannelReply implements Reply {
  readonly #question: Question;
  readonly #deps: ReplyDeps;
  #sent = 0;

  constructor(question: Question, deps: ReplyDeps) {
    this.#question = question;
    this.#deps = deps;
  }

  async send(audience: Audience, view: MessageView): Promise<void> {
    const { target } = this.#question;
    if (audience === 'channel' || target.workspace === directGuild) {
      const refusal = await this.#post(target.channel, view);
      if (refusal !== undefined) throw this.#failure(refusal);
    } else await this.#direct(view);
  }

  async #direct(view: MessageView): Promise<void> {
    const { user, target, isOpen } = this.#question;
    const channel = await openDirect(this.#deps, user.id);
    const refusal = channel === undefined ? 'the person cannot be written to' : await this.#post(channel, view);
    if (refusal === undefined) return;
    if (!isOpen) throw this.#failure(refusal);
    this.#deps.log.info('discord.person-shut-out', { reason: refusal });
    const further = await this.#post(target.channel, shutOut);
    if (further !== undefined) throw this.#failure(further);
  }

  /** Why it was not taken, if so. The nonce lets Discord see that a second try is the same message. */
  async #post(channel: string, view: MessageView): Promise<string | undefined> {
    this.#sent += 1;
    const nonce = `${this.#question.id}-${this.#sent}`.slice(-nonceCharacters);
    const { answer } = await attempt(this.#deps.rest, this.#deps.clock, {
      method: 'POST',
      path: `/channels/${channel}/messages`,
      body: { ...renderMessage(view), nonce, enforce_nonce: true },
      isRepeatable: true,
    });
    return answer.kind === 'ok' ? undefined : reasonIn(answer);
  }

  #failure(reason: string): Error {
    this.#deps.log.warn('discord.answer-not-taken', { way: 'message', reason });
    return new Error(`Discord did not take the answer: ${reason}`);
  }
}

const opened = z.object({ id: z.string().min(1) });

/** The channel of direct messages with that person. */
export async function openDirect(
  { rest, clock }: Pick<ReplyDeps, 'rest' | 'clock'>,
  user: string,
): Promise<string | undefined> {
  if (!isSnowflake(user)) return undefined;
  const { answer } = await attempt(rest, clock, {
    method: 'POST',
    path: '/users/@me/channels',
    body: { recipient_id: user },
    isRepeatable: true,
  });
  if (answer.kind !== 'ok') return undefined;
  const parsed = opened.safeParse(answer.data);
  return parsed.success ? parsed.data.id : undefined;
}
