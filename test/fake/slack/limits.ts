/** So many calls a minute on average, and so many at once beyond the pace. */
export interface Pace {
  readonly perMinute: number;
  readonly burst: number;
}

export type Tier = 'tier 1' | 'tier 2' | 'tier 3' | 'tier 4' | 'special';

export interface RateLimits {
  /** Web API tiers, each per method and workspace. */
  readonly tiers: Readonly<Record<Tier, Pace>>;
  /** chat.postMessage into one channel. */
  readonly postsInChannel: Pace;
  /** chat.postMessage into all channels of a workspace. */
  readonly postsInWorkspace: Pace;
  /** Network jitter: a call that comes so early is still in time. It is never earned, so the pace holds over any longer span. */
  readonly toleranceMs: number;
}

/**
 * Slack names the paces of the tiers and says that bursts are borne, but not how large. Ten is our guess: a page that is opened
 * or a read-back of one edition goes through, a loop over hundreds does not. Posting gets no burst at all, so that whoever passes
 * here passes there; "several hundred messages per minute" in a workspace is taken as 300.
 */
export const slackRateLimits: RateLimits = {
  tiers: {
    'tier 1': { perMinute: 1, burst: 10 },
    'tier 2': { perMinute: 20, burst: 10 },
    'tier 3': { perMinute: 50, burst: 10 },
    'tier 4': { perMinute: 100, burst: 10 },
    special: { perMinute: 600, burst: 10 },
  },
  postsInChannel: { perMinute: 60, burst: 0 },
  postsInWorkspace: { perMinute: 300, burst: 0 },
  toleranceMs: 5,
};

/** Everything else that Slack bounds: sizes, counts, times. */
export const slackLimits = {
  textCharacters: 40_000,
  /** All blocks of a message together; from a bug report, not from the reference. */
  messageBlockCharacters: 13_200,
  markdownTextCharacters: 12_000,
  /** Slack names no number; its error does exist. */
  metadataCharacters: 16_000,
  messageBlocks: 50,
  viewBlocks: 100,
  distinctReactions: 50,
  reactionsOfOnePerson: 23,
  /** Who reacted is named in full only when asked with `full`. */
  namedReactors: 50,
  historyPage: 999,
  defaultHistoryPage: 100,
  sockets: 10,
  answerWithinMs: 3_000,
  triggerMs: 3_000,
  /** After the first try: at once, a minute later, five minutes later. */
  retryAfterMs: [0, 60_000, 300_000],
  responseUrlUses: 5,
  responseUrlMs: 30 * 60_000,
  codeMs: 10 * 60_000,
  tokenSeconds: 43_200,
} as const;
