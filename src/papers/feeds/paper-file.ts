import { basename } from 'node:path';
import { type IsoDate, parseIsoDate } from '../../kernel/dates.js';
import { BroadsheetError } from '../../kernel/errors.js';
import type { Listing } from '../listing.js';
import type { Paper } from '../paper.js';
import type { OnBytes, PaperReading } from '../paper-reading.js';
import { huggingFaceId, readArchiveRecord } from './archive-record.js';
import { fieldsOf } from './fields.js';
import { DamagedGzip } from './file-bytes.js';
import { fileItems } from './file-items.js';
import { isPayloadItem, readPayloadItem, type Unusable } from './payload-item.js';

/** A file that begins with so many unusable items is something else altogether. */
const patience = 1_000;

const wholeFile = 'Get the whole file and import it again.';
const shapes = 'Give a file of Hugging Face daily papers (JSON) or of papers as JSON lines, plain or gzipped.';

type Placed = Omit<Listing, 'paper' | 'position'>;

/** Turns items into submissions. Positions count within a feed's day, over the whole file. */
class Reader {
  readonly #fileDay: IsoDate | undefined;
  readonly #positions = new Map<string, number>();
  readonly #seen = new Set<string>();

  constructor(path: string) {
    this.#fileDay = parseIsoDate(/\d{4}-\d{2}-\d{2}/.exec(basename(path))?.[0] ?? '');
  }

  read(name: string, value: unknown): PaperReading {
    const fields = fieldsOf(value);
    if (fields === undefined) return { kind: 'skipped', item: name, reason: 'it is no paper' };
    if (isPayloadItem(fields)) return this.#readPayload(name, fields);
    const record = readArchiveRecord(fields);
    if (record.kind === 'unusable') return this.#skipped(name, record);
    return this.#submission(record.paper, record.listing, record.without);
  }

  #readPayload(name: string, fields: unknown): PaperReading {
    const item = readPayloadItem(fields);
    if (item.kind === 'unusable') return this.#skipped(name, item);
    const day = item.submittedOn ?? this.#fileDay ?? item.publishedOn;
    const place = `${day} ${item.paper.key}`;
    if (this.#seen.has(place)) return { kind: 'skipped', item: item.paper.key, reason: 'it stands in the list twice' };
    this.#seen.add(place);
    const listing = day === null ? undefined : { feed: huggingFaceId, day, upvotes: item.upvotes };
    return this.#submission({ ...item.paper, listedOn: day }, listing, item.without);
  }

  #skipped(name: string, { item, reason }: Unusable): PaperReading {
    return { kind: 'skipped', item: item ?? name, reason };
  }

  #submission(paper: Paper, placed: Placed | undefined, without: readonly string[]): PaperReading {
    if (placed === undefined) return { kind: 'paper', submission: { paper, listings: [] }, without };
    const place = `${placed.feed} ${placed.day}`;
    const position = this.#positions.get(place) ?? 0;
    this.#positions.set(place, position + 1);
    return { kind: 'paper', submission: { paper, listings: [{ ...placed, paper: paper.key, position }] }, without };
  }
}

async function* readings(path: string, onBytes: OnBytes): AsyncGenerator<PaperReading> {
  const reader = new Reader(path);
  try {
    for await (const item of fileItems(path, onBytes)) {
      yield item.kind === 'item' ? reader.read(item.name, item.value) : item;
    }
  } catch (thrown) {
    if (!(thrown instanceof DamagedGzip)) throw thrown;
    yield { kind: 'cut off', reason: thrown.message };
  }
}

const problemOf = (reading: Exclude<PaperReading, { kind: 'paper' }>): string =>
  reading.kind === 'cut off' ? reading.reason : `${reading.item} cannot be used, ${reading.reason}`;

/**
 * Reads papers from a file of either shape, plain or gzipped, with bounded memory. What cannot be used is skipped with its
 * reason. A list without items is no error.
 *
 * @throws BroadsheetError of code `data` when the file cannot be read or nothing of it can be used.
 */
export async function* readPapers(path: string, onBytes: OnBytes = () => undefined): AsyncGenerator<PaperReading> {
  let used = 0;
  let unused = 0;
  let problem: Exclude<PaperReading, { kind: 'paper' }> | undefined;
  for await (const reading of readings(path, onBytes)) {
    if (reading.kind === 'paper') {
      used += 1;
    } else {
      unused += 1;
      problem ??= reading;
    }
    yield reading;
    if (used === 0 && unused === patience) break;
  }
  if (used === 0 && problem !== undefined) {
    const hint = problem.kind === 'cut off' ? wholeFile : shapes;
    throw new BroadsheetError('data', `${path} holds no papers: ${problemOf(problem)}.`, hint);
  }
}
