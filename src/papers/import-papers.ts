import type { Clock } from '../kernel/clock.js';
import { BroadsheetError } from '../kernel/errors.js';
import type { Listing } from './listing.js';
import type { PaperFileReader, PaperReading } from './paper-reading.js';
import type { PaperRepository, SaveCount, Submission } from './repository.js';

/** The part of the store that an import needs. */
export interface ImportStore {
  transaction<T>(body: (tx: { readonly papers: PaperRepository }) => Promise<T>): Promise<T>;
}

/** Papers of which the same is to be told, and the first few of them by name. */
export interface PaperGroup {
  readonly reason: string;
  readonly count: number;
  readonly examples: readonly string[];
}

export interface FileReport extends SaveCount {
  readonly path: string;
  /** What was left out. */
  readonly skipped: readonly PaperGroup[];
  /** What was taken without something that the file says but cannot be used; `reason` names it, as in `published date`. */
  readonly incomplete: readonly PaperGroup[];
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
  /** Ends the import after the batch that is under way. */
  readonly interrupted?: AbortSignal;
}

/** One transaction each: large enough to be fast, small enough that others wait for milliseconds only. */
const batchSize = 500;
const mostExamples = 3;
const mostReasons = 20;

/** Papers by what is to be told of them, the most frequent first. */
class Groups {
  readonly #groups = new Map<string, { count: number; readonly examples: string[] }>();

  add(reason: string, item: string): void {
    const known = this.#groups.size < mostReasons || this.#groups.has(reason);
    const name = known ? reason : 'other reasons';
    const group = this.#groups.get(name) ?? { count: 0, examples: [] };
    this.#groups.set(name, group);
    group.count += 1;
    if (group.examples.length < mostExamples) group.examples.push(item);
  }

  all(): readonly PaperGroup[] {
    return [...this.#groups].map(([reason, group]) => ({ reason, ...group })).sort((a, b) => b.count - a.count);
  }
}

/** What one file has brought so far. */
class Tally {
  added = 0;
  updated = 0;
  unchanged = 0;
  cutOff: string | null = null;
  readonly skipped = new Groups();
  readonly incomplete = new Groups();
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

  #count(listing: Listing): void {
    const name = `${listing.feed} ${listing.day}`;
    const day = this.#days.get(name) ?? { listing, papers: 0 };
    this.#days.set(name, day);
    day.papers += 1;
  }

  days(): readonly { readonly listing: Listing; readonly papers: number }[] {
    return [...this.#days.values()];
  }
}

async function save(batch: readonly Submission[], tally: Tally, store: ImportStore): Promise<void> {
  if (batch.length === 0) return;
  tally.saved(await store.transaction(({ papers }) => papers.save(batch)), batch);
}

/** What ended before the file did may have ended within a day, so its days do not count as read. */
async function markDays(tally: Tally, { store, clock, interrupted }: ImportPapers): Promise<void> {
  if (tally.cutOff !== null || interrupted?.aborted === true) return;
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
  switch (reading.kind) {
    case 'paper':
      for (const field of reading.without) tally.incomplete.add(field, reading.submission.paper.key);
      batch.push(reading.submission);
      return;
    case 'skipped':
      tally.skipped.add(reading.reason, reading.item);
      return;
    case 'cut off':
      tally.cutOff = reading.reason;
  }
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
    if (use.interrupted?.aborted === true) return;
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
  const { added, updated, unchanged, cutOff, skipped, incomplete } = tally;
  return { path, added, updated, unchanged, skipped: skipped.all(), incomplete: incomplete.all(), cutOff, failure };
}

/**
 * Takes papers from files into the store, file by file, each batch in one transaction: whatever ends it, what is stored is whole,
 * and doing it again completes it. A file that cannot be used is reported, and the others are still taken. Trouble with
 * the store is thrown. When it is interrupted, there are reports of the files that were begun.
 */
export async function importPapers(use: ImportPapers): Promise<readonly FileReport[]> {
  const reports: FileReport[] = [];
  for (const path of use.paths) {
    if (use.interrupted?.aborted === true) return reports;
    reports.push(await importFile(path, use));
  }
  return reports;
}
