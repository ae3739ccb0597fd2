import { type SqlBool, sql } from 'kysely';
import { type Instant, instant } from '../kernel/clock.js';
import type { AdapterId, MessageRef } from '../platform/adapter.js';
import type { Room } from '../platform/room.js';
import type { BegunEdit } from '../votes/repository.js';
import { refOf } from './delivery-rows.js';
import { tableOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { isOpen, takeInRoom } from './rooms.js';
import type { MessageRow } from './tables/votes.js';

/** Older messages keep the tally that they show: nobody looks at them, and platforms limit edits. */
const editedForMs = 14 * 86_400_000;

/** Messages that were posted since then are edited. */
export const editedSince = (now: Instant): number => now - editedForMs;

/** A reaction that came or went. */
export interface Change {
  readonly adapter: string;
  readonly message_key: string;
  readonly emoji: string;
}

/**
 * Marks the messages whose tallies these changes touch: those of the same team with one of the papers in their ballot. `edited_at` is
 * when the last edit began; it may have read its tallies by now, so that a message that it would clear is marked anew, after it.
 */
export async function markConcerned(tx: Executor, changes: readonly Change[], now: Instant): Promise<void> {
  if (changes.length === 0) return;
  const since = editedSince(now);
  const changed = tableOf(changes, ['adapter', 'message_key', 'emoji']);
  // Cross joins keep their order (see `standing-votes.ts`): a team's messages of two weeks are few, a paper's ballots may be many.
  await sql`
    with concerned as (
      select distinct t.team, b.paper_key
      from ${changed} c
      join message m on m.adapter = c.adapter and m.key = c.message_key
      join workspace_team t on t.adapter = m.adapter and t.workspace = m.workspace
      join ballot b on b.hash = m.ballot_hash and b.emoji = c.emoji
    )
    update message set stale_since = case when edited_at >= ${now} then edited_at + 1 else ${now} end
    where (adapter, key) in (
      select m.adapter, m.key
      from concerned c cross join workspace_team t cross join message m cross join ballot b
      where t.team = c.team
        and m.adapter = t.adapter and m.workspace = t.workspace and m.posted_at >= ${since}
        and (m.stale_since is null or m.stale_since <= m.edited_at) and m.gone_at is null and m.virtual = 0
        and b.paper_key = c.paper_key and b.hash = m.ballot_hash
    )`.execute(tx.db);
}

/** Marks one message, which nobody has edited yet. */
export async function markStale({ db }: Executor, { adapter, key }: MessageRef, now: Instant): Promise<void> {
  await db
    .updateTable('message')
    .set({ stale_since: now })
    .where('adapter', '=', adapter)
    .where('key', '=', key)
    .execute();
}

export async function beginEdits(
  executor: Executor,
  at: Instant,
  editedBefore: Instant,
  room: Room,
): Promise<readonly BegunEdit[]> {
  const offer = (from: Executor, left: Room) => staleMessages(from, editedBefore, left);
  // A look costs nothing; to begin is a turn at writing, and this is asked at every vote.
  const isStale = await takeInRoom(
    { ...room, limit: 1 },
    (left) => offer(executor, left),
    async (rows) => rows,
  );
  if (isStale.length === 0) return [];
  return executor.atomically((tx) =>
    takeInRoom(
      room,
      (left) => offer(tx, left),
      (rows) => begin(tx, at, rows),
    ),
  );
}

const staleMessages = ({ db }: Executor, editedBefore: Instant, room: Room) =>
  db
    .selectFrom('message')
    .select(['adapter', 'key', 'workspace'])
    .where('stale_since', 'is not', null)
    .where((row) => row.or([row('edited_at', 'is', null), row('edited_at', '<=', editedBefore)]))
    .where((row) => isOpen(row, room))
    .orderBy('stale_since')
    .orderBy('adapter')
    .orderBy('key')
    .limit(room.limit)
    .execute();

interface Key {
  readonly adapter: string;
  readonly key: string;
}

/** In the order of the messages. */
async function begin({ db }: Executor, at: Instant, messages: readonly Key[]): Promise<readonly BegunEdit[]> {
  const keys = messages.map(({ adapter, key }) => ({ adapter, key }));
  const rows = await db
    .updateTable('message')
    // Not before the change that it is to show, or it could not clear it: the clock may have been set back.
    .set({ edited_at: sql<number>`case when stale_since > ${at} then stale_since else ${at} end` })
    .where(sql<SqlBool>`(adapter, key) in ${tableOf(keys, ['adapter', 'key'])}`)
    .returning(['adapter', 'key', 'workspace', 'edited_at'])
    .execute();
  const begun = new Map(rows.map((row) => [`${row.adapter} ${row.key}`, row]));
  return keys.flatMap(({ adapter, key }) => {
    const row = begun.get(`${adapter} ${key}`);
    return row === undefined ? [] : [begunEdit(row, at)];
  });
}

const begunEdit = (row: Key & Pick<MessageRow, 'workspace' | 'edited_at'>, at: Instant): BegunEdit => ({
  ref: refOf(row.adapter, row.key),
  adapter: row.adapter as AdapterId,
  workspace: row.workspace,
  begunAt: instant(row.edited_at ?? at),
});

export async function endEdit({ db }: Executor, { ref, begunAt }: BegunEdit): Promise<void> {
  await db
    .updateTable('message')
    .set({ stale_since: null })
    .where('adapter', '=', ref.adapter)
    .where('key', '=', ref.key)
    .where('edited_at', '=', begunAt)
    .where('stale_since', '<=', begunAt)
    .execute();
}
