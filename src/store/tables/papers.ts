/**
 * Columns are portable: ids and JSON are text, instants whole milliseconds, dates `YYYY-MM-DD`, booleans 0 or 1.
 */
export interface PaperTables {
  readonly paper: PaperRow;
  readonly listing: ListingRow;
  readonly feed_day: FeedDayRow;
  readonly feed_health: FeedHealthRow;
}

export interface PaperRow {
  readonly key: string;
  readonly title: string;
  readonly abstract: string;
  /** JSON: a list of names. */
  readonly authors: string;
  /** JSON: a list of categories. */
  readonly categories: string;
  /** JSON: a list of keywords. */
  readonly keywords: string;
  readonly organization: string | null;
  readonly summary: string | null;
  readonly code_url: string | null;
  readonly code_stars: number | null;
  readonly project_url: string | null;
  readonly published_on: string | null;
  /** JSON: a list of sources. */
  readonly sources: string;
  readonly listed_on: string | null;
}

/** One row for a feed, a day and a paper. */
export interface ListingRow {
  readonly feed: string;
  readonly day: string;
  readonly paper_key: string;
  readonly upvotes: number;
  readonly position: number;
}

interface FeedDayRow {
  readonly feed: string;
  readonly day: string;
  readonly papers: number;
  readonly read_at: number;
}

interface FeedHealthRow {
  readonly feed: string;
  readonly ok_at: number | null;
  readonly failed_at: number | null;
  readonly reason: string | null;
}
