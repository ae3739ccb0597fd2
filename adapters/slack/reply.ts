import { atMost } from '../../src/kernel/at-most.js';
import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { Place, Reply, Target, User } from '../../src/platform/adapter.js';
import type { MessageView } from '../../src/view/view.js';
import { type Answer, textIn } from './answer.js';
import type { Caller } from './caller.js';
import { isDirect } from './ref.js';
import { renderMessage } from './render.js';

/** How often and how long Slack takes answers there (https://docs.slack.dev/interactivity/handling-user-interaction). */
const mostUses = 5;
const openMs = 29 * 60_000;
const timeoutMs = 10_000;

interface Asker {
  readonly user: User;
  readonly target: Target;
  readonly thread: string | undefined;
}

interface ReplyDeps {
  readonly caller: Caller;
  readonly clock: Clock;
  readonly log: Log;
}

type Audience = Parameters<Reply['send']>[0];

const quiet = { unfurl_links: false, unfurl_media: false } as const;

/** Answers by messages of the bot: a direct message where it was asked in one, else only the asker sees it. */
export class ChannelReply implements Reply {
  readonly #asker: Asker;
  readonly #deps: ReplyDeps;

  constructor(asker: Asker, deps: ReplyDeps) {
    this.#asker = asker;
    this.#deps = deps;
  }

  async send(audience: Audience, view: MessageView): Promise<void> {
    const answer = await this.#send(audience, renderMessage(view));
    if (answer.kind === 'ok') return;
    const reason = answer.kind === 'refused' ? answer.error : answer.kind;
    throw new Error(`Slack did not take the answer: ${reason}`);
  }

  async #send(audience: Audience, message: ReturnType<typeof renderMessage>): Promise<Answer> {
    const { user, target, thread } = this.#asker;
    const team = target.workspace;
    const inThread = thread === undefined ? {} : { thread_ts: thread };
    if (target.channel !== '' && (audience === 'channel' || isDirect(target.channel))) {
      return this.#post(team, { channel: target.channel, ...inThread, ...message, ...quiet });
    }
    if (target.channel !== '') {
      const args = { channel: target.channel, user: user.id, ...inThread, ...message };
      const answer = await this.#deps.caller.call(team, 'chat.postEphemeral', args, { urgency: 'answer' });
      if (answer.kind !== 'refused') return answer;
    }
    // Where the bot cannot write in the channel, the person can still be told.
    return this.#direct(team, user.id, message);
  }

  async #direct(team: string, user: string, message: ReturnType<typeof renderMessage>): Promise<Answer> {
    const channel = await openDirect(this.#deps.caller, team, user);
    if (channel === undefined) return { kind: 'unsent', reason: 'the person cannot be written to' };
    return this.#post(team, { channel, ...message, ...quiet });
  }

  #post(team: string, args: Readonly<Record<string, unknown>>): Promise<Answer> {
    return this.#deps.caller.call(team, 'chat.postMessage', args, { urgency: 'answer' });
  }
}

/** The channel of direct messages with that person. */
export async function openDirect(caller: Caller, team: string, user: string): Promise<string | undefined> {
  const answer = await caller.call(team, 'conversations.open', { users: user }, { urgency: 'answer' });
  return answer.kind === 'ok' ? textIn(answer.data.channel, 'id') : undefined;
}

/**
 * Answers at the address that came with a command or a press: it needs no place in the channel and no token, and is not counted with
 * posts. When it is used up, too old, or refuses, the answer goes by message.
 */
export class ResponseReply implements Reply {
  readonly #url: string;
  readonly #isOwn: boolean;
  readonly #fallback: Reply;
  readonly #deps: ReplyDeps;
  readonly #openUntilMs: number;
  #uses = 0;

  constructor(url: string, isOwn: boolean, fallback: Reply, deps: ReplyDeps) {
    this.#url = url;
    this.#isOwn = isOwn;
    this.#fallback = fallback;
    this.#deps = deps;
    this.#openUntilMs = deps.clock.monotonicMs() + openMs;
  }

  async send(audience: Audience, view: MessageView, place: Place = 'new'): Promise<void> {
    const isOpen = this.#uses < mostUses && this.#deps.clock.monotonicMs() < this.#openUntilMs;
    this.#uses += 1;
    if (isOpen && (await this.#respond(audience, view, place))) return;
    await this.#fallback.send(audience, view);
  }

  /**
   * False when it has to go another way. What the channel may have seen already is not sent again: then it rejects, and the asker is told.
   * What only the asker sees may come twice rather than not at all.
   */
  async #respond(audience: Audience, view: MessageView, place: Place): Promise<boolean> {
    const message = {
      response_type: audience === 'channel' ? 'in_channel' : 'ephemeral',
      // What stands in the channel for everybody is not replaced for one.
      replace_original: place === 'instead' && this.#isOwn,
      ...renderMessage(view),
      ...quiet,
    };
    const outcome = await this.#deliver(JSON.stringify(message));
    if (outcome.kind === 'taken') return true;
    this.#deps.log.warn('slack.response-refused', { reason: outcome.reason });
    if (outcome.kind === 'lost' && audience === 'channel') throw new Error(`It may not be shared: ${outcome.reason}`);
    return false;
  }

  async #deliver(body: string): Promise<Response> {
    const given = new AbortController();
    let outcome: Response = { kind: 'lost', reason: 'no answer in time' };
    const asking = fetch(this.#url, { method: 'POST', headers: json, body, signal: given.signal }).then(
      async (response) => {
        await response.body?.cancel();
        outcome = responseOf(response);
      },
      (thrown: unknown) => {
        outcome = { kind: 'lost', reason: reasonOf(thrown) };
      },
    );
    if (!(await atMost(this.#deps.clock, timeoutMs, asking))) given.abort();
    return outcome;
  }
}

const json = { 'content-type': 'application/json; charset=utf-8' };

type Response =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string };

function responseOf({ ok, status }: { readonly ok: boolean; readonly status: number }): Response {
  if (ok) return { kind: 'taken' };
  return { kind: status >= 500 ? 'lost' : 'refused', reason: `Slack answered ${status}` };
}
