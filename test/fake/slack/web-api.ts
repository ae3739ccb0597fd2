import type { JsonObject } from '../json.js';
import { textOf } from '../json.js';
import { received } from './args.js';
import { answer, type Handling, type Reply, rateLimited } from './handling.js';
import type { RateLimits, Tier } from './limits.js';
import { botMethods } from './method-table.js';
import type { BotMethod } from './methods/call.js';
import type { OAuth } from './oauth.js';
import { RateLimiter } from './rate-limiter.js';
import { Refusal } from './refusal.js';
import type { Token } from './state.js';
import type { World } from './world.js';

export interface HttpCall {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

class TooFast extends Error {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('ratelimited');
    this.waitMs = waitMs;
  }
}

/** Slack's Web API: tokens, scopes, arguments, paces, then the method itself. */
export class WebApi {
  readonly #world: World;
  readonly #handling: Handling;
  readonly #oauth: OAuth;
  readonly #tiers: ReadonlyMap<Tier, RateLimiter>;
  readonly #posts: readonly [channel: RateLimiter, workspace: RateLimiter];

  constructor(world: World, handling: Handling, oauth: OAuth, limits: RateLimits) {
    this.#world = world;
    this.#handling = handling;
    this.#oauth = oauth;
    const tiers = Object.entries(limits.tiers) as [Tier, RateLimits['tiers'][Tier]][];
    this.#tiers = new Map(tiers.map(([tier, pace]) => [tier, new RateLimiter(pace, limits.toleranceMs)]));
    this.#posts = [
      new RateLimiter(limits.postsInChannel, limits.toleranceMs),
      new RateLimiter(limits.postsInWorkspace, limits.toleranceMs),
    ];
  }

  handle(call: HttpCall): Promise<Reply> {
    const { args, token } = received(call.query, call.contentType, call.authorization, call.body);
    const teamId = this.#world.tokens.get(token ?? '')?.teamId;
    return this.#handling.run(call.method, args, teamId, () => this.#reply(call, args, token));
  }

  #reply(call: HttpCall, args: JsonObject, token: string | undefined): Reply {
    try {
      return answer(200, { ok: true, ...this.#result(call, args, token) });
    } catch (error) {
      if (error instanceof TooFast) return rateLimited(Math.max(1, Math.ceil(error.waitMs / 1_000)));
      if (error instanceof Refusal) return answer(200, { ok: false, error: error.code, ...error.detail });
      throw error;
    }
  }

  #result(call: HttpCall, args: JsonObject, token: string | undefined): JsonObject {
    if (call.method === 'oauth.v2.access') return this.#oauth.access(args, call.authorization);
    if (call.method === 'apps.connections.open') return this.#openConnection(token);
    const method = botMethods.get(call.method);
    if (method === undefined) {
      this.#world.complain(`${call.method} is no method that is known here`);
      throw new Refusal('unknown_method', { req_method: call.method });
    }
    const good = this.#authenticated(token);
    if (good.kind !== 'bot') throw new Refusal('not_allowed_token_type');
    checkScopes(method, good);
    this.#keepPace(call.method, method, args, good);
    this.#checkArguments(call.method, method, args);
    const workspace = this.#world.workspaces.get(good.teamId);
    if (workspace === undefined) throw new Refusal('team_not_found');
    return method.run({ world: this.#world, workspace, token: good, args });
  }

  #openConnection(token: string | undefined): JsonObject {
    const good = this.#authenticated(token);
    if (good.kind !== 'app') throw new Refusal('not_allowed_token_type');
    if (!good.scopes.has('connections:write')) throw new Refusal('missing_scope', { needed: 'connections:write' });
    return { url: this.#world.socketUrl() };
  }

  #authenticated(given: string | undefined): Token {
    if (given === undefined) throw new Refusal('not_authed');
    const token = this.#world.tokens.get(given);
    if (token === undefined) throw new Refusal('invalid_auth');
    if (token.revoked) throw new Refusal('token_revoked');
    const workspace = this.#world.workspaces.get(token.teamId);
    if (token.kind === 'bot' && (workspace?.isInstalled !== true || workspace.isInactive))
      throw new Refusal('account_inactive');
    if (token.expiresAt !== undefined && this.#world.now() >= token.expiresAt) throw new Refusal('token_expired');
    return token;
  }

  #keepPace(name: string, method: BotMethod, args: JsonObject, token: Token): void {
    const paces: [limiter: RateLimiter | undefined, key: string][] = [];
    if (name === 'chat.postMessage') {
      const channel = this.#channelOf(token.teamId, textOf(args.channel));
      paces.push([this.#posts[0], `${token.teamId} ${channel}`], [this.#posts[1], token.teamId]);
    } else {
      paces.push([this.#tiers.get(method.tier), `${token.teamId} ${name}`]);
    }
    const now = this.#world.now();
    const waitMs = Math.max(...paces.map(([limiter, key]) => limiter?.waitMs(key, now) ?? 0));
    if (waitMs > 0) throw new TooFast(waitMs);
    for (const [limiter, key] of paces) limiter?.spend(key, now);
  }

  /** A person's id means the direct message with them. */
  #channelOf(teamId: string, id: string): string {
    if (!/^[UW]/.test(id)) return id;
    const channels = this.#world.workspaces.get(teamId)?.channels.values() ?? [];
    return [...channels].find(({ person }) => person === id)?.id ?? id;
  }

  #checkArguments(name: string, method: BotMethod, args: JsonObject): void {
    for (const given of Object.keys(args))
      if (!method.required.includes(given) && !method.optional.includes(given))
        this.#world.complain(`${given} is no argument of ${name}`);
    const missing = method.required.filter((wanted) => args[wanted] === undefined || args[wanted] === '');
    if (missing.length === 0) return;
    const messages = missing.map((wanted) => `[ERROR] missing required field: ${wanted}`);
    throw new Refusal('invalid_arguments', { response_metadata: { messages } });
  }
}

function checkScopes(method: BotMethod, token: Token): void {
  if (method.scopes.length === 0 || method.scopes.some((scope) => token.scopes.has(scope))) return;
  throw new Refusal('missing_scope', { needed: method.scopes.join(','), provided: [...token.scopes].join(',') });
}
