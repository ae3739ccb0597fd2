import type { Clock } from '../kernel/clock.js';
import { exitCodes } from '../kernel/errors.js';
import { cleanText } from '../papers/clean-text.js';
import { readPapers } from '../papers/feeds/paper-file.js';
import { type FileReport, type ImportStore, importPapers, type SkipGroup } from '../papers/import-papers.js';
import { countText, durationText, ProgressBar } from './progress.js';

interface TextSink {
  write(text: string): unknown;
}

export interface ImportCommand {
  readonly files: readonly string[];
  readonly store: ImportStore;
  readonly clock: Clock;
  /** Where the report goes. */
  readonly out: TextSink;
  /** Where the progress bar and problems go. */
  readonly err: TextSink;
  /** Whether `err` is a terminal: only then there is a progress bar. */
  readonly isTTY: boolean;
  readonly columns?: number;
}

const nameOf = (path: string): string => cleanText(path, 200);

const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
  `${countText(count)} ${count === 1 ? singular : plural}`;

function skipText({ reason, count, examples }: SkipGroup): string {
  const more = count > examples.length ? ', …' : '';
  return `  ${countText(count)} × ${reason} (${examples.join(', ')}${more})`;
}

function reportLines(report: FileReport): readonly string[] {
  const { added, updated, unchanged, skipped, cutOff } = report;
  const skippedCount = skipped.reduce((sum, { count }) => sum + count, 0);
  const counts = `${countText(added)} added, ${countText(updated)} updated, ${countText(unchanged)} unchanged`;
  const head = `${nameOf(report.path)}: ${counts}, ${countText(skippedCount)} skipped${skippedCount > 0 ? ':' : '.'}`;
  return [head, ...skipped.map(skipText), ...(cutOff === null ? [] : cutOffLines(cutOff))];
}

const cutOffLines = (reason: string): readonly string[] => [
  `  The file breaks off: ${reason}. What came before is stored.`,
  '  Get the whole file and import it again; nothing is stored twice.',
];

const isWhole = ({ failure, cutOff }: FileReport): boolean => failure === null && cutOff === null;

const papersOf = (reports: readonly FileReport[]): number =>
  reports.reduce((sum, { added, updated, unchanged }) => sum + added + updated + unchanged, 0);

function summaryLine(reports: readonly FileReport[], elapsedMs: number): string {
  const papers = papersOf(reports);
  const rate = elapsedMs > 0 ? ` (${countText(Math.round((papers / elapsedMs) * 1000))} a second)` : '';
  return `Read ${countOf(papers, 'paper')} from ${countOf(reports.length, 'file')} in ${durationText(elapsedMs)}${rate}.`;
}

function writeReport({ out, err }: ImportCommand, reports: readonly FileReport[]): void {
  for (const report of reports) {
    const { failure } = report;
    if (failure !== null) err.write(`${failure.message} ${failure.hint}\n`);
    if (failure !== null && papersOf([report]) === 0) continue;
    for (const line of reportLines(report)) out.write(`${line}\n`);
  }
}

/**
 * Imports papers from files and says in words what became of them. Exit code 0; 65 when a file could not be used or broke
 * off, after the others were imported.
 */
export async function runImport(command: ImportCommand): Promise<number> {
  const { files, store, clock, out, err } = command;
  const startedMs = clock.monotonicMs();
  const screen = { write: (text: string) => void err.write(text), columns: command.columns ?? 80, clock };
  const bar = command.isTTY ? new ProgressBar(screen) : undefined;
  try {
    const onProgress = bar === undefined ? {} : { onProgress: bar.show.bind(bar) };
    const reports = await importPapers({ paths: files, read: readPapers, store, clock, ...onProgress });
    bar?.clear();
    writeReport(command, reports);
    out.write(`${summaryLine(reports, clock.monotonicMs() - startedMs)}\n`);
    return reports.every(isWhole) ? 0 : exitCodes.data;
  } catch (thrown) {
    bar?.clear();
    throw thrown;
  }
}
