import type { WebClientOptions } from '@slack/web-api';
import type { Clock } from '../../src/kernel/clock.js';
import { type LaneUse, Latency, Pace, type Urgency } from '../../src/platform/pace.js';
import type { AccessSource } from './access.js';
import type { Answer, Data } from './answer.js';
import { channelRate, rateOf, workspaceRate } from './budget.js';
import { WebApi } from './web-api.js';

export interface CallOptions {
  readonly urgency: Urgency;
  /** Aborted before the request's turn comes, nothing is sent. */
  readonly signal?: AbortSignal;
  /** With Slack's own time in the answer, and how long it took. */
  readonly timed?: boolean;
}

interface CallerDeps {
  readonly access: AccessSource;
  readonly clientOptions: WebClientOptions;
  readonly clock: Clock;
  /** Slack does not take the workspace's token any more. */
  readonly revoked: (team: string, error: string) => void;
}

/** Errors that say of the token that it is not one, or not one any more. */
const deadToken: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'user_removed_from_team',
]);

export const noAccess = 'not_installed';

/** Asks Slack in the name of the bot in one workspace, at the workspace's pace. Never rejects. */
export class Caller {
  readonly #deps: CallerDeps;
  readonly #latency = new Latency();
  readonly #paces = new Map<string, Pace>();
  readonly #apis = new Map<string, { readonly token: string; readonly api: WebApi }>();

  constructor(deps: CallerDeps) {
    this.#deps = deps;
  }

  async call(team: string, method: string, args: Data, options: CallOptions): Promise<Answer> {
    const turn = await this.#paceOf(team).turn(lanesOf(method, args), options.urgency, options.signal);
    if (turn === undefined) return { kind: 'unsent', reason: 'it was given up before it was sent' };
    const access = await this.#deps.access.of(team);
    if (access === undefined) return { kind: 'refused', error: noAccess, detail: 'the app is not installed there' };
    const api = this.#apiOf(team, access.token);
    const answer = await (options.timed === true ? api.timed(method, args) : api.call(method, args));
    if (answer.kind === 'limited') turn.limited(answer.retryAfterMs);
    else turn.arrived();
    if (answer.kind === 'refused' && deadToken.has(answer.error)) this.#deps.revoked(team, answer.error);
    return answer;
  }

  /** Whether Slack would be asked at once. */
  isFree(team: string, method: string): boolean {
    return this.#paceOf(team).isFree(lanesOf(method, {}));
  }

  /** The workspace is gone, with what was kept for it. */
  forget(team: string): void {
    this.#apis.delete(team);
  }

  #paceOf(team: string): Pace {
    const pace = this.#paces.get(team) ?? new Pace(this.#deps.clock, this.#latency);
    this.#paces.set(team, pace);
    return pace;
  }

  #apiOf(team: string, token: string): WebApi {
    const known = this.#apis.get(team);
    if (known?.token === token) return known.api;
    const api = new WebApi(token, this.#deps.clientOptions, this.#deps.clock);
    this.#apis.set(team, { token, api });
    return api;
  }
}

function lanesOf(method: string, { channel }: Data): readonly LaneUse[] {
  if (method !== 'chat.postMessage') return [{ lane: method, rate: rateOf(method) }];
  return [
    { lane: 'posts', rate: workspaceRate },
    { lane: `posts ${String(channel)}`, rate: channelRate },
  ];
}
