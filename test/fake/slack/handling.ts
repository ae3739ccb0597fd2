import type { JsonObject } from '../json.js';
import { Troubles, takesEffect } from '../troubles.js';
import { logRequest } from './request-log.js';
import type { ApiRequest } from './state.js';
import type { Trouble } from './trouble.js';
import type { World } from './world.js';

export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** The connection breaks. */
  | { readonly kind: 'destroy' }
  | { readonly kind: 'hang' };

/** A request as it stands before it takes effect, and as it stands after that but before anything is answered. */
export interface RequestMoment {
  readonly method: string;
  readonly args: JsonObject;
  readonly phase: 'before' | 'after';
}

export const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply =>
  typeof body === 'string'
    ? { kind: 'answer', status, body, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } }
    : {
        kind: 'answer',
        status,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      };

/** HTTP 429 as Slack sends it. */
export const rateLimited = (retryAfterSeconds: number): Reply =>
  answer(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(retryAfterSeconds) });

function troubled(trouble: Exclude<Trouble, { kind: 'fine' | 'slow' }>): Reply {
  switch (trouble.kind) {
    case 'status':
      return answer(trouble.status, 'upstream connect error');
    case 'lost':
    case 'reset':
      return { kind: 'destroy' };
    case 'hang':
      return { kind: 'hang' };
    case 'rate limited':
      return rateLimited(trouble.retryAfterSeconds);
    case 'error':
      return answer(200, { ok: false, error: trouble.error });
  }
}

/** Every request goes through here: it is noted, meets the trouble that is scripted for it, takes effect and is answered. */
export class Handling {
  readonly troubles = new Troubles<Trouble>();
  /** Awaited before a request takes effect and again before it is answered: the place to kill who sent it. */
  onRequest: ((moment: RequestMoment) => unknown) | undefined;
  readonly #world: World;
  #waiting: { readonly isSo: () => boolean; readonly done: () => void }[] = [];

  constructor(world: World) {
    this.#world = world;
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

  async run(method: string, args: JsonObject, teamId: string | undefined, effect: () => Reply): Promise<Reply> {
    const request: ApiRequest = { method, args, teamId, at: this.#world.now(), outcome: 'open' };
    this.#world.requests.push(request);
    logRequest(method, args);
    const trouble = this.troubles.take(method);
    if (this.onRequest !== undefined) await this.onRequest({ method, args, phase: 'before' });
    const reply = takesEffect(trouble) ? effect() : undefined;
    request.outcome = outcomeOf(reply);
    this.#wake();
    if (this.onRequest !== undefined) await this.onRequest({ method, args, phase: 'after' });
    if (trouble?.kind === 'slow') await trouble.until;
    if (trouble === undefined || trouble.kind === 'fine' || trouble.kind === 'slow') return reply ?? { kind: 'hang' };
    request.outcome = `${trouble.kind}${reply === undefined ? '' : `, ${request.outcome}`}`;
    return troubled(trouble);
  }

  #wake(): void {
    if (this.#waiting.length === 0) return;
    const due = this.#waiting.filter(({ isSo }) => isSo());
    this.#waiting = this.#waiting.filter((waiter) => !due.includes(waiter));
    for (const { done } of due) done();
  }
}

function outcomeOf(reply: Reply | undefined): string {
  if (reply?.kind !== 'answer') return 'none';
  return /"error":"([^"]+)"/.exec(reply.body)?.[1] ?? 'ok';
}
