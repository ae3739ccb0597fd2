import { type JsonObject, textOf } from '../json.js';
import { slackLimits } from './limits.js';
import { Refusal } from './refusal.js';
import type { Workspace } from './state.js';
import type { World } from './world.js';

interface Grant {
  readonly teamId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly until: number;
}

/** Who presses "Allow" at the next visit of the authorize page. */
export interface Installer {
  readonly teamId: string;
  readonly userId: string;
}

/** Adding the app to workspaces, and keeping its tokens fresh. */
export class OAuth {
  readonly #world: World;
  readonly #codes = new Map<string, Grant>();
  /** Single use: taken out when used. */
  readonly #refreshTokens = new Map<string, { readonly teamId: string; readonly scopes: readonly string[] }>();
  /** Undefined: the person presses "Cancel". */
  installer: Installer | undefined;
  #count = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Where the authorize page sends the browser: back to the app, with a code or with `error=access_denied`. Throws a Refusal. */
  authorize(query: URLSearchParams): URL {
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== this.#world.app.clientId) throw new Refusal('invalid_client_id');
    if (!URL.canParse(redirectUri)) throw new Refusal('bad_redirect_uri');
    const scopes = (query.get('scope') ?? '').split(/[ ,]/).filter(Boolean);
    if (scopes.length === 0) throw new Refusal('no_scopes');
    const back = new URL(redirectUri);
    const state = query.get('state');
    if (state !== null) back.searchParams.set('state', state);
    if (this.installer === undefined) back.searchParams.set('error', 'access_denied');
    else back.searchParams.set('code', this.#code(this.installer, scopes, redirectUri));
    return back;
  }

  /** oauth.v2.access, which takes no token. Throws a Refusal. */
  access(args: JsonObject, authorization: string | undefined): JsonObject {
    const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const [basicId, basicSecret] = Buffer.from(basic, 'base64').toString().split(':');
    const { clientId, clientSecret } = this.#world.app;
    if ((textOf(args.client_id) || basicId) !== clientId) throw new Refusal('invalid_client_id');
    if ((textOf(args.client_secret) || basicSecret) !== clientSecret) throw new Refusal('bad_client_secret');
    const kind = args.grant_type ?? 'authorization_code';
    if (kind === 'refresh_token') return this.#refresh(textOf(args.refresh_token));
    if (kind !== 'authorization_code') throw new Refusal('invalid_grant_type');
    return this.#exchange(textOf(args.code), textOf(args.redirect_uri));
  }

  /** A token for the workspace, with all that the app is told beside it. */
  issue(workspace: Workspace, scopes: readonly string[]): JsonObject {
    const world = this.#world;
    const isRotating = world.app.tokenRotation;
    this.#count += 1;
    const token = `${isRotating ? 'xoxe.xoxb-1-' : 'xoxb-'}${workspace.id}-${this.#count}`;
    const expiresAt = isRotating ? world.now() + slackLimits.tokenSeconds * 1_000 : undefined;
    world.addToken('bot', workspace.id, scopes, token, expiresAt);
    return {
      access_token: token,
      token_type: 'bot',
      scope: scopes.join(','),
      bot_user_id: workspace.botUserId,
      app_id: world.app.id,
      team: { id: workspace.id, name: workspace.name },
      enterprise: null,
      is_enterprise_install: false,
      ...(isRotating && { expires_in: slackLimits.tokenSeconds, refresh_token: this.#refreshToken(workspace, scopes) }),
    };
  }

  #code(installer: Installer, scopes: readonly string[], redirectUri: string): string {
    this.#count += 1;
    const code = `code-${this.#count}`;
    const until = this.#world.now() + slackLimits.codeMs;
    this.#codes.set(code, { ...installer, scopes, redirectUri, until });
    return code;
  }

  #refreshToken(workspace: Workspace, scopes: readonly string[]): string {
    const token = `xoxe-1-${workspace.id}-${this.#count}`;
    this.#refreshTokens.set(token, { teamId: workspace.id, scopes });
    return token;
  }

  #exchange(code: string, redirectUri: string): JsonObject {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    if (grant === undefined || this.#world.now() > grant.until) throw new Refusal('invalid_code');
    if (redirectUri !== grant.redirectUri) throw new Refusal('bad_redirect_uri');
    const workspace = this.#world.workspaces.get(grant.teamId);
    if (workspace === undefined) throw new Refusal('invalid_code');
    workspace.isInstalled = true;
    return { ...this.issue(workspace, grant.scopes), authed_user: { id: grant.userId } };
  }

  #refresh(refreshToken: string): JsonObject {
    const grant = this.#refreshTokens.get(refreshToken);
    this.#refreshTokens.delete(refreshToken);
    const workspace = this.#world.workspaces.get(grant?.teamId ?? '');
    if (grant === undefined || workspace?.isInstalled !== true) throw new Refusal('invalid_refresh_token');
    return this.issue(workspace, grant.scopes);
  }
}
