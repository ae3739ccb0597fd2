export interface VoteTables {
  readonly message: MessageRow;
  readonly ballot: BallotRow;
  readonly reaction: ReactionRow;
  readonly workspace_team: WorkspaceTeamRow;
}

/** A message whose reactions count, or (`virtual`) a place for button votes. */
export interface MessageRow {
  readonly adapter: string;
  readonly key: string;
  readonly workspace: string;
  readonly channel: string;
  readonly ballot_hash: string;
  readonly posted_at: number;
  readonly virtual: 0 | 1;
  readonly gone_at: number | null;
  /** The window of the last read-back, in the platform's order; null before the first. */
  readonly read_from: number | null;
  readonly read_until: number | null;
  /** A vote changed what it should show; after `edited_at` when that was since the last edit began. */
  readonly stale_since: number | null;
  /** When the last edit began. */
  readonly edited_at: number | null;
  /** 1 while its seeds are to be put on it. */
  readonly seeds_due: 1 | null;
}

/** One entry of a ballot, under the hash of the whole: thousands of channels with one list share its rows. Never changed. */
export interface BallotRow {
  readonly hash: string;
  readonly position: number;
  readonly emoji: string;
  readonly paper_key: string;
  readonly sign: 1 | -1;
}

/** The last known change of one person's emoji on one message. The person is of the message's workspace. */
export interface ReactionRow {
  readonly adapter: string;
  readonly message_key: string;
  readonly user_id: string;
  readonly emoji: string;
  readonly origin: 'reaction' | 'button';
  readonly present: 0 | 1;
  /** The platform's order of that change, in microseconds. */
  readonly ord: number;
}

/** The team of every workspace that has a message or is named by a team, so that a team's messages are an index away. */
export interface WorkspaceTeamRow {
  readonly adapter: string;
  readonly workspace: string;
  readonly team: string;
}
