import { noAccess } from './caller.js';

/** Slack's error codes of a channel that takes nothing from us any more, and what people are told. */
const closedChannel: Readonly<Record<string, string>> = {
  channel_is_limited_access: 'the channel is restricted',
  channel_not_found: 'the channel is not there, or the bot may not see it',
  ekm_access_denied: 'the workspace does not allow it',
  external_channel_migrating: 'the channel is being moved',
  is_archived: 'the channel is archived',
  is_inactive: 'the channel is frozen',
  messages_tab_disabled: 'the app takes no direct messages',
  missing_scope: 'the app lacks a permission',
  no_access: 'the bot may not see the channel',
  no_permission: 'the app lacks a permission',
  not_in_channel: 'the bot is not in the channel',
  posting_to_channel_denied: 'the bot may not post in the channel',
  restricted_action: 'the bot may not post in the channel',
  restricted_action_non_threadable_channel: 'the channel allows no threads',
  restricted_action_read_only_channel: 'the channel is read-only',
  restricted_action_thread_only_channel: 'the channel allows only threads',
  team_access_not_granted: 'the app has no access to the workspace',
  user_not_in_channel: 'the person is not in the channel',
};

/** Of a workspace as a whole. */
const closedWorkspace: Readonly<Record<string, string>> = {
  [noAccess]: 'the app is not installed in the workspace any more',
  access_denied: 'the workspace does not allow it',
  account_inactive: 'the workspace took the app away',
  app_access_restricted: 'the workspace restricts the app',
  invalid_auth: 'Slack does not accept the token',
  not_allowed_token_type: 'Slack does not accept this kind of token',
  not_authed: 'Slack does not accept the token',
  org_login_required: 'the workspace is being moved',
  team_not_found: 'the workspace is not there',
  token_revoked: 'the workspace took the token back',
  two_factor_setup_required: 'the workspace asks for a second factor',
};

/** Why nothing can be posted to the channel as long as nobody changes something; undefined when it is only about this one request. */
export const closedReason = (error: string): string | undefined => closedChannel[error] ?? closedWorkspace[error];

/** Passing trouble that Slack names: certainly not carried out. */
const passing: ReadonlySet<string> = new Set([
  'accesslimited',
  'channel_cannot_be_unfurled',
  'message_limit_exceeded',
  'team_added_to_org',
  'token_expired',
  'update_failed',
]);

export const isPassing = (error: string): boolean => passing.has(error);

const gone: ReadonlySet<string> = new Set(['message_not_found', 'thread_not_found', 'bad_timestamp']);

/** The message that the request is about is not there. */
export const isGone = (error: string): boolean => gone.has(error);
