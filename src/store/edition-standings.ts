import { type Kysely, sql } from 'kysely';
import type { Standing } from '../editions/repository.js';
import type { SubscriptionId } from '../editions/subscription.js';
import type { IsoDate } from '../kernel/dates.js';
import type { PaperKey } from '../papers/paper.js';
import type { AdapterId, MessageRef } from '../platform/adapter.js';
import { isOneOf } from './dialect/differences.js';
import type { Database } from './tables/database.js';

/** See `EditionRepository.stood`. */
export async function standingsOf(
  db: Kysely<Database>,
  subscriptions: readonly SubscriptionId[],
  papers: readonly PaperKey[],
): Promise<ReadonlyMap<PaperKey, readonly Standing[]>> {
  if (subscriptions.length === 0 || papers.length === 0) return new Map();
  const rows = await db
    .selectFrom('edition')
    .innerJoin('considered', 'considered.set_hash', 'edition.considered_hash')
    .select(['edition.id', 'edition.date', 'considered.paper_key'])
    .where(isOneOf(sql.ref('edition.subscription_id'), subscriptions))
    .where('edition.freed', '=', 0)
    .where(isOneOf(sql.ref('considered.paper_key'), papers))
    .where('considered.shown', '=', 1)
    .orderBy('edition.date', 'desc')
    .orderBy('edition.id')
    .execute();
  const posts = await postsOf(db, new Set(rows.map(({ id }) => id)));
  const standings = new Map<PaperKey, Standing[]>();
  for (const { id, date, paper_key } of rows) {
    const key = paper_key as PaperKey;
    const of = standings.get(key) ?? [];
    const post = posts.find(({ edition, shows }) => edition === id && shows.includes(key))?.ref ?? null;
    // Two subscriptions of one channel may show it on one date.
    if (of.every((one) => one.date !== date)) standings.set(key, [...of, { date: date as IsoDate, post }]);
  }
  return standings;
}

interface SentPost {
  readonly edition: string;
  readonly shows: readonly string[];
  readonly ref: MessageRef;
}

/** The lists and cards that were sent. A reply stands under its list, which says more of where it was. */
async function postsOf(db: Kysely<Database>, editions: ReadonlySet<string>): Promise<readonly SentPost[]> {
  if (editions.size === 0) return [];
  const rows = await db
    .selectFrom('delivery')
    .select(['edition_id', 'papers', 'adapter', 'message_key'])
    .where(isOneOf(sql.ref('edition_id'), [...editions]))
    .where('role', 'in', ['list', 'card'])
    .where('message_key', 'is not', null)
    .orderBy('part')
    .execute();
  return rows.flatMap(({ edition_id, papers, adapter, message_key }) =>
    message_key === null
      ? []
      : [
          {
            edition: edition_id,
            shows: JSON.parse(papers) as readonly string[],
            ref: { adapter: adapter as AdapterId, key: message_key },
          },
        ],
  );
}
