import type { JsonObject } from '../../json.js';
import type { BotMethod, Call } from './call.js';

function test(call: Call): JsonObject {
  const { world, workspace, token } = call;
  return {
    url: `https://${workspace.domain}.slack.com/`,
    team: workspace.name,
    user: workspace.users.get(workspace.botUserId)?.name,
    team_id: workspace.id,
    user_id: workspace.botUserId,
    bot_id: workspace.botId,
    app_id: world.app.id,
    is_enterprise_install: false,
    ...(token.expiresAt !== undefined && { expires_in: Math.floor((token.expiresAt - world.now()) / 1_000) }),
  };
}

function revoke(call: Call): JsonObject {
  if (call.args.test === true) return { revoked: false };
  call.token.revoked = true;
  return { revoked: true };
}

export const authMethods: Readonly<Record<string, BotMethod>> = {
  'auth.test': { tier: 'special', scopes: [], required: [], optional: [], run: test },
  'auth.revoke': { tier: 'tier 3', scopes: [], required: [], optional: ['test'], run: revoke },
};
