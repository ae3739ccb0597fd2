import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/kernel/system-clock.js';
import type { Paper } from '../../../src/papers/paper.js';
import { readModel } from '../../../src/search/model.js';
import { openSearch } from '../../../src/store/search-client.js';
import { MemoryLog } from '../../fake/log.js';
import { writeArchive } from '../archive.js';
import { readArchives } from '../known/paper-archives.js';
import { describeFigure, type Figure, loopLagMs, percentile } from '../measure.js';
import { readOptions, wholeNumber } from '../peers/options.js';
import { modelFile } from '../places.js';
import { askAll, askSteadily, keptOfAll, somePapers, typeAll } from './asking.js';
import { type Built, buildStore, sizesIn, titlesIn } from './big-store.js';
import { papersFrom } from './million.js';
import { questionsFrom } from './questions.js';

const usage = 'npm run bench -- scale [--archive <file> …] [--papers 1000000] [--questions 300] [--seed 1]';
const typedPapers = 30;
const comparedQuestions = 40;
const searchesPerSecond = 50;
const titlesLookedAt = 5_000;
const megabyte = 1e6;

/** What the figures should be, in milliseconds and seconds: of the papers at hand, and of so many that were made of them. */
interface Goals {
  readonly threeWords: readonly [p50: number, p99: number];
  readonly eightWords: number;
  readonly wholeTitle: number;
  readonly build: number;
  /** When so many ask at once. */
  readonly steady: number;
}

const goalsAtHand: Goals = { threeWords: [25, 60], eightWords: 100, wholeTitle: 100, build: 60, steady: 500 };
const goalsOfMany: Goals = { threeWords: [40, 200], eightWords: 300, wholeTitle: 300, build: 240, steady: 5_000 };

/** Search, suggestions and the index at the size of the archives, and at a million papers made of them. */
export async function benchScale(args: readonly string[]): Promise<string> {
  const values = readOptions(
    args,
    {
      archive: { type: 'string', multiple: true, default: [] },
      papers: { type: 'string', default: '1000000' },
      questions: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
    },
    usage,
  );
  const [many, questions] = [
    wholeNumber('--papers', values.papers, 1),
    wholeNumber('--questions', values.questions, 1),
  ];
  const seed = wholeNumber('--seed', values.seed, 0);
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  try {
    const papers = await papersAt(home, values.archive);
    const atHand = await measured(home, papers, papers.length, { questions, seed, goals: goalsAtHand });
    const ofMany = await measured(home, papers, many, { questions, seed, goals: goalsOfMany });
    return [...atHand, '', ...ofMany, ''].join('\n');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Made-up papers stand in when no archive is named. */
async function papersAt(home: string, archives: readonly string[]): Promise<readonly Paper[]> {
  if (archives.length > 0) return readArchives(archives);
  const made = join(home, 'papers.jsonl');
  await writeArchive(made);
  return readArchives([made]);
}

interface Run {
  readonly questions: number;
  readonly seed: number;
  readonly goals: Goals;
}

async function measured(home: string, papers: readonly Paper[], count: number, run: Run): Promise<readonly string[]> {
  const path = join(home, `${count}.sqlite`);
  const built = await buildStore(path, papersFrom(papers, count, run.seed), (so) => {
    if (so % 100_000 === 0) process.stderr.write(`${so.toLocaleString('en-US')} papers\n`);
  });
  const figures = [...buildFigures(built, run.goals), ...(await searchFigures(path, papers, run))];
  const lines = [
    `${count.toLocaleString('en-US')} papers`,
    ...figures.map(describeFigure),
    ...boundLines(path, run),
    sizeLine(path),
    `memory of the process after all of it: ${mb(process.memoryUsage().rss)}`,
  ];
  rmSync(path);
  return lines;
}

const lower = { better: 'lower' } as const;

const buildFigures = ({ indexSeconds, compactSeconds }: Built, { build }: Goals): readonly Figure[] => [
  {
    name: 'index build, brought into one piece',
    value: indexSeconds + compactSeconds,
    unit: 's',
    goal: build,
    ...lower,
  },
];

async function searchFigures(path: string, papers: readonly Paper[], run: Run): Promise<readonly Figure[]> {
  const { questions, seed, goals } = run;
  const search = openSearch({ path, model: modelFile, clock: systemClock(), log: new MemoryLog() });
  const asked = questionsFrom(titlesIn(path, titlesLookedAt), questions, seed + 1);
  const [first = 0] = await askAll(search, ['warm up of it all']);
  const samples: Record<'three' | 'eight' | 'title' | 'typing', readonly number[]> = {
    ...{ three: [], eight: [], title: [], typing: [] },
  };
  const lagMs = await loopLagMs(async () => {
    samples.three = await askAll(search, asked.threeWords);
    samples.eight = await askAll(search, asked.eightWords);
    samples.title = await askAll(search, asked.wholeTitles);
    samples.typing = await typeAll(search, somePapers(papers, typedPapers, seed + 2));
  });
  const steady = await askSteadily(search, asked.threeWords, searchesPerSecond);
  await search.close();
  const figure = (name: string, of: readonly number[], share: number, goal: number): Figure => ({
    ...{ name: `${name}, p${share * 100}`, value: percentile(of, share), unit: 'ms', goal, ...lower },
  });
  return [
    { name: 'the very first search', value: first, unit: 'ms', goal: 1_000, ...lower },
    figure('three words', samples.three, 0.5, goals.threeWords[0]),
    figure('three words', samples.three, 0.99, goals.threeWords[1]),
    figure('eight words', samples.eight, 0.5, goals.eightWords / 2),
    figure('eight words', samples.eight, 0.99, goals.eightWords),
    figure('a whole title', samples.title, 0.5, goals.wholeTitle / 2),
    figure('a whole title', samples.title, 0.99, goals.wholeTitle),
    figure('autocomplete', samples.typing, 0.5, 5),
    figure('autocomplete', samples.typing, 0.99, 10),
    figure(`${searchesPerSecond} searches a second, three words`, steady.samples, 0.99, goals.steady),
    { name: 'of these refused', value: steady.refused, unit: '', goal: 0, ...lower },
    { name: 'main-loop lag at most', value: lagMs, unit: 'ms', goal: 10, ...lower },
  ];
}

/** What it costs that not all papers with any of the words get a score. */
function boundLines(path: string, { seed }: Run): readonly string[] {
  const model = readModel(readFileSync(modelFile));
  const { threeWords, eightWords } = questionsFrom(titlesIn(path, titlesLookedAt), comparedQuestions, seed + 3);
  const line = (what: string, questions: readonly string[]): string =>
    `of the first ten for ${what}, as without a bound: ${(100 * keptOfAll(path, model, questions)).toFixed(1)} %`;
  return [line('three words', threeWords), line('eight words', eightWords)];
}

const mb = (bytes: number): string => `${Math.round(bytes / megabyte).toLocaleString('en-US')} MB`;

function sizeLine(path: string): string {
  const parts = sizesIn(path)
    .slice(0, 8)
    .map(({ name, bytes }) => `${name} ${mb(bytes)}`);
  return `on disk: ${mb(statSync(path).size)} (${parts.join(', ')})`;
}
