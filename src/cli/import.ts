import { breathe } from '../kernel/breathe.js';
import type { Clock } from '../kernel/clock.js';
import { exitCodes } from '../kernel/errors.js';
import { cleanText } from '../papers/clean-text.js';
import { readPapers } from '../papers/feeds/paper-file.js';
import { type FileReport, type ImportStore, importPapers, type PaperGroup } from '../papers/import-papers.js';
import type { SearchIndex } from '../search/repository.js';
import { countText, durationText, ProgressBar } from './progress.js';
import { interruptedCode } from './runtime.js';

interface TextSink {
  write(text: string): unknown;
}

export interface ImportCommand {
  readonly files: readonly string[];
  readonly store: ImportStore & { readonly searchIndex: Pick<SearchIndex, 'renew'> };
  readonly clock: Clock;
  /** Where the report goes. */
  readonly out: TextSink;
  /** Where the progress bar and problems go. */
  readonly err: TextSink;
  /** Whether `err` is a terminal: only then there is a progress bar. */
  readonly isTTY: boolean;
  readonly columns?: number;
  readonly interrupted?: AbortSignal;
}

const nameOf = (path: string): string => cleanText(path, 200);

const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
  `${countText(count)} ${count === 1 ? singular : plural}`;

const examplesOf = ({ count, examples }: PaperGroup): string =>
  `(${examples.join(', ')}${count > examples.length ? ', …' : ''})`;

const skipText = (group: PaperGroup): string => `  ${countText(group.count)} × ${group.reason} ${examplesOf(group)}`;

const incompleteText = (group: PaperGroup): string =>
  `  ${countOf(group.count, 'paper')} without ${group.count === 1 ? 'its' : 'their'} ${group.reason}, ` +
  `which cannot be used ${examplesOf(group)}`;

function reportLines(report: FileReport): readonly string[] {
  const { added, updated, unchanged, skipped, incomplete } = report;
  const skippedCount = skipped.reduce((sum, { count }) => sum + count, 0);
  const counts = `${countText(added)} added, ${countText(updated)} updated, ${countText(unchanged)} unchanged`;
  const details = [...skipped.map(skipText), ...incomplete.map(incompleteText)];
  const head = `${nameOf(report.path)}: ${counts}, ${countText(skippedCount)} skipped${details.length > 0 ? ':' : '.'}`;
  return [head, ...details];
}

const papersOf = (reports: readonly FileReport[]): number =>
  reports.reduce((sum, { added, updated, unchanged }) => sum + added + updated + unchanged, 0);

const isUseless = (report: FileReport): boolean => report.failure !== null && papersOf([report]) === 0;

/** What became of the whole, so that a failure above it cannot be overlooked. */
function summaryLine(reports: readonly FileReport[], elapsedMs: number): string {
  const papers = papersOf(reports);
  const rate = elapsedMs > 0 ? ` (${countText(Math.round((papers / elapsedMs) * 1000))} a second)` : '';
  const useless = reports.filter(isUseless).length;
  const broken = reports.filter((report) => troubleText(report) !== undefined).length - useless;
  const files = countOf(reports.length, 'file');
  const from = useless === 0 ? files : `${countText(reports.length - useless)} of ${files}`;
  const troubles = [
    ...(useless === 0 ? [] : [`${countText(useless)} could not be used`]),
    ...(broken === 0 ? [] : [`${countText(broken)} ${broken === 1 ? 'breaks' : 'break'} off`]),
  ];
  const end = troubles.length === 0 ? '.' : `; ${troubles.join(', ')}, see above.`;
  return `Read ${countOf(papers, 'paper')} from ${from} in ${durationText(elapsedMs)}${rate}${end}`;
}

function troubleText({ path, failure, cutOff }: FileReport): string | undefined {
  if (failure !== null) return cleanText(`${failure.message} ${failure.hint}`, 1_000);
  if (cutOff === null) return undefined;
  const advice = 'What came before is stored; get the whole file and import it again, nothing is stored twice.';
  return `${nameOf(path)} breaks off: ${cutOff}. ${advice}`;
}

function writeReport({ out, err }: ImportCommand, reports: readonly FileReport[]): void {
  for (const report of reports) {
    const trouble = troubleText(report);
    for (const line of isUseless(report) ? [] : reportLines(report)) out.write(`${line}\n`);
    if (trouble !== undefined) err.write(`${trouble}\n`);
  }
}

const stoppedText = 'Stopped before the end; import again to go on, nothing is stored twice.';

/**
 * Imports papers from files and says in words what became of them. Exit code 0; 65 when a file could not be used or broke
 * off, after the others were imported; 130 when it was interrupted.
 */
export async function runImport(command: ImportCommand): Promise<number> {
  const { files, store, clock, out, err, interrupted } = command;
  const startedMs = clock.monotonicMs();
  const screen = { write: (text: string) => void err.write(text), columns: command.columns ?? 80, clock };
  const bar = command.isTTY ? new ProgressBar(screen) : undefined;
  try {
    const onProgress = bar === undefined ? {} : { onProgress: bar.show.bind(bar) };
    const stop = interrupted === undefined ? {} : { interrupted };
    const reports = await importPapers({ paths: files, read: readPapers, store, clock, ...onProgress, ...stop });
    await compact(command, changedBy(reports) + (await renewIndex(command, bar)));
    bar?.clear();
    writeReport(command, reports);
    out.write(`${summaryLine(reports, clock.monotonicMs() - startedMs)}\n`);
    if (interrupted?.aborted === true) err.write(`${stoppedText}\n`);
    return codeOf(reports, interrupted);
  } catch (thrown) {
    bar?.clear();
    throw thrown;
  }
}

/** Papers renewed in one transaction: nobody else waits for it. */
const renewedAtOnce = 500;

/** Papers that an older program stored are searched all the same, only slower. Says of how many the words were indexed anew. */
async function renewIndex({ store, interrupted }: ImportCommand, bar: ProgressBar | undefined): Promise<number> {
  let renewed = 0;
  while (interrupted?.aborted !== true) {
    const { isDone, papers, of, texts } = await store.searchIndex.renew(renewedAtOnce);
    renewed += texts;
    if (isDone) break;
    bar?.showWork({ name: 'Renewing the search index', share: papers / of });
    await breathe();
  }
  return renewed;
}

/** Papers indexed by one import, from which on search gains by compacting. */
const worthCompacting = 1_000;

const changedBy = (reports: readonly FileReport[]): number =>
  reports.reduce((sum, { added, updated }) => sum + added + updated, 0);

/** After the renewal, which would leave the index in pieces again. */
async function compact({ store, interrupted }: ImportCommand, indexed: number): Promise<void> {
  if (indexed < worthCompacting || interrupted?.aborted === true) return;
  await store.transaction(({ papers }) => papers.compact());
}

function codeOf(reports: readonly FileReport[], interrupted: AbortSignal | undefined): number {
  if (interrupted?.aborted === true) return interruptedCode;
  return reports.some((report) => troubleText(report) !== undefined) ? exitCodes.data : 0;
}
