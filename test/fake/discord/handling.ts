import type { IncomingHttpHeaders } from 'node:http';
import { isObject } from '../json.js';
import { Troubles, takesEffect } from '../troubles.js';
import type { RateLimits } from './limits.js';
import { Pacing, type Scope } from './pacing.js';
import { Refusal, refusals } from './refusal.js';
import { logRequest } from './request-log.js';
import type { Match, Result, Router } from './router.js';
import type { ApiRequest } from './state.js';
import type { Trouble } from './trouble.js';
import type { World } from './world.js';

export type Reply =
  | ({ readonly kind: 'answer' } & Result)
  /** The connection breaks. */
  | { readonly kind: 'destroy' }
  | { readonly kind: 'hang' };

export interface Incoming {
  readonly method: string;
  /** Below `/api/v10`, as it came, with the query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** The body was announced as JSON and is none. */
  readonly isBroken: boolean;
}

/** A request as it stands before it takes effect, and as it stands after that but before anything is answered. */
export interface RequestMoment {
  readonly method: string;
  /** With names for ids: `/channels/{channel}/messages`. */
  readonly path: string;
  readonly body: unknown;
  readonly phase: 'before' | 'after';
}

/** HTTP 429 as Discord sends it. */
const rateLimited = (waitMs: number, scope: Scope, headers: Readonly<Record<string, string>> = {}): Result => ({
  status: 429,
  body: { message: 'You are being rate limited.', retry_after: Math.ceil(waitMs) / 1_000, global: scope === 'global' },
  headers: {
    ...headers,
    'retry-after': String(Math.ceil(waitMs / 1_000)),
    'x-ratelimit-scope': scope,
    ...(scope === 'global' && { 'x-ratelimit-global': 'true' }),
  },
});

function troubled(trouble: Exclude<Trouble, { kind: 'fine' | 'slow' }>): Reply {
  switch (trouble.kind) {
    case 'status':
      return { kind: 'answer', status: trouble.status, body: 'upstream connect error' };
    case 'lost':
    case 'reset':
      return { kind: 'destroy' };
    case 'hang':
      return { kind: 'hang' };
    case 'rate limited': {
      const scope = trouble.global === true ? 'global' : trouble.shared === true ? 'shared' : 'user';
      return { kind: 'answer', ...rateLimited(trouble.retryAfterSeconds * 1_000, scope) };
    }
    case 'error':
      return { kind: 'answer', status: trouble.status, body: { message: trouble.message, code: trouble.code } };
  }
}

/** Every request goes through here: it is noted, meets the trouble that is scripted for it, takes effect and is answered. */
export class Handling {
  readonly troubles = new Troubles<Trouble>();
  /** Awaited before a request takes effect and again before it is answered: the place to kill who sent it. */
  onRequest: ((moment: RequestMoment) => unknown) | undefined;
  readonly #world: World;
  readonly #router: Router;
  readonly #pacing: Pacing;
  #waiting: { readonly isSo: () => boolean; readonly done: () => void }[] = [];

  constructor(world: World, router: Router, limits: RateLimits) {
    this.#world = world;
    this.#router = router;
    this.#pacing = new Pacing(limits, world.now);
  }

  /** Resolves once the condition holds; it is looked at now and after every request. Rejects when `timeoutMs` of real time passed. */
  until(isSo: () => boolean, timeoutMs: number): Promise<void> {
    if (isSo()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('What was waited for did not come to pass.')), timeoutMs);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.push({ isSo, done });
    });
  }

  /** Looks again at what is waited for. */
  #wake(): void {
    if (this.#waiting.length === 0) return;
    const due = this.#waiting.filter(({ isSo }) => isSo());
    this.#waiting = this.#waiting.filter((waiter) => !due.includes(waiter));
    for (const { done } of due) done();
  }

  async run(incoming: Incoming): Promise<Reply> {
    const { method, target, body } = incoming;
    const match = this.#router.match(method, target.replace(/\?.*$/s, ''));
    const path = typeof match === 'object' ? match.route.path : target.replace(/\?.*$/s, '');
    const request = this.#note(incoming, path);
    const trouble = this.troubles.take(`${method} ${path}`);
    if (this.onRequest !== undefined) await this.onRequest({ method, path, body, phase: 'before' });
    const result = takesEffect(trouble) ? await this.#result(incoming, match) : undefined;
    if (this.onRequest !== undefined) await this.onRequest({ method, path, body, phase: 'after' });
    if (trouble?.kind === 'slow') await trouble.until;
    const reply = replyOf(trouble, result);
    if (reply.kind === 'answer') this.#noteAnswer(request, reply);
    this.#wake();
    return reply;
  }

  #note({ method, target, body, headers }: Incoming, path: string): ApiRequest {
    const request: ApiRequest = { method, path, url: target, body, at: this.#world.now(), status: undefined, code: 0 };
    this.#world.requests.push(request);
    logRequest(method, target, body);
    if (!/^DiscordBot \(\S+, \S+\)/.test(headers['user-agent'] ?? ''))
      this.#world.complain(`${method} ${path} without a user-agent of DiscordBot (url, version)`);
    return request;
  }

  #noteAnswer(request: ApiRequest, result: Result): void {
    request.status = result.status;
    const code = isObject(result.body) ? result.body.code : undefined;
    request.code = typeof code === 'number' && result.status >= 400 ? code : 0;
    const isShared = result.headers?.['x-ratelimit-scope'] === 'shared';
    if ([401, 403, 429].includes(result.status) && !isShared) this.#pacing.countInvalid();
  }

  async #result(incoming: Incoming, match: Match | 'wrong method' | undefined): Promise<Result> {
    if (this.#pacing.shutOutMs > 0)
      return {
        status: 429,
        body: 'error code: 1015',
        headers: { 'retry-after': String(Math.ceil(this.#pacing.shutOutMs / 1_000)) },
      };
    if (match === undefined)
      this.#world.complain(`${incoming.method} ${incoming.target} is no route that is known here`);
    try {
      return await this.#answer(incoming, match);
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, body: error.body };
      throw error;
    }
  }

  async #answer(incoming: Incoming, match: Match | 'wrong method' | undefined): Promise<Result> {
    if (match === undefined) throw refusals.notFound();
    if (match === 'wrong method') throw refusals.methodNotAllowed();
    const { route, params } = match;
    if (!route.isInteraction && incoming.headers.authorization !== `Bot ${this.#world.token}`)
      throw refusals.unauthorized();
    const { tooFast, headers } = this.#pacing.spend(route, params.channel ?? '');
    if (tooFast !== undefined) return rateLimited(tooFast.waitMs, tooFast.scope, headers);
    const result = await this.#effect(incoming, match);
    return { ...result, headers: { ...headers, ...result.headers } };
  }

  /** A refusal of the route itself still tells the limits. */
  async #effect({ method, target, headers, body, isBroken }: Incoming, { route, params }: Match): Promise<Result> {
    try {
      if (isBroken) throw refusals.badJson();
      const query = new URL(target, 'http://localhost').searchParams;
      return await route.handler({ method, path: route.path, params, query, body, headers });
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, body: error.body };
      throw error;
    }
  }
}

function replyOf(trouble: Trouble | undefined, result: Result | undefined): Reply {
  if (trouble !== undefined && trouble.kind !== 'fine' && trouble.kind !== 'slow') return troubled(trouble);
  return result === undefined ? { kind: 'hang' } : { kind: 'answer', ...result };
}
