import type { JsonObject } from '../../json.js';
import type { User } from '../state.js';
import { argument, type BotMethod, type Call, knownUser } from './call.js';

const userJson = (call: Call, user: User): JsonObject => ({
  id: user.id,
  team_id: user.teamId,
  name: user.name,
  deleted: user.deleted,
  real_name: user.realName,
  tz: user.tz,
  tz_offset: user.tzOffsetSeconds,
  profile: { real_name: user.realName, display_name: user.displayName, team: user.teamId },
  is_admin: user.isAdmin,
  is_owner: user.isOwner,
  is_primary_owner: user.isPrimaryOwner,
  is_restricted: user.isRestricted,
  is_ultra_restricted: user.isUltraRestricted,
  is_bot: user.isBot,
  is_app_user: false,
  ...(user.teamId !== call.workspace.id && { is_stranger: true }),
});

export const userMethods: Readonly<Record<string, BotMethod>> = {
  'users.info': {
    tier: 'tier 4',
    scopes: ['users:read'],
    required: ['user'],
    optional: ['include_locale'],
    run: (call) => ({ user: userJson(call, knownUser(call, argument(call, 'user'))) }),
  },
};
