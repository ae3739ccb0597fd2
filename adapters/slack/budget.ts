import type { Rate } from '../../src/platform/pace.js';

/**
 * Slack's limits, kept a little below, so that a minute never sees more than it allows
 * (https://docs.slack.dev/apis/web-api/rate-limits: tiers 2 to 4 are 20, 50 and 100 a minute for a method in a workspace).
 */
const tiers = {
  2: { everyMs: 3_300, burst: 1 },
  3: { everyMs: 1_300, burst: 4 },
  4: { everyMs: 640, burst: 6 },
} as const satisfies Readonly<Record<number, Rate>>;

/** Posting: one message a second in a channel. */
export const channelRate: Rate = { everyMs: 1_000, burst: 1 };
/** Slack says of a workspace only "several hundred messages a minute"; this is three hundred. */
export const workspaceRate: Rate = { everyMs: 200, burst: 1 };

const tierOf: Readonly<Record<string, Rate>> = {
  'auth.test': tiers[4],
  'chat.postEphemeral': tiers[4],
  'chat.unfurl': tiers[3],
  'chat.update': tiers[3],
  'conversations.history': tiers[3],
  'conversations.info': tiers[3],
  'conversations.open': tiers[3],
  'conversations.replies': tiers[3],
  'reactions.add': tiers[3],
  'reactions.get': tiers[3],
  'users.info': tiers[4],
  'views.publish': tiers[4],
};

/** A method's own limit in a workspace. */
export const rateOf = (method: string): Rate => tierOf[method] ?? tiers[2];
