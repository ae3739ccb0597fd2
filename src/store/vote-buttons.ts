import type { Instant } from '../kernel/clock.js';
import type { MessageRef, Order } from '../platform/adapter.js';
import type { Executor } from './executor.js';
import { keepReactions } from './reaction-rows.js';
import { markConcerned } from './stale-messages.js';
import type { ReactionRow } from './tables/votes.js';

export interface Press {
  readonly ref: MessageRef;
  readonly user: string;
  readonly emoji: string;
  readonly order: Order;
}

/** Turns the button's row over and says what stands now. A press that was told before changes nothing. */
export async function press(tx: Executor, { ref, user, emoji, order }: Press, now: Instant): Promise<boolean> {
  const before = await tx.db
    .selectFrom('reaction')
    .select(['present', 'ord'])
    .where('adapter', '=', ref.adapter)
    .where('message_key', '=', ref.key)
    .where('user_id', '=', user)
    .where('emoji', '=', emoji)
    .where('origin', '=', 'button')
    .executeTakeFirst();
  const stood = before?.present === 1;
  if (before !== undefined && order <= before.ord) return stood;
  const row: ReactionRow = {
    adapter: ref.adapter,
    message_key: ref.key,
    user_id: user,
    emoji,
    origin: 'button',
    present: stood ? 0 : 1,
    ord: order,
  };
  await keepReactions(tx, [row]);
  await markConcerned(tx, [row], now);
  return !stood;
}
