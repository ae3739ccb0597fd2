import { type SqlBool, sql } from 'kysely';
import { type Instant, instant } from '../kernel/clock.js';
import { contentHash } from '../kernel/ids.js';
import type { PaperKey } from '../papers/paper.js';
import type { AdapterId, MessageRef } from '../platform/adapter.js';
import type { Ballot, BallotEntry } from '../votes/ballot.js';
import type { Tally, VoteRepository, VotingMessage } from '../votes/repository.js';
import { ownTeam } from '../votes/team.js';
import { refOf } from './delivery-rows.js';
import { isOneOf, tableOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { markConcerned, markStale } from './stale-messages.js';
import type { MessageRow } from './tables/votes.js';
import { tallies } from './vote-tallies.js';
import { teamOf } from './vote-teams.js';

const pageSize = 500;

type Shows = ReadonlyMap<PaperKey, Tally>;

interface Posted {
  readonly seeds: 'seeds' | undefined;
  readonly shows: Shows | undefined;
}

export async function addMessage(
  tx: Executor,
  message: VotingMessage,
  now: Instant,
  { seeds, shows }: Posted,
): Promise<void> {
  const { adapter, key } = message.ref;
  const added = await tx.db
    .insertInto('message')
    .values({
      adapter,
      key,
      workspace: message.workspace,
      channel: message.channel,
      ballot_hash: await keepBallot(tx, message.ballot),
      posted_at: message.postedAt,
      virtual: message.virtual ? 1 : 0,
      seeds_due: seeds === undefined ? null : 1,
    })
    .onConflict((conflict) => conflict.columns(['adapter', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  if (added === undefined) return;
  await keepWorkspace(tx, message);
  await markConcerned(tx, await earlyReactions(tx, message.ref), now);
  if (shows !== undefined && !(await isCurrent(tx, message, shows))) await markStale(tx, message.ref, now);
}

async function isCurrent(tx: Executor, message: VotingMessage, shows: Shows): Promise<boolean> {
  const papers = [...new Set(message.ballot.map(({ paper }) => paper))];
  const current = await tallies(tx, await teamOf(tx, message), papers);
  return papers.every((paper) => {
    const [shown, now] = [shows.get(paper), current.get(paper)];
    return shown?.up === now?.up && shown?.down === now?.down;
  });
}

/** The ballot's hash. */
async function keepBallot(tx: Executor, ballot: Ballot): Promise<string> {
  const hash = contentHash(JSON.stringify(ballot.map(({ emoji, paper, sign }) => [emoji, paper, sign])));
  const rows = ballot.map(({ emoji, paper, sign }, position) => ({ hash, position, emoji, paper_key: paper, sign }));
  const columns = ['hash', 'position', 'emoji', 'paper_key', 'sign'] as const;
  await tx.db
    .insertInto('ballot')
    .columns(columns)
    .expression((query) =>
      query
        .selectFrom(tableOf(rows, columns).as('entry'))
        .select(['entry.hash', 'entry.position', 'entry.emoji', 'entry.paper_key', 'entry.sign'])
        // SQLite reads ON CONFLICT after a bare FROM as a join condition.
        .where(sql<SqlBool>`true`),
    )
    .onConflict((conflict) => conflict.columns(['hash', 'emoji']).doNothing())
    .execute();
  return hash;
}

async function keepWorkspace(tx: Executor, message: VotingMessage): Promise<void> {
  const { adapter, workspace } = message;
  await tx.db
    .insertInto('workspace_team')
    .values({ adapter, workspace, team: ownTeam(message) })
    .onConflict((conflict) => conflict.columns(['adapter', 'workspace']).doNothing())
    .execute();
}

/** Reactions that were kept before the message's ref was known. They count from now on. */
const earlyReactions = (tx: Executor, ref: MessageRef) =>
  tx.db
    .selectFrom('reaction')
    .select(['adapter', 'message_key', 'emoji'])
    .where('adapter', '=', ref.adapter)
    .where('message_key', '=', ref.key)
    .where('present', '=', 1)
    .execute();

export async function markGone(tx: Executor, refs: readonly MessageRef[], at: Instant): Promise<void> {
  for (const { adapter, key } of refs) {
    await tx.db
      .updateTable('message')
      .set({ gone_at: at, stale_since: null })
      .where('adapter', '=', adapter)
      .where('key', '=', key)
      .where('gone_at', 'is', null)
      .execute();
  }
}

type Place = Parameters<VoteRepository['messagesSince']>[0];

/** Read in pages, with a turn of the event loop in between: after a reconnect this may be two weeks of ten thousand channels. */
export async function messagesSince(
  executor: Executor,
  place: Place,
  since: Instant,
): Promise<readonly VotingMessage[]> {
  const messages: VotingMessage[] = [];
  let rows = await page(executor, place, since);
  while (rows.length > 0) {
    const ballots = await ballotsOf(executor, [...new Set(rows.map((row) => row.ballot_hash))]);
    messages.push(...rows.map((row) => messageOf(row, ballots.get(row.ballot_hash) ?? [])));
    await new Promise((resolve) => setImmediate(resolve));
    rows = await page(executor, place, since, rows.at(-1));
  }
  return messages;
}

/** Newest first, from after the last one of the page before. */
function page(
  { db }: Executor,
  { adapter, workspace }: Place,
  since: Instant,
  last?: MessageRow,
): Promise<MessageRow[]> {
  return db
    .selectFrom('message')
    .selectAll()
    .where('adapter', '=', adapter)
    .$if(workspace !== undefined, (messages) => messages.where('workspace', '=', workspace ?? ''))
    .where('gone_at', 'is', null)
    .where('virtual', '=', sql.lit(0))
    .where('posted_at', '>=', since)
    .$if(last !== undefined, (messages) =>
      messages.where((row) =>
        row(row.refTuple('posted_at', 'key'), '<', row.tuple(last?.posted_at ?? 0, last?.key ?? '')),
      ),
    )
    .orderBy('posted_at', 'desc')
    .orderBy('key', 'desc')
    .limit(pageSize)
    .execute();
}

const messageOf = (row: MessageRow, ballot: Ballot): VotingMessage => ({
  adapter: row.adapter as AdapterId,
  workspace: row.workspace,
  channel: row.channel,
  ref: refOf(row.adapter, row.key),
  ballot,
  postedAt: instant(row.posted_at),
  virtual: row.virtual === 1,
});

async function ballotsOf({ db }: Executor, hashes: readonly string[]): Promise<ReadonlyMap<string, Ballot>> {
  const rows = await db
    .selectFrom('ballot')
    .selectAll()
    .where((row) => isOneOf(row.ref('hash'), hashes))
    .orderBy('hash')
    .orderBy('position')
    .execute();
  const ballots = new Map<string, BallotEntry[]>(hashes.map((hash) => [hash, []]));
  for (const row of rows) {
    ballots.get(row.hash)?.push({ emoji: row.emoji, paper: row.paper_key as PaperKey, sign: row.sign });
  }
  return ballots;
}
