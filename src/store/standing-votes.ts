import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from './tables/database.js';
import type { BallotRow, MessageRow, ReactionRow, WorkspaceTeamRow } from './tables/votes.js';

interface Joined {
  readonly team: WorkspaceTeamRow;
  readonly message: MessageRow;
  readonly ballot: BallotRow;
  readonly reaction: ReactionRow;
}

type Joint = SelectQueryBuilder<Database & Joined, keyof Joined, unknown>;

/**
 * What follows from the reactions that stand: one row for a person and a paper, unless the signs cancel. `ord` is the newest of
 * the reactions. Callers narrow it by `where`.
 *
 * SQLite keeps cross joins in the order in which they are written
 * (https://sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join). Left to itself it begins with all reactions.
 */
const votes = (joint: Joint) =>
  joint
    .whereRef('message.adapter', '=', 'team.adapter')
    .whereRef('message.workspace', '=', 'team.workspace')
    .whereRef('ballot.hash', '=', 'message.ballot_hash')
    .whereRef('reaction.adapter', '=', 'message.adapter')
    .whereRef('reaction.message_key', '=', 'message.key')
    .whereRef('reaction.emoji', '=', 'ballot.emoji')
    .where('reaction.present', '=', 1)
    .select(['reaction.adapter', 'message.workspace', 'reaction.user_id', 'ballot.paper_key'])
    // Each sign counts once, however many reactions of the person carry it, so that up and down together are no vote.
    .select(sql<1 | -1>`sum(distinct ballot.sign)`.as('sign'))
    .select((row) => row.fn.max('reaction.ord').as('ord'))
    .groupBy(['reaction.adapter', 'message.workspace', 'reaction.user_id', 'ballot.paper_key'])
    .having(sql`sum(distinct ballot.sign)`, '<>', 0);

/** For few papers of one team. */
export const votesOnPapers = (db: Kysely<Database>) =>
  votes(db.selectFrom('workspace_team as team').crossJoin('ballot').crossJoin('message').crossJoin('reaction'));

/** For all papers of one team. */
export const votesInTeam = (db: Kysely<Database>) =>
  votes(db.selectFrom('workspace_team as team').crossJoin('message').crossJoin('reaction').crossJoin('ballot'));

/** For one person. */
export const votesOfPerson = (db: Kysely<Database>) =>
  votes(db.selectFrom('reaction').crossJoin('message').crossJoin('ballot').crossJoin('workspace_team as team'));
