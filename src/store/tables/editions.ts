export interface EditionTables {
  readonly subscription: SubscriptionRow;
  readonly edition: EditionRow;
  readonly considered: ConsideredRow;
  readonly content: ContentRow;
}

export interface SubscriptionRow {
  readonly id: string;
  readonly adapter: string;
  readonly workspace: string;
  readonly channel: string;
  readonly managed: string;
  readonly enabled: 0 | 1;
  /** `HH:MM` in `zone`. */
  readonly time: string;
  readonly zone: string;
  /** JSON: weekdays, Monday is 1. */
  readonly days: string;
  readonly count: number;
  readonly layout: string;
  /** JSON: a list of feed ids. */
  readonly feeds: string;
  /** JSON: words, authors, categories. */
  readonly topics: string;
  readonly min_upvotes: number;
  readonly next_run_at: number | null;
  readonly set_up_by: string | null;
  readonly paused: string | null;
}

/** One row for a subscription and a local date. It outlives the subscription, so that one that comes back repeats nothing. */
export interface EditionRow {
  readonly id: string;
  readonly subscription_id: string;
  readonly date: string;
  readonly kind: string;
  readonly content_hash: string | null;
  /** The set it considered (`considered.set_hash`); null when it considered nothing. */
  readonly considered_hash: string | null;
  readonly planned_at: number;
  readonly freed: 0 | 1;
}

/** A set of considered papers under the hash of its contents, once for all editions that share it; never changed. */
export interface ConsideredRow {
  readonly set_hash: string;
  readonly paper_key: string;
  readonly shown: 0 | 1;
}

/** Frozen content under its hash, once for all editions that share it; never changed. */
interface ContentRow {
  readonly hash: string;
  readonly body: string;
}
