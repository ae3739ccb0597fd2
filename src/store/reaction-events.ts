import { sql } from 'kysely';
import type { Instant } from '../kernel/clock.js';
import type { ReactionEvent } from '../platform/adapter.js';
import type { Recorded } from '../votes/repository.js';
import { tableOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { keepReactions } from './reaction-rows.js';
import { markConcerned } from './stale-messages.js';
import type { ReactionRow } from './tables/votes.js';

/** Takes in reaction events, in any order and number, with a fixed number of statements. A result for each event. */
export async function recordEvents(
  tx: Executor,
  events: readonly ReactionEvent[],
  now: Instant,
): Promise<readonly Recorded[]> {
  if (events.length === 0) return [];
  const windows = await readWindows(tx, events);
  const before = await storedReactions(tx, events);
  const underWay = await postsUnderWay(
    tx,
    events.filter((event) => !windows.has(messageId(event))),
  );
  const after = new Map<string, ReactionRow>();
  const results = events.map((event): Recorded => {
    const id = reactionId(event);
    const window = windows.get(messageId(event)) ?? (underWay.has(channelId(event)) ? unread : undefined);
    const recorded = judge(event.order, window, after.get(id) ?? before.get(id));
    if (recorded === 'stored') after.set(id, rowOf(event));
    return recorded;
  });
  await keepReactions(tx, [...after.values()]);
  const changed = [...after].filter(([id, row]) => row.present !== (before.get(id)?.present ?? 0));
  await markConcerned(
    tx,
    changed.map(([, row]) => row),
    now,
  );
  return results;
}

/** The message's last read-back. */
interface Window {
  readonly read_from: number | null;
  readonly read_until: number | null;
}

const unread: Window = { read_from: null, read_until: null };

/** The rule of `Recorded`. An event that a later one of the same reaction has overtaken is no riddle, even in the window. */
function judge(order: number, window: Window | undefined, known: ReactionRow | undefined): Recorded {
  if (window === undefined) return 'foreign';
  if (window.read_from !== null && order < window.read_from) return 'late';
  if (known !== undefined && order <= known.ord) return 'repeated';
  if (window.read_until !== null && order < window.read_until) return 'unclear';
  return 'stored';
}

const rowOf = ({ message, user, emoji, present, order }: ReactionEvent): ReactionRow => ({
  adapter: message.adapter,
  message_key: message.key,
  user_id: user,
  emoji,
  origin: 'reaction',
  present: present ? 1 : 0,
  ord: order,
});

const idOf = (...parts: readonly string[]): string => JSON.stringify(parts);
const messageId = ({ message }: ReactionEvent): string => idOf(message.adapter, message.key);
const reactionId = ({ message, user, emoji }: ReactionEvent): string => idOf(message.adapter, message.key, user, emoji);
const channelId = ({ target }: ReactionEvent): string => idOf(target.adapter, target.workspace, target.channel);

/** Each thing once. */
const distinct = <T>(things: readonly T[], id: (thing: T) => string): readonly T[] => [
  ...new Map(things.map((thing) => [id(thing), thing])).values(),
];

/** The known ones among the events' messages. */
async function readWindows(tx: Executor, events: readonly ReactionEvent[]): Promise<ReadonlyMap<string, Window>> {
  const refs = distinct(events, messageId).map(({ message }) => ({ adapter: message.adapter, key: message.key }));
  const rows = await tx.db
    .selectFrom(tableOf(refs, ['adapter', 'key']).as('ref'))
    .innerJoin('message', (join) =>
      join.onRef('message.adapter', '=', 'ref.adapter').onRef('message.key', '=', 'ref.key'),
    )
    .select(['message.adapter', 'message.key', 'message.read_from', 'message.read_until'])
    .execute();
  return new Map(rows.map((row) => [idOf(row.adapter, row.key), row]));
}

async function storedReactions(
  tx: Executor,
  events: readonly ReactionEvent[],
): Promise<ReadonlyMap<string, ReactionRow>> {
  const reactions = distinct(events, reactionId).map(rowOf);
  const rows = await tx.db
    .selectFrom(tableOf(reactions, ['adapter', 'message_key', 'user_id', 'emoji']).as('event'))
    .innerJoin('reaction', (join) =>
      join
        .onRef('reaction.adapter', '=', 'event.adapter')
        .onRef('reaction.message_key', '=', 'event.message_key')
        .onRef('reaction.user_id', '=', 'event.user_id')
        .onRef('reaction.emoji', '=', 'event.emoji')
        .on('reaction.origin', '=', 'reaction'),
    )
    .selectAll('reaction')
    .execute();
  return new Map(rows.map((row) => [idOf(row.adapter, row.message_key, row.user_id, row.emoji), row]));
}

/** Channels of the events with a post that may have arrived without its ref being recorded yet. */
async function postsUnderWay(tx: Executor, events: readonly ReactionEvent[]): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set();
  const channels = distinct(events, channelId).map(({ target: { adapter, workspace, channel } }) => ({
    adapter,
    workspace,
    channel,
  }));
  const rows = await tx.db
    .selectFrom(tableOf(channels, ['adapter', 'workspace', 'channel']).as('place'))
    .innerJoin('delivery', (join) =>
      join
        .onRef('delivery.adapter', '=', 'place.adapter')
        .onRef('delivery.workspace', '=', 'place.workspace')
        .onRef('delivery.channel', '=', 'place.channel')
        .on('delivery.state', '=', sql.lit('sending')),
    )
    .select(['delivery.adapter', 'delivery.workspace', 'delivery.channel'])
    .distinct()
    .execute();
  return new Set(rows.map((row) => idOf(row.adapter, row.workspace, row.channel)));
}
