import type { Instant } from '../kernel/clock.js';
import type { User } from '../platform/adapter.js';
import type { Executor } from './executor.js';
import { keepReactions } from './reaction-rows.js';
import { markConcerned } from './stale-messages.js';

/** Takes down everything that this user has put on messages of the workspace, whatever order its events had. */
export async function dismiss(tx: Executor, { adapter, workspace, id }: User, now: Instant): Promise<void> {
  const rows = await tx.db
    .selectFrom('reaction')
    .innerJoin('message', (join) =>
      join.onRef('message.adapter', '=', 'reaction.adapter').onRef('message.key', '=', 'reaction.message_key'),
    )
    .selectAll('reaction')
    .where('reaction.user_id', '=', id)
    .where('reaction.adapter', '=', adapter)
    .where('reaction.present', '=', 1)
    .where('message.workspace', '=', workspace)
    .execute();
  const fallen = rows.map((row) => ({ ...row, present: 0 as const }));
  await keepReactions(tx, fallen);
  await markConcerned(tx, fallen, now);
}
