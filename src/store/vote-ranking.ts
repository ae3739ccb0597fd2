import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { PaperKey } from '../papers/paper.js';
import type { RankedPaper, TopQuery } from '../votes/repository.js';
import { isOneOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { votesInTeam, votesOnPapers } from './standing-votes.js';
import type { Database } from './tables/database.js';
import { downVotes, upVotes } from './vote-tallies.js';

/** See `VoteRepository.top`. */
export async function top({ db }: Executor, query: TopQuery): Promise<readonly RankedPaper[]> {
  const rows = await db
    .selectFrom(votesFor(db, query).as('vote'))
    .select((row) => [
      'vote.paper_key',
      upVotes.as('up'),
      downVotes.as('down'),
      row.fn.coalesce(mostUpvotes(row), sql.lit(0)).as('upvotes'),
      row.fn.coalesce(newestDay(row), sql.lit('')).as('newest_day'),
    ])
    .groupBy('vote.paper_key')
    .orderBy(sql`sum(vote.sign)`, 'desc')
    .orderBy('upvotes', 'desc')
    .orderBy('newest_day', 'desc')
    .orderBy('vote.paper_key')
    .limit(query.limit)
    .execute();
  return rows.map(({ paper_key, up, down, upvotes }) => ({
    paper: paper_key as PaperKey,
    up,
    down,
    upvotes,
  }));
}

type OfVote = ExpressionBuilder<Database & { readonly vote: { readonly paper_key: string } }, 'vote'>;

const listings = (row: OfVote) => row.selectFrom('listing').whereRef('listing.paper_key', '=', 'vote.paper_key');
const mostUpvotes = (row: OfVote) => listings(row).select((of) => of.fn.max('listing.upvotes').as('upvotes'));
const newestDay = (row: OfVote) => listings(row).select((of) => of.fn.max('listing.day').as('day'));

function votesFor(db: Kysely<Database>, { team, feeds, from, until }: TopQuery) {
  if (from === null) return votesInTeam(db).where('team.team', '=', team);
  return votesOnPapers(db)
    .where('team.team', '=', team)
    .where('ballot.paper_key', 'in', (row) =>
      row
        .selectFrom('listing')
        .select('listing.paper_key')
        .where((listing) => isOneOf(listing.ref('listing.feed'), feeds))
        .where('listing.day', '>=', from)
        .where('listing.day', '<=', until),
    );
}
