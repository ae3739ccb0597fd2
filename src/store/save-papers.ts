import { sql } from 'kysely';
import { breathe } from '../kernel/breathe.js';
import { mergePaper } from '../papers/merge.js';
import type { Paper } from '../papers/paper.js';
import type { SaveCount, Submission } from '../papers/repository.js';
import { batchesOf } from './batches.js';
import { isOneOf } from './dialect/differences.js';
import { forgetVectors } from './embeddings.js';
import type { Executor } from './executor.js';
import {
  isChanged,
  isReadChanged,
  isSearchedChanged,
  paperColumns,
  paperOfRow,
  rowOfListing,
  rowOfPaper,
} from './paper-rows.js';
import { PreparedPapers } from './prepared-papers.js';
import { type IndexEntry, indexEntry, indexPapers } from './search-index.js';
import type { SearchModels } from './search-model.js';
import type { ListingRow, PaperRow } from './tables/papers.js';

interface KnownPaper {
  readonly paper: Paper;
  readonly row: PaperRow;
}

/** What is stored of a batch, and what becomes of it one submission after the other. */
interface Draft {
  readonly stored: ReadonlyMap<string, PaperRow>;
  readonly papers: Map<string, KnownPaper>;
  readonly listings: Map<string, ListingRow>;
  readonly changedListings: Map<string, ListingRow>;
}

type Fate = keyof SaveCount;

/** See `PaperRepository.save`. Each submission counts for itself, so that the sums are the same however an import is cut. */
export async function savePapers(
  tx: Executor,
  batch: readonly Submission[],
  models: SearchModels,
  prepared?: PreparedPapers,
): Promise<SaveCount> {
  const { draft, count } = await drafted(tx, batch);
  await write(tx, draft, models, prepared);
  return count;
}

/** Papers prepared before everybody else has a turn: some milliseconds. */
const slice = 8;

/** Makes what the index is to have of a batch before the transaction that stores it, so that the process is not held up by both at once. */
export async function preparePapers(
  executor: Executor,
  batch: readonly Submission[],
  models: SearchModels,
): Promise<PreparedPapers | undefined> {
  const { draft } = await drafted(executor, batch);
  const found = toIndex(draft);
  if (found.length === 0) return undefined;
  const prepared = new PreparedPapers(await models.current(executor.db));
  for (const [index, { paper }] of found.entries()) {
    prepared.add(paper);
    if (index % slice === slice - 1) await breathe();
  }
  return prepared;
}

async function drafted(executor: Executor, batch: readonly Submission[]) {
  const draft = await readStored(
    executor,
    batch.map(({ paper }) => paper.key),
  );
  const count: Record<Fate, number> = { added: 0, updated: 0, unchanged: 0 };
  for (const submission of batch) count[apply(draft, submission)] += 1;
  return { draft, count };
}

const idOf = (listing: ListingRow): string => `${listing.feed} ${listing.day} ${listing.paper_key}`;

async function readStored({ db }: Executor, keys: readonly string[]): Promise<Draft> {
  const papers = await db
    .selectFrom('paper')
    .selectAll()
    .where(isOneOf(sql.ref('key'), keys))
    .execute();
  const listings = await db
    .selectFrom('listing')
    .selectAll()
    .where(isOneOf(sql.ref('paper_key'), keys))
    .execute();
  return {
    stored: new Map(papers.map((row) => [row.key, row])),
    papers: new Map(papers.map((row) => [row.key, { row, paper: paperOfRow(row) }])),
    listings: new Map(listings.map((row) => [idOf(row), row])),
    changedListings: new Map(),
  };
}

function apply(draft: Draft, { paper, listings }: Submission): Fate {
  const before = draft.papers.get(paper.key);
  const merged = mergePaper(before?.paper, paper);
  const row = rowOfPaper(merged);
  draft.papers.set(paper.key, { paper: merged, row });
  const risen = listings.filter((listing) => applyListing(draft, rowOfListing(listing))).length > 0;
  if (before === undefined) return 'added';
  return risen || isChanged(before.row, row) ? 'updated' : 'unchanged';
}

/** True when the listing is new or has other upvotes. Another place in the feed's order is kept but is no news. */
function applyListing(draft: Draft, row: ListingRow): boolean {
  const id = idOf(row);
  const before = draft.listings.get(id);
  if (before?.upvotes === row.upvotes && before.position === row.position) return false;
  draft.listings.set(id, row);
  draft.changedListings.set(id, row);
  return before?.upvotes !== row.upvotes;
}

const toIndex = ({ stored, papers }: Draft): readonly KnownPaper[] =>
  [...papers.values()].filter(({ row }) => isSearchedChanged(stored.get(row.key), row));

async function write(
  tx: Executor,
  draft: Draft,
  models: SearchModels,
  prepared: PreparedPapers | undefined,
): Promise<void> {
  const { stored, papers, changedListings } = draft;
  const changed = [...papers.values()].filter(({ row }) => isChanged(stored.get(row.key), row));
  for (const rows of batchesOf(changed.map(({ row }) => row))) await upsertPapers(tx, rows);
  for (const rows of batchesOf([...changedListings.values()])) await upsertListings(tx, rows);
  const found = toIndex(draft).map(({ paper }) => paper);
  if (found.length > 0) {
    const model = await models.current(tx.db);
    const entryOf = (paper: Paper): IndexEntry => prepared?.entryOf(paper, model) ?? indexEntry(paper, model);
    await indexPapers(tx.db, found, model, entryOf);
  }
  const reread = changed.filter(({ row }) => stored.has(row.key) && isReadChanged(stored.get(row.key), row));
  await forgetVectors(
    tx,
    reread.map(({ row }) => row.key),
  );
}

async function upsertPapers({ db }: Executor, rows: readonly PaperRow[]): Promise<void> {
  await db
    .insertInto('paper')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((row) =>
          Object.fromEntries(paperColumns.map((column) => [column, row.ref(`excluded.${column}`)])),
        ),
    )
    .execute();
}

async function upsertListings({ db }: Executor, rows: readonly ListingRow[]): Promise<void> {
  await db
    .insertInto('listing')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['feed', 'day', 'paper_key']).doUpdateSet((row) => ({
        upvotes: row.ref('excluded.upvotes'),
        position: row.ref('excluded.position'),
      })),
    )
    .execute();
}
