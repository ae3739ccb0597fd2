import type { Clock } from '../kernel/clock.js';
import { BroadsheetError } from '../kernel/errors.js';
import type { Listing } from './listing.js';
import type { PaperFileReader, PaperReading } from './paper-reading.js';
import type { PaperRepository, SaveCount, Submission } from './repository.js';

/** The part of the store that an import needs. */
export interface ImportStore {
  transaction<T>(body: (tx: { readonly papers: PaperRepository }) => Promise<T>): Promise<T>;
}

/** Papers that were left out for one reason, and the first few of them by name. */
export interface SkipGroup {
  readonly reason: string;
  readonly count: number;
  readonly examples: readonly string[];
}

export interface FileReport extends SaveCount {
  readonly path: string;
  readonly skipped: readonly SkipGroup[];
  /** Why the file broke off, when it did; what came before is stored. */
  readonly cutOff: string | null;
  /** Why the file could not be used at all. */
  readonly failure: BroadsheetError | null;
}

export interface ImportProgress {
  readonly path: string;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly papers: number;
}

export interface ImportPapers {
  readonly paths: readonly string[];
  readonly read: PaperFileReader;
  readonly store: ImportStore;
  readonly clock: Clock;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** One transaction each: large enough to be fast, small enough that others wait for milliseconds only. */
const batchSize = 500;
/** Papers changed by one import, from which on search gains by compacting. */
const worthCompacting = 1_000;
const mostExamples = 3;
const mostReasons = 20;

/** What one file has brought so far. */
class Tally {
  added = 0;
  updated = 0;
  unchanged = 0;
  cutOff: string | null = null;
  readonly #skipped = new Map<string, { count: number; readonly examples: string[] }>();
  readonly #days = new Map<string, { readonly listing: Listing; papers: number }>();

  get papers(): number {
    return this.added + this.updated + this.unchanged;
  }

  saved(count: SaveCount, batch: readonly Submission[]): void {
    this.added += count.added;
    this.updated += count.updated;
    this.unchanged += count.unchanged;
    for (const listing of batch.flatMap(({ listings }) => listings)) this.#count(listing);
  }

  skipped({ item, reason }: { readonly item: string; readonly reason: string }): void {
    const known = this.#skipped.size < mostReasons || this.#skipped.has(reason);
    const name = known ? reason : 'other reasons';
    const group = this.#skipped.get(name) ?? { count: 0, examples: [] };
    this.#skipped.set(name, group);
    group.count += 1;
    if (group.examples.length < mostExamples) group.examples.push(item);
  }

  #count(listing: Listing): void {
    const name = `${listing.feed} ${listing.day}`;
    const day = this.#days.get(name) ?? { listing, papers: 0 };
    this.#days.set(name, day);
    day.papers += 1;
  }

  days(): readonly { readonly listing: Listing; readonly papers: number }[] {
    return [...this.#days.values()];
  }

  groups(): readonly SkipGroup[] {
    const groups = [...this.#skipped].map(([reason, group]) => ({ reason, ...group }));
    return groups.sort((a, b) => b.count - a.count);
  }
}

async function save(batch: readonly Submission[], tally: Tally, store: ImportStore): Promise<void> {
  if (batch.length === 0) return;
  tally.saved(await store.transaction(({ papers }) => papers.save(batch)), batch);
}

/** A file that broke off may end within a day, so its days do not count as read. */
async function markDays(tally: Tally, { store, clock }: ImportPapers): Promise<void> {
  if (tally.cutOff !== null) return;
  const days = tally.days();
  const readAt = clock.now();
  for (let start = 0; start < days.length; start += batchSize) {
    await store.transaction(async ({ papers }) => {
      for (const { listing, papers: count } of days.slice(start, start + batchSize)) {
        await papers.markDay({ feed: listing.feed, day: listing.day, papers: count, readAt });
      }
    });
  }
}

function take(reading: PaperReading, batch: Submission[], tally: Tally): void {
  if (reading.kind === 'paper') batch.push(reading.submission);
  else if (reading.kind === 'skipped') tally.skipped(reading);
  else tally.cutOff = reading.reason;
}

async function readFile(path: string, tally: Tally, use: ImportPapers): Promise<void> {
  let progress = { path, bytesRead: 0, bytesTotal: 0 };
  const readings = use.read(path, (bytesRead, bytesTotal) => {
    progress = { path, bytesRead, bytesTotal };
  });
  let batch: Submission[] = [];
  for await (const reading of readings) {
    take(reading, batch, tally);
    if (batch.length < batchSize) continue;
    await save(batch, tally, use.store);
    use.onProgress?.({ ...progress, papers: tally.papers });
    batch = [];
  }
  await save(batch, tally, use.store);
  use.onProgress?.({ ...progress, papers: tally.papers });
}

async function importFile(path: string, use: ImportPapers): Promise<FileReport> {
  const tally = new Tally();
  let failure: BroadsheetError | null = null;
  try {
    await readFile(path, tally, use);
    await markDays(tally, use);
  } catch (thrown) {
    if (!(thrown instanceof BroadsheetError) || thrown.code !== 'data') throw thrown;
    failure = thrown;
  }
  const { added, updated, unchanged, cutOff } = tally;
  return { path, added, updated, unchanged, skipped: tally.groups(), cutOff, failure };
}

/**
 * Takes papers from files into the store, file by file, each batch in one transaction: whatever ends it, what is stored is whole,
 * and doing it again completes it. A file that cannot be used is reported, and the others are still taken. Trouble with
 * the store is thrown.
 */
export async function importPapers(use: ImportPapers): Promise<readonly FileReport[]> {
  const reports: FileReport[] = [];
  for (const path of use.paths) reports.push(await importFile(path, use));
  const changed = reports.reduce((sum, { added, updated }) => sum + added + updated, 0);
  if (changed >= worthCompacting) await use.store.transaction(({ papers }) => papers.compact());
  return reports;
}
