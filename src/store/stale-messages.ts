import { sql } from 'kysely';
import type { Instant } from '../kernel/clock.js';
import type { MessageRef } from '../platform/adapter.js';
import { refOf } from './delivery-rows.js';
import { tableOf } from './dialect/differences.js';
import type { Executor } from './executor.js';

/** Older messages keep the tally that they show: nobody looks at them, and platforms limit edits. */
const editedForMs = 14 * 86_400_000;

/** A reaction that came or went. */
export interface Change {
  readonly adapter: string;
  readonly message_key: string;
  readonly emoji: string;
}

/** Marks the messages whose tallies these changes touch: those of the same team with one of the papers in their ballot. */
export async function markConcerned(tx: Executor, changes: readonly Change[], now: Instant): Promise<void> {
  if (changes.length === 0) return;
  const since = now - editedForMs;
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
    update message set stale_since = ${now}
    where (adapter, key) in (
      select m.adapter, m.key
      from concerned c cross join workspace_team t cross join message m cross join ballot b
      where t.team = c.team
        and m.adapter = t.adapter and m.workspace = t.workspace and m.posted_at >= ${since}
        and m.stale_since is null and m.gone_at is null and m.virtual = 0
        and b.paper_key = c.paper_key and b.hash = m.ballot_hash
    )`.execute(tx.db);
}

export async function staleMessages(
  { db }: Executor,
  editedBefore: Instant,
  limit: number,
): Promise<readonly MessageRef[]> {
  const rows = await db
    .selectFrom('message')
    .select(['adapter', 'key'])
    .where('stale_since', 'is not', null)
    .where((row) => row.or([row('edited_at', 'is', null), row('edited_at', '<=', editedBefore)]))
    .orderBy('stale_since')
    .orderBy('adapter')
    .orderBy('key')
    .limit(limit)
    .execute();
  return rows.map(({ adapter, key }) => refOf(adapter, key));
}

export async function markEdited({ db }: Executor, ref: MessageRef, at: Instant): Promise<void> {
  await db
    .updateTable('message')
    .set({ stale_since: null, edited_at: at })
    .where('adapter', '=', ref.adapter)
    .where('key', '=', ref.key)
    .execute();
}

export async function markStale({ db }: Executor, ref: MessageRef, now: Instant): Promise<void> {
  await db
    .updateTable('message')
    .set({ stale_since: now })
    .where('adapter', '=', ref.adapter)
    .where('key', '=', ref.key)
    .where('stale_since', 'is', null)
    .where('gone_at', 'is', null)
    .where('virtual', '=', 0)
    .execute();
}
