import type { Instant } from '../kernel/clock.js';
import type { MessageRef, Order } from '../platform/adapter.js';
import type { Executor } from './executor.js';
import { keepReactions } from './reaction-rows.js';
import { markConcerned } from './stale-messages.js';
import type { MessageRow, ReactionRow } from './tables/votes.js';

/** The full set of reactions that a platform showed at a time not before `from` and before `until`. */
export interface ReactionSet {
  readonly ref: MessageRef;
  readonly reactions: readonly { readonly user: string; readonly emoji: string }[];
  readonly from: Order;
  readonly until: Order;
}

/** See `VoteRepository.readBack`. Idempotent: the same set again changes nothing. */
export async function readBack(tx: Executor, set: ReactionSet, now: Instant): Promise<'settled' | 'unclear'> {
  const message = await existing(tx, set.ref);
  if (message === undefined) return 'settled';
  if (isOutdated(set, message)) return 'unclear';
  const stored = await standingAndFallen(tx, set.ref);
  const { changed, unclear } = compare(set, stored);
  await keepReactions(tx, changed);
  await tx.db
    .updateTable('message')
    .set({ read_from: set.from, read_until: set.until })
    .where('adapter', '=', set.ref.adapter)
    .where('key', '=', set.ref.key)
    .execute();
  await markConcerned(tx, changed, now);
  return unclear ? 'unclear' : 'settled';
}

/** A message that the platform still has. */
const existing = (tx: Executor, ref: MessageRef): Promise<MessageRow | undefined> =>
  tx.db
    .selectFrom('message')
    .selectAll()
    .where('adapter', '=', ref.adapter)
    .where('key', '=', ref.key)
    .where('gone_at', 'is', null)
    .where('virtual', '=', 0)
    .executeTakeFirst();

/** A read that was overtaken by a later one would bring back what that one saw taken away. */
const isOutdated = ({ from, until }: ReactionSet, { read_from, read_until }: MessageRow): boolean =>
  from < (read_from ?? from) || until < (read_until ?? until);

const standingAndFallen = (tx: Executor, ref: MessageRef): Promise<ReactionRow[]> =>
  tx.db
    .selectFrom('reaction')
    .selectAll()
    .where('adapter', '=', ref.adapter)
    .where('message_key', '=', ref.key)
    .where('origin', '=', 'reaction')
    .execute();

const idOf = (user: string, emoji: string): string => JSON.stringify([user, emoji]);

interface Comparison {
  readonly changed: readonly ReactionRow[];
  /** An event of the read's own window says otherwise; which of the two came first cannot be told. */
  readonly unclear: boolean;
}

function compare(set: ReactionSet, stored: readonly ReactionRow[]): Comparison {
  const { ref, from, until } = set;
  const shown = new Map(set.reactions.map((reaction) => [idOf(reaction.user, reaction.emoji), reaction]));
  const known = new Map(stored.map((row) => [idOf(row.user_id, row.emoji), row]));
  const wrong = stored.filter((row) => row.ord < until && row.present !== presentIn(shown, row));
  const missing = [...shown].filter(([id]) => !known.has(id)).map(([, reaction]) => reaction);
  // Below the window: to events, what a read showed is always the older news.
  const ord = from - 1;
  return {
    changed: [
      ...wrong.map((row) => ({ ...row, present: presentIn(shown, row), ord })),
      ...missing.map(({ user, emoji }) => ({
        adapter: ref.adapter,
        message_key: ref.key,
        user_id: user,
        emoji,
        origin: 'reaction' as const,
        present: 1 as const,
        ord,
      })),
    ],
    unclear: wrong.some((row) => row.ord >= from),
  };
}

const presentIn = (shown: ReadonlyMap<string, unknown>, row: ReactionRow): 0 | 1 =>
  shown.has(idOf(row.user_id, row.emoji)) ? 1 : 0;
