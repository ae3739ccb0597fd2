import { basename } from 'node:path';
import { breathe } from '../kernel/breathe.js';
import type { IsoDate } from '../kernel/dates.js';
import { BroadsheetError } from '../kernel/errors.js';
import { cleanText } from '../papers/clean-text.js';
import { readPapers } from '../papers/feeds/paper-file.js';
import type { ImportProgress } from '../papers/import-papers.js';
import type { Paper, PaperKey } from '../papers/paper.js';
import type { PaperReading } from '../papers/paper-reading.js';
import type { PaperRepository } from '../papers/repository.js';
import type { TrainingPaper } from '../training/corpus.js';

/** Papers to learn from, each once. */
export class TrainingPapers {
  readonly source: string;
  readonly #papers = new Map<PaperKey, TrainingPaper>();
  from: IsoDate | null = null;
  to: IsoDate | null = null;
  /** How many entries could not be used. */
  skipped = 0;

  constructor(source: string) {
    this.source = source;
  }

  get size(): number {
    return this.#papers.size;
  }

  all(): readonly TrainingPaper[] {
    return [...this.#papers.values()];
  }

  /** What has no abstract here may have one elsewhere. */
  add({ key, title, abstract, publishedOn, listedOn }: Paper): void {
    const known = this.#papers.get(key);
    if (known !== undefined && known.abstract !== '') return;
    this.#papers.set(key, { title, abstract });
    const day = publishedOn ?? listedOn;
    if (day === null) return;
    if (this.from === null || day < this.from) this.from = day;
    if (this.to === null || day > this.to) this.to = day;
  }
}

interface Reading {
  readonly onProgress: (progress: ImportProgress) => void;
  readonly interrupted: AbortSignal;
}

const papersPerReport = 500;
const papersPerPage = 1_000;

/**
 * Reads papers from archives as an import does.
 *
 * @throws BroadsheetError of code `data` when a file cannot be used or breaks off.
 */
export async function papersOfArchives(paths: readonly string[], reading: Reading): Promise<TrainingPapers> {
  const papers = new TrainingPapers(paths.map((path) => cleanText(basename(path), 100)).join(', '));
  for (const path of paths) await readArchive(path, papers, reading);
  return papers;
}

async function readArchive(path: string, papers: TrainingPapers, { onProgress, interrupted }: Reading): Promise<void> {
  let progress = { path, bytesRead: 0, bytesTotal: 0 };
  let count = 0;
  const readings = readPapers(path, (bytesRead, bytesTotal) => {
    progress = { path, bytesRead, bytesTotal };
  });
  for await (const reading of readings) {
    if (interrupted.aborted) return;
    take(reading, path, papers);
    count += 1;
    if (count % papersPerReport === 0) onProgress({ ...progress, papers: count });
  }
}

function take(reading: PaperReading, path: string, papers: TrainingPapers): void {
  switch (reading.kind) {
    case 'paper':
      papers.add(reading.submission.paper);
      return;
    case 'skipped':
      papers.skipped += 1;
      return;
    case 'cut off':
      throw new BroadsheetError('data', `${path} breaks off: ${reading.reason}.`, 'Get the whole file.');
  }
}

/** Reads the papers of the store, by key: the same store gives the same papers in the same order. */
export async function papersOfStore(
  store: Pick<PaperRepository, 'page'>,
  interrupted: AbortSignal,
): Promise<TrainingPapers> {
  const papers = new TrainingPapers('the papers of a Broadsheet');
  let page = await store.page(null, papersPerPage);
  while (page.length > 0 && !interrupted.aborted) {
    for (const paper of page) papers.add(paper);
    page = await store.page(page.at(-1)?.key ?? null, papersPerPage);
    await breathe();
  }
  return papers;
}
