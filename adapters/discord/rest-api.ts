import type { Clock } from '../../src/kernel/clock.js';
import type { Log } from '../../src/kernel/log.js';
import { Pace, type Turn, type Urgency } from '../../src/platform/pace.js';
import type { Answer, Failure } from './answer.js';
import { lanesOf, type Method, type Path, routeName, routeOf } from './budget.js';
import { answerOf, spentForMs, waitOf } from './heard.js';
import { Holds } from './holds.js';
import { type Exchange, type Received, Wire } from './wire.js';

/** So long a request is sent again by itself while Discord wants it to wait. */
const patienceMs = 15_000;
/** A post waits for what is known to be spent. When Discord refuses it, the core decides. */
const postPatienceMs = 6_000;
const everything = 'everything';
/** What every token may ask for. */
const ownPath: Path = '/users/@me';

export interface CallOptions {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly urgency: Urgency;
  /** Aborted before the request goes out, nothing is sent; one that is on its way is awaited. */
  readonly signal?: AbortSignal;
  /** False for an interaction's own addresses: they take no token, and no limit of the bot's counts them. */
  readonly auth?: false;
}

interface RestApiDeps {
  readonly token: string;
  /** Another server in Discord's place, such as `http://127.0.0.1:3001/api`; null: Discord itself. */
  readonly apiUrl: string | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Discord does not take the token any more: it is never asked with it again. */
  readonly unauthorized: () => void;
}

interface Asked {
  readonly method: Method;
  readonly path: Path;
  readonly options: CallOptions;
  readonly auth: boolean;
  /** What shares the request's limits. */
  readonly route: string;
  /** What may hold it up. */
  readonly holds: readonly string[];
}

interface Attempt {
  readonly answer: Answer;
  /** Nothing was sent. */
  readonly isOurs?: boolean;
}

const givenUp: Failure = { kind: 'unsent', reason: 'it was given up before it was sent' };
const badToken: Failure = { kind: 'refused', status: 401, code: 0, detail: 'Discord does not take the token' };

/** Asks Discord in the name of the bot, at the pace that it allows. Never rejects. */
export class RestApi {
  readonly #deps: RestApiDeps;
  readonly #wire: Wire;
  readonly #pace: Pace;
  readonly #holds: Holds;
  #isRefused = false;
  #confirming: Promise<unknown> | undefined;

  constructor(deps: RestApiDeps) {
    this.#deps = deps;
    this.#wire = new Wire(deps);
    this.#pace = new Pace(deps.clock);
    this.#holds = new Holds(deps.clock);
  }

  /** `path` begins behind the version: `/channels/1/messages`. */
  async call(method: Method, path: Path, options: CallOptions): Promise<Answer> {
    const { clock } = this.#deps;
    const { urgency, signal, auth = true } = options;
    const route = routeOf(method, path);
    const asked: Asked = { method, path, options, auth, route, holds: auth ? [route, everything] : [route] };
    const began = clock.monotonicMs();
    for (;;) {
      const attempt = await this.#attempt(asked);
      const waitMs = waitBefore(attempt, urgency, clock.monotonicMs() - began);
      if (waitMs === undefined) return attempt.answer;
      await clock.sleep(waitMs, signal);
    }
  }

  /** Nothing of it keeps the process alive. */
  close(): void {
    this.#wire.close();
  }

  async #attempt(asked: Asked): Promise<Attempt> {
    const { method, path, options, auth } = asked;
    const { urgency, signal, body, query } = options;
    const before = this.#obstacle(asked);
    if (before !== undefined) return { answer: before, isOurs: true };
    const turn = auth ? await this.#pace.turn(lanesOf(method, path), urgency, signal) : undefined;
    if (auth && turn === undefined) return { answer: givenUp, isOurs: true };
    const exchange = await this.#wire.exchange({
      ...{ method, path, auth, mayGo: () => this.#obstacle(asked) === undefined },
      heard: (received, sentAt) => this.#heardOf(received, sentAt, asked),
      ...(body === undefined ? {} : { body }),
      ...(query === undefined ? {} : { query: searchOf(query) }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (exchange.sentAt === undefined) {
      turn?.unused();
      // What held it back may be over by now.
      return { answer: this.#obstacle(asked) ?? { kind: 'limited', retryAfterMs: 0 }, isOurs: true };
    }
    const answer = this.#answer(exchange, asked, turn);
    await this.#confirmed(exchange, asked);
    return { answer };
  }

  /** One route may not take the token for a reason of its own: only when the bot's own user is refused, too, is it the token. */
  async #confirmed({ received }: Exchange, { auth, path }: Asked): Promise<void> {
    if (received?.status !== 401 || !auth || path === ownPath || this.#isRefused) return;
    this.#confirming ??= this.call('GET', ownPath, { urgency: 'answer' }).finally(() => {
      this.#confirming = undefined;
    });
    await this.#confirming;
  }

  /** Why nothing may be sent now. */
  #obstacle({ options: { signal }, auth, holds }: Asked): Failure | undefined {
    if (signal?.aborted === true) return givenUp;
    if (auth && this.#isRefused) return badToken;
    const retryAfterMs = this.#holds.leftMs(holds);
    return retryAfterMs > 0 ? { kind: 'limited', retryAfterMs } : undefined;
  }

  /** What the answer says of further requests. */
  #heardOf(received: Received, sentAt: number, { auth, route, path }: Asked): void {
    const { clock, unauthorized } = this.#deps;
    if (received.status === 429) {
      const { retryAfterMs, isGlobal } = waitOf(received);
      this.#holds.hold(isGlobal && auth ? everything : route, clock.monotonicMs() + retryAfterMs);
      return;
    }
    const spentMs = spentForMs(received);
    if (spentMs !== undefined) this.#holds.hold(route, sentAt + spentMs);
    if (received.status !== 401 || !auth || path !== ownPath || this.#isRefused) return;
    this.#isRefused = true;
    unauthorized();
  }

  #answer(exchange: Exchange, asked: Asked, turn: Turn | undefined): Answer {
    const { received } = exchange;
    if (received?.status === 429) return this.#limited(received, asked, turn);
    turn?.arrived();
    return answerOf(exchange, this.#deps.clock.now(), asked);
  }

  /** The limit of one route holds up nothing else. */
  #limited(received: Received, { method, path, auth }: Asked, turn: Turn | undefined): Answer {
    const { retryAfterMs, isGlobal, scope } = waitOf(received);
    if (isGlobal && auth) turn?.limited(retryAfterMs);
    else turn?.arrived();
    this.#deps.log.warn('discord.limited', { route: routeName(method, path), retryAfterMs, isGlobal, scope });
    return { kind: 'limited', retryAfterMs };
  }
}

/** How long to wait before the request goes out once more by itself; undefined when its answer stands. */
function waitBefore({ answer, isOurs = false }: Attempt, urgency: Urgency, waitedMs: number): number | undefined {
  if (answer.kind !== 'limited') return undefined;
  const patience = urgency !== 'post' ? patienceMs : isOurs ? postPatienceMs : 0;
  return waitedMs + answer.retryAfterMs <= patience ? answer.retryAfterMs : undefined;
}

const searchOf = (query: Readonly<Record<string, string | number>>): URLSearchParams =>
  new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]));
