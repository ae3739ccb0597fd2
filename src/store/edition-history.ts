import { type Kysely, sql } from 'kysely';
import type { History } from '../editions/repository.js';
import type { SubscriptionId } from '../editions/subscription.js';
import { earlierOf, type IsoDate } from '../kernel/dates.js';
import type { PaperKey } from '../papers/paper.js';
import { eachOf, isOneOf } from './dialect/differences.js';
import type { Database } from './tables/database.js';
import type { ConsideredRow } from './tables/editions.js';

/** An edition whose set may hold candidates. Of one that is not earlier only what it showed counts. */
interface PastEdition {
  readonly subscription: string;
  readonly set: string;
  readonly earlier: boolean;
}

/**
 * See `EditionRepository.history`. Four queries for the batch, whatever its size: sets are read once however many subscriptions
 * share them, and subscriptions with the same past share the answer.
 */
export async function historyOf(
  db: Kysely<Database>,
  subscriptions: readonly SubscriptionId[],
  date: IsoDate,
  candidates: readonly PaperKey[],
): Promise<ReadonlyMap<SubscriptionId, History>> {
  const previous = await previousDates(db, subscriptions, date);
  const editions = await pastEditions(db, subscriptions, date, await firstDay(db, candidates));
  const rows = await candidatesInSets(db, new Set(editions.map(({ set }) => set)), candidates);
  const takenBy = takenOf(grouped(rows, (row) => row.set_hash));
  const bySubscription = grouped(editions, ({ subscription }) => subscription);
  return new Map(
    subscriptions.map((id) => [
      id,
      { previous: previous.get(id) ?? null, taken: takenBy(bySubscription.get(id) ?? []) },
    ]),
  );
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

async function previousDates(db: Kysely<Database>, subscriptions: readonly SubscriptionId[], date: IsoDate) {
  const rows = await db
    .selectFrom(eachOf(subscriptions, 'wanted'))
    .select((wanted) => [
      'wanted.value as subscription',
      wanted
        .selectFrom('edition')
        .select('edition.date')
        .whereRef('edition.subscription_id', '=', 'wanted.value')
        .where('edition.date', '<', date)
        .where('edition.kind', 'in', ['papers', 'quiet'])
        .where('edition.freed', '=', 0)
        .orderBy('edition.date', 'desc')
        .limit(1)
        .as('previous'),
    ])
    .execute();
  return new Map(rows.map((row) => [row.subscription, row.previous as IsoDate | null]));
}

/**
 * The day from which on an edition can have considered one of the candidates, because a paper is no candidate before it is listed:
 * without it every edition ever would be looked at. Empty, before every day, when a candidate has no listing.
 */
async function firstDay(db: Kysely<Database>, candidates: readonly PaperKey[]): Promise<IsoDate> {
  const rows = await db
    .selectFrom(eachOf(candidates, 'candidate'))
    .select((candidate) =>
      candidate
        .selectFrom('listing')
        .select((listing) => listing.fn.min('listing.day').as('day'))
        .whereRef('listing.paper_key', '=', 'candidate.value')
        .as('day'),
    )
    .execute();
  return rows.map(({ day }) => (day ?? '') as IsoDate).reduce(earlierOf, '9999-12-31' as IsoDate);
}

async function pastEditions(
  db: Kysely<Database>,
  subscriptions: readonly SubscriptionId[],
  date: IsoDate,
  from: IsoDate,
): Promise<readonly PastEdition[]> {
  const rows = await db
    .selectFrom('edition')
    .select(['subscription_id', 'date', 'considered_hash'])
    .where(isOneOf(sql.ref('subscription_id'), subscriptions))
    .where('date', '>=', from)
    .where('freed', '=', 0)
    .where('considered_hash', 'is not', null)
    .orderBy('subscription_id')
    .orderBy('date')
    .execute();
  return rows.map((row) => ({
    subscription: row.subscription_id,
    set: row.considered_hash ?? '',
    earlier: row.date < date,
  }));
}

const candidatesInSets = (db: Kysely<Database>, sets: ReadonlySet<string>, candidates: readonly PaperKey[]) =>
  db
    .selectFrom('considered')
    .selectAll()
    .where(isOneOf(sql.ref('set_hash'), [...sets]))
    .where(isOneOf(sql.ref('paper_key'), candidates))
    .execute();

function takenOf(rows: ReadonlyMap<string, readonly ConsideredRow[]>) {
  const answers = new Map<string, ReadonlySet<PaperKey>>();
  return (editions: readonly PastEdition[]): ReadonlySet<PaperKey> => {
    const past = editions.map(({ set, earlier }) => `${set}${earlier ? '<' : '>'}`).join('');
    const known = answers.get(past);
    if (known !== undefined) return known;
    const taken = editions.flatMap(({ set, earlier }) =>
      (rows.get(set) ?? []).filter((row) => earlier || row.shown === 1).map((row) => row.paper_key as PaperKey),
    );
    const answer = new Set(taken);
    answers.set(past, answer);
    return answer;
  };
}
