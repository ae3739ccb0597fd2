import { BroadsheetError } from '../../../src/kernel/errors.js';
import { readPapers } from '../../../src/papers/feeds/paper-file.js';
import { mergePaper } from '../../../src/papers/merge.js';
import type { Paper, PaperKey } from '../../../src/papers/paper.js';

/** The papers of some archives, each once, merged as an import merges them. Throws a BroadsheetError of code `data`. */
export async function readArchives(paths: readonly string[]): Promise<readonly Paper[]> {
  const papers = new Map<PaperKey, Paper>();
  for (const path of paths) {
    for await (const reading of readPapers(path)) {
      if (reading.kind === 'cut off') throw brokenOff(path, reading.reason);
      if (reading.kind !== 'paper') continue;
      const { paper } = reading.submission;
      papers.set(paper.key, mergePaper(papers.get(paper.key), paper));
    }
  }
  return [...papers.values()];
}

const brokenOff = (path: string, reason: string): BroadsheetError =>
  new BroadsheetError('data', `${path} cannot be read to its end: ${reason}.`, 'Get the whole file.');
