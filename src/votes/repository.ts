import type { Brand } from '../kernel/brand.js';
import type { Instant } from '../kernel/clock.js';
import type { IsoDate } from '../kernel/dates.js';
import type { FeedId } from '../papers/listing.js';
import type { PaperKey } from '../papers/paper.js';
import type { AdapterId, MessageRef, Order, ReactionEvent, User, Workspace } from '../platform/adapter.js';
import type { Room } from '../platform/room.js';
import type { Ballot } from './ballot.js';

/** Workspaces that share one tally. A workspace that no team names is a team of its own: `adapter:workspace`. */
export type TeamId = Brand<string, 'TeamId'>;

/** The votes of one team on a paper: people for it and people against it. */
export interface Tally {
  readonly up: number;
  readonly down: number;
}

export interface Vote {
  readonly user: User;
  readonly paper: PaperKey;
  readonly sign: 1 | -1;
}

export interface RankedPaper extends Tally {
  readonly paper: PaperKey;
  readonly upvotes: number;
}

/** A message whose reactions count. */
export interface VotingMessage extends Workspace {
  readonly ref: MessageRef;
  readonly channel: string;
  readonly ballot: Ballot;
  readonly postedAt: Instant;
  /** No message on the platform, only a place for button votes: never edited, never read back, never stale. */
  readonly virtual: boolean;
}

/**
 * What became of a reaction event. `late`: it lies before the last read-back, which already shows its effect. `unclear`: it lies
 * within the read-back's own second, so that only one more read can tell. `foreign`: the message is none of ours.
 */
export type Recorded = 'stored' | 'repeated' | 'late' | 'unclear' | 'foreign';

export interface TopQuery {
  readonly team: TeamId;
  /** Only papers listed on these feeds from `from` to `until`; every paper when `from` is null. */
  readonly feeds: readonly FeedId[];
  readonly from: IsoDate | null;
  readonly until: IsoDate;
  readonly limit: number;
}

export interface BegunEdit extends Workspace {
  readonly ref: MessageRef;
  readonly begunAt: Instant;
}

/** A message of ours and the emoji to put on it, in order. */
export interface DueSeeds extends Workspace {
  readonly ref: MessageRef;
  readonly emoji: readonly string[];
}

/**
 * Truth is the set of raw reactions (message, user, emoji) that stand, each with the platform's order of its last change; votes
 * are a view over it: one per person and paper in a team, the signs of the person's standing reactions on any of the
 * team's messages that carry the paper; up and down together cancel. Rows of origin `button` count alike, but reading back leaves
 * them alone. A deleted message keeps its rows.
 */
export interface VoteRepository {
  /**
   * Which team each workspace belongs to, replacing what was set before; others are teams of their own. Messages of teams that a
   * workspace leaves or joins become stale where a paper has votes.
   */
  assignTeams(teams: readonly (Workspace & { readonly team: TeamId })[]): Promise<void>;
  teamOf(workspace: Workspace): Promise<TeamId>;
  /**
   * Makes the message's reactions count, and its seeds due where it is to have them. The same ref again replaces nothing. `shows`: the
   * tallies that it was posted with; it is stale when people voted on its papers elsewhere while it was on its way.
   */
  addMessage(message: VotingMessage, seeds?: 'seeds', shows?: ReadonlyMap<PaperKey, Tally>): Promise<void>;
  /**
   * Messages that still lack their seeds, the newest first, as many as there is room for: the first emoji of each paper and sign. They
   * stay due until `endSeeds`, so that a restart forgets none.
   */
  dueSeeds(room: Room): Promise<readonly DueSeeds[]>;
  endSeeds(ref: MessageRef): Promise<void>;
  /** Everything that this user put on messages of the workspace counts no more: it is a program. */
  dismiss(user: User): Promise<void>;
  /**
   * Keeps events in any order and number: the largest `order` of a (message, user, emoji) wins, an equal or smaller one is
   * `repeated`. An event of an unknown message is kept only while a post in its channel is under way (its ref may be
   * about to be recorded); otherwise it is `foreign`. The promise resolves once the rows are on disk.
   * Messages of the team that show a paper concerned become stale (see `beginEdits`).
   */
  record(events: readonly ReactionEvent[]): Promise<readonly Recorded[]>;
  /**
   * Replaces what stands on a message by a full set read from the platform; rows changed at or after `until` stay. `unclear`: an
   * event from between `from` and `until` said otherwise and may be the newer of the two, or the read is older than the
   * last one and changed nothing; only one more read can tell.
   */
  readBack(
    ref: MessageRef,
    reactions: readonly { readonly user: string; readonly emoji: string }[],
    from: Order,
    until: Order,
  ): Promise<'settled' | 'unclear'>;
  /** Presses a vote button: turns the person's row of origin `button` for that emoji on, or off when it stood. Says what stands now. */
  press(ref: MessageRef, user: User, emoji: string, order: Order): Promise<boolean>;
  /** The platform deleted these messages: their votes stay, nothing is edited or read back any more. */
  markGone(refs: readonly MessageRef[], at: Instant): Promise<void>;
  /** Tallies of the papers that have any vote; others are left out. */
  tallies(team: TeamId, papers: readonly PaperKey[]): Promise<ReadonlyMap<PaperKey, Tally>>;
  voters(team: TeamId, paper: PaperKey): Promise<readonly Vote[]>;
  /** A person's votes, newest first. */
  votesOf(user: User, limit: number): Promise<readonly Vote[]>;
  /** Papers with at least one vote of the team, by up minus down; ties by upvotes, then by newest listing day, then by key. */
  top(query: TopQuery): Promise<readonly RankedPaper[]>;
  /** Messages posted since `since` on one platform, or in one workspace of it, that still exist, newest first. */
  messagesSince(
    place: { readonly adapter: AdapterId; readonly workspace?: string },
    since: Instant,
  ): Promise<readonly VotingMessage[]>;
  /**
   * Begins edits of messages that no longer show the tally that is and whose last edit began at or before `editedBefore`; the oldest
   * change first, as many as there is room for. They stay stale until `endEdit`, so that an edit that comes to nothing is begun again.
   */
  beginEdits(at: Instant, editedBefore: Instant, room: Room): Promise<readonly BegunEdit[]>;
  /** The message shows the tallies as they were read after the edit began: it is stale only by a vote since then. */
  endEdit(edit: BegunEdit): Promise<void>;
}
