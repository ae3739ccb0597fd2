import type { JsonObject } from '../../json.js';
import { userPayload } from '../payloads.js';
import { ok, type Router } from '../router.js';
import type { World } from '../world.js';

function applicationPayload(world: World): JsonObject {
  const { id, botUser } = world.application;
  return {
    id,
    name: botUser.username,
    icon: null,
    description: '',
    summary: '',
    type: null,
    bot: userPayload(botUser),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    flags_new: '0',
    hook: true,
    owner: userPayload(botUser),
    team: null,
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
    role_connections_verification_url: null,
    interactions_endpoint_url: null,
    redirect_uris: [],
    integration_types_config: { 0: {} },
  };
}

export function addIdentityRoutes(router: Router, world: World): void {
  router.route('GET', '/users/@me', () =>
    ok({ ...userPayload(world.application.botUser), mfa_enabled: true, verified: true, locale: 'en-US' }),
  );
  router.route('GET', '/applications/@me', () => ok(applicationPayload(world)));
  router.route('GET', '/oauth2/applications/@me', () => ok(applicationPayload(world)));
  router.route('GET', '/gateway', () => ok({ url: world.gatewayUrl }));
  router.route('GET', '/gateway/bot', () => {
    const { total, remaining, resetAfterMs, maxConcurrency } = world.sessionStarts;
    const limit = { total, remaining, reset_after: resetAfterMs, max_concurrency: maxConcurrency };
    return ok({ url: world.gatewayUrl, shards: world.shards, session_start_limit: limit });
  });
}
