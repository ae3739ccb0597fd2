import { stat } from 'node:fs/promises';
import { earlierOf, type IsoDate } from '../../kernel/dates.js';
import { reasonOf } from '../../kernel/errors.js';
import type { FeedResult, ListedPaper, PaperFeed, SkippedItem } from '../feed.js';
import type { FeedId } from '../listing.js';
import type { PaperReading } from '../paper-reading.js';
import type { Submission } from '../repository.js';
import { readPapers } from './paper-file.js';

export interface FileFeedOptions {
  readonly id: FeedId;
  readonly name: string;
  readonly path: string;
}

/** Papers of so many listing days stay in memory: enough for planning, however many years the file holds. */
const mostDaysKept = 31;
const mostSkippedKept = 100;

/** What one pass over the file keeps: which days there are, and the papers of the newest ones up to `until`. */
class Shelf {
  readonly stamp: string;
  readonly #until: IsoDate | undefined;
  readonly #days = new Set<IsoDate>();
  readonly #kept = new Map<IsoDate, Map<string, ListedPaper>>();
  readonly #skipped: SkippedItem[] = [];

  constructor(stamp: string, until?: IsoDate) {
    this.stamp = stamp;
    this.#until = until;
  }

  get days(): readonly IsoDate[] {
    return [...this.#days].sort();
  }

  /** Whether one more pass would tell nothing new about the day. */
  knows(day: IsoDate): boolean {
    return this.#kept.has(day) || !this.#days.has(day);
  }

  papers(day: IsoDate): readonly ListedPaper[] {
    return [...(this.#kept.get(day)?.values() ?? [])];
  }

  take(reading: PaperReading): void {
    if (reading.kind === 'cut off') throw new Error(reading.reason);
    if (reading.kind === 'paper') this.#place(reading.submission);
    else this.#skip(reading.item, reading.reason);
  }

  /** An unusable item belongs to no day, so it is told once, with the first list. */
  tellSkipped(): readonly SkippedItem[] {
    return this.#skipped.splice(0);
  }

  #skip(item: string, reason: string): void {
    if (this.#skipped.length < mostSkippedKept) this.#skipped.push({ item, reason });
  }

  #place({ paper, listings }: Submission): void {
    for (const { day, upvotes } of listings) {
      this.#days.add(day);
      const papers = this.#room(day);
      if (papers?.has(paper.key)) this.#skip(paper.key, 'it stands in the list twice');
      else papers?.set(paper.key, { paper, upvotes });
    }
  }

  /** Where papers of that day are kept, if they are: the oldest day makes room for a newer one. */
  #room(day: IsoDate): Map<string, ListedPaper> | undefined {
    const known = this.#kept.get(day);
    if (known !== undefined || (this.#until !== undefined && day > this.#until)) return known;
    if (this.#kept.size === mostDaysKept) {
      const oldest = [...this.#kept.keys()].reduce((a, b) => earlierOf(a, b));
      if (day < oldest) return undefined;
      this.#kept.delete(oldest);
    }
    const papers = new Map<string, ListedPaper>();
    this.#kept.set(day, papers);
    return papers;
  }
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(path);
    return `${mtimeMs} ${size}`;
  } catch {
    return 'unreadable';
  }
}

/** Keeps the last pass over a file until the file changes. Passes never run side by side. */
class ShelvedFile {
  readonly #path: string;
  #shelf: Shelf | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** A shelf that knows the day, or the newest days when none is asked for. Rejects when the file cannot be used whole. */
  shelf(day: IsoDate | undefined, signal?: AbortSignal): Promise<Shelf> {
    const turn = this.#last.then(() => this.#current(day, signal));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #current(day: IsoDate | undefined, signal: AbortSignal | undefined): Promise<Shelf> {
    const stamp = await stampOf(this.#path);
    const kept = this.#shelf?.stamp === stamp ? this.#shelf : await this.#read(new Shelf(stamp), signal);
    this.#shelf = kept;
    if (day === undefined || kept.knows(day)) return kept;
    this.#shelf = await this.#read(new Shelf(stamp, day), signal);
    return this.#shelf;
  }

  async #read(shelf: Shelf, signal: AbortSignal | undefined): Promise<Shelf> {
    for await (const reading of readPapers(this.#path)) {
      if (signal?.aborted === true) throw new Error('the reading was stopped');
      shelf.take(reading);
    }
    return shelf;
  }
}

async function listFrom(file: ShelvedFile, day: IsoDate, signal: AbortSignal): Promise<FeedResult> {
  try {
    const shelf = await file.shelf(day, signal);
    const papers = shelf.papers(day);
    if (papers.length === 0) return { kind: 'empty', why: 'the file has no papers for that day' };
    return { kind: 'listed', papers, skipped: shelf.tellSkipped() };
  } catch (thrown) {
    return { kind: 'failed', reason: reasonOf(thrown).replace(/\.$/, '') };
  }
}

/**
 * Papers from a file of either shape, listed on the days that it names. The file is read again when it has changed; a
 * file that breaks off has failed, however much of it could be read.
 */
export function fileFeed({ id, name, path }: FileFeedOptions): PaperFeed {
  const file = new ShelvedFile(path);
  return {
    id,
    name,
    publishesOn: () => true,
    mayChange: () => true,
    days: () =>
      file.shelf(undefined).then(
        (shelf) => shelf.days,
        () => [],
      ),
    list: (day, signal) => listFrom(file, day, signal),
  };
}
