import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import type { IsoDate } from '../../src/kernel/dates.js';
import { systemClock } from '../../src/kernel/system-clock.js';
import type { FeedId } from '../../src/papers/listing.js';
import { parseSearch } from '../../src/search/parse-search.js';
import type { PaperSearch } from '../../src/search/repository.js';
import { openStore } from '../../src/store/open.js';
import { openSearch } from '../../src/store/search-client.js';
import { seededRandom } from '../fake/ids.js';
import { MemoryLog } from '../fake/log.js';
import { writeArchive } from './archive.js';
import { type Figure, loopLagMs, percentile } from './measure.js';
import { mainFile } from './places.js';

const queries = 400;

/** Imports the archives as a user does, then searches what was imported. Made-up papers stand in when no archive is named. */
export async function benchPapers(archives: readonly string[]): Promise<readonly Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const perSecond = await importRate(home, archives);
  const searched = await benchSearch(join(home, 'broadsheet.sqlite'));
  rmSync(home, { recursive: true });
  const importing: Figure = {
    name: 'import: papers a second',
    value: perSecond,
    unit: '/s',
    goal: 5000,
    better: 'higher',
  };
  return [importing, ...searched];
}

/** Fills the data folder from the archives, or from made-up papers: how many a second. */
export async function importRate(home: string, named: readonly string[]): Promise<number> {
  const made = join(home, 'papers.jsonl');
  if (named.length === 0) await writeArchive(made);
  const archives = named.length === 0 ? [made] : named;
  const start = performance.now();
  const env = { ...process.env, BROADSHEET_HOME: home };
  const child = spawn(process.execPath, [mainFile, 'import', ...archives], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [report] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const papers = Number(/Read ([\d,]+) papers/.exec(report)?.[1]?.replaceAll(',', ''));
  return papers / ((performance.now() - start) / 1000);
}

async function benchSearch(path: string): Promise<readonly Figure[]> {
  const clock = systemClock();
  const log = new MemoryLog();
  const { papers, titles } = await lookAt(path);
  const search = openSearch({ path, clock, log });
  await ask(search, 'warm up');
  const random = seededRandom(3);
  const samples: number[] = [];
  const lagMs = await loopLagMs(async () => {
    for (let query = 0; query < queries; query += 1) {
      const title = titles[Math.floor(random() * titles.length)] ?? '';
      samples.push(await ask(search, threeWords(title, random)));
    }
  });
  await search.close();
  const name = (what: string): string => `search: three words over ${papers.toLocaleString('en-US')} papers, ${what}`;
  return [
    { name: name('p50'), value: percentile(samples, 0.5), unit: 'ms', goal: 15, better: 'lower' },
    { name: name('p99'), value: percentile(samples, 0.99), unit: 'ms', goal: 60, better: 'lower' },
    { name: 'search: main-loop lag at most', value: lagMs, unit: 'ms', goal: 20, better: 'lower' },
  ];
}

interface Shelf {
  readonly papers: number;
  readonly titles: readonly string[];
}

/** How many papers there are, and some thousand titles to make queries from. */
async function lookAt(path: string): Promise<Shelf> {
  const store = await openStore({ path, mode: 'read', clock: systemClock(), log: new MemoryLog(), version: 'bench' });
  const feeds = ['arxiv' as FeedId, 'huggingface' as FeedId];
  const listed = await store.papers.mostUpvoted(feeds, null, '2100-01-01' as IsoDate, 5000);
  const found = await store.papers.find(listed.map(({ paper }) => paper));
  const papers = await store.papers.count();
  await store.close();
  return { papers, titles: [...found.values()].map(({ title }) => title) };
}

async function ask(search: PaperSearch, words: string): Promise<number> {
  const parsed = parseSearch(words);
  if (parsed.kind === 'problem') return 0;
  const start = performance.now();
  await search.search(parsed.query);
  return performance.now() - start;
}

function threeWords(title: string, random: () => number): string {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3);
  return Array.from({ length: 3 }, () => words[Math.floor(random() * words.length)] ?? '').join(' ');
}
