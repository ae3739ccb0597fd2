/** So many requests in a window that begins with its first. */
export interface Pace {
  readonly requests: number;
  readonly perMs: number;
}

type Bucket = 'posts' | 'edits' | 'deletes' | 'reactions' | 'crossposts';

export interface RateLimits {
  /** All requests of the bot, those of interactions left out. */
  readonly global: Pace;
  /** Each per channel. */
  readonly buckets: Readonly<Record<Bucket, Pace>>;
  /** Answers of 401, 403 and 429 (not of shared limits) until Discord shuts the door on the address. */
  readonly invalid: Pace;
  /** Network jitter: a request that comes so early is still in time. It is never earned, so the pace holds over any longer span. */
  readonly toleranceMs: number;
}

/**
 * The global limit and that of invalid requests are documented (https://docs.discord.com/developers/topics/rate-limits). Discord asks
 * not to rely on the others and tells them in headers; these are what bots see.
 */
export const discordRateLimits: RateLimits = {
  global: { requests: 50, perMs: 1_000 },
  buckets: {
    posts: { requests: 5, perMs: 5_000 },
    edits: { requests: 5, perMs: 5_000 },
    deletes: { requests: 5, perMs: 1_000 },
    reactions: { requests: 1, perMs: 250 },
    crossposts: { requests: 10, perMs: 3_600_000 },
  },
  invalid: { requests: 10_000, perMs: 600_000 },
  toleranceMs: 5,
};

const endless: Pace = { requests: Number.MAX_SAFE_INTEGER, perMs: 1_000 };

/** For tests that are not about pace. */
export const endlessRateLimits: RateLimits = {
  global: endless,
  buckets: { posts: endless, edits: endless, deletes: endless, reactions: endless, crossposts: endless },
  invalid: endless,
  toleranceMs: 0,
};

/** Which limit a route shares with others, by its method and path. */
export const bucketOf: Readonly<Record<string, Bucket>> = {
  'POST /channels/{channel}/messages': 'posts',
  'PATCH /channels/{channel}/messages/{message}': 'edits',
  'DELETE /channels/{channel}/messages/{message}': 'deletes',
  'PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me': 'reactions',
  'DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/@me': 'reactions',
  'DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/{user}': 'reactions',
  'DELETE /channels/{channel}/messages/{message}/reactions/{emoji}': 'reactions',
  'DELETE /channels/{channel}/messages/{message}/reactions': 'reactions',
  'POST /channels/{channel}/messages/{message}/crosspost': 'crossposts',
};

/** Everything else that Discord bounds: sizes, counts, times. */
export const discordLimits = {
  distinctReactions: 20,
  nonceCharacters: 25,
  /** Discord says "the past few minutes". */
  nonceMs: 180_000,
  messagePage: 100,
  defaultMessagePage: 50,
  reactionPage: 100,
  threadPage: 100,
  defaultReactionPage: 25,
  bulkDelete: 100,
  bulkDeleteAgeMs: 14 * 86_400_000,
  threadName: 100,
  threadMinutes: [60, 1_440, 4_320, 10_080],
  commands: 100,
  commandCreatesADay: 200,
  commandCharacters: 8_000,
  commandDescription: 100,
  commandOptions: 25,
  commandChoices: 25,
  choiceCharacters: 100,
} as const;
