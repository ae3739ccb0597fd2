/** What the app asks a workspace for, each for a reason that `config/slack-manifest.yaml` gives. */
export const botScopes = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'links:read',
  'links:write',
  'reactions:read',
  'reactions:write',
  'users:read',
] as const;
