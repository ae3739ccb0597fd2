import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Commands, createCommands } from '../../src/commands/dispatch.js';
import type { IsoDate } from '../../src/kernel/dates.js';
import type { TimeZone } from '../../src/kernel/schedule.js';
import { systemClock } from '../../src/kernel/system-clock.js';
import type { FeedId } from '../../src/papers/listing.js';
import type { Paper } from '../../src/papers/paper.js';
import type { AdapterId } from '../../src/platform/adapter.js';
import { openStore } from '../../src/store/open.js';
import { openSearch } from '../../src/store/search-client.js';
import type { Store } from '../../src/store/store.js';
import { countingIds, seededRandom } from '../fake/ids.js';
import { MemoryLog } from '../fake/log.js';
import { type Figure, loopLagMs, percentile } from './measure.js';
import { importRate } from './papers.js';

/** How many things are typed of each kind, letter by letter. */
const typings = 60;
const longestTyping = 12;

const target = { adapter: 'bench' as AdapterId, workspace: 'bench', channel: 'bench' };
const user = { ...target, id: 'bench' };

/** What stands before what is typed, and what somebody may type of a paper. */
interface Typing {
  readonly what: string;
  readonly before: string;
  of(paper: Paper, random: () => number): string;
}

export const oneOf = (texts: readonly string[], random: () => number): string =>
  texts[Math.floor(random() * texts.length)] ?? '';

export const wordsOf = (text: string): readonly string[] =>
  text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);

const kinds: readonly Typing[] = [
  { what: 'a word', before: 'search ', of: ({ title }, random) => oneOf(wordsOf(title), random) },
  { what: 'a second word', before: 'search learning ', of: ({ title }, random) => oneOf(wordsOf(title), random) },
  {
    what: 'an author',
    before: 'search author:',
    of: ({ authors }, random) => oneOf(wordsOf(authors.join(' ')), random),
  },
  { what: 'a category', before: 'search cat:', of: ({ categories }, random) => oneOf(categories, random) },
  { what: 'a title', before: 'show ', of: ({ title }) => title },
];

/** Types into the commands of a full store, from the event to the suggestions. */
export async function benchAutocomplete(archives: readonly string[]): Promise<readonly Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  await importRate(home, archives);
  const path = join(home, 'broadsheet.sqlite');
  const clock = systemClock();
  const log = new MemoryLog();
  const store = await openStore({ path, mode: 'read', clock, log, version: 'bench' });
  const search = openSearch({ path, clock, log });
  const figures = await measured(commandsOn(store, search), await somePapers(store));
  await search.close();
  await store.close();
  rmSync(home, { recursive: true });
  return figures;
}

async function measured(commands: Commands, papers: readonly Paper[]): Promise<readonly Figure[]> {
  const random = seededRandom(5);
  const firstMs = await typed('search flow m', commands);
  const figures: Figure[] = [];
  const lagMs = await loopLagMs(async () => {
    for (const kind of kinds) figures.push(...(await typeAll(kind, papers, commands, random)));
  });
  const figure = (name: string, value: number, goal: number): Figure => ({
    ...{ name: `autocomplete: ${name}`, value, unit: 'ms', goal, better: 'lower' },
  });
  return [figure('the very first', firstMs, 500), ...figures, figure('main-loop lag at most', lagMs, 20)];
}

async function typeAll(
  { what, before, of }: Typing,
  papers: readonly Paper[],
  commands: Commands,
  random: () => number,
): Promise<readonly Figure[]> {
  const samples: number[] = [];
  for (let typing = 0; typing < typings; typing += 1) {
    const paper = papers[Math.floor(random() * papers.length)];
    const whole = paper === undefined ? '' : of(paper, random).slice(0, longestTyping);
    for (let length = 1; length <= whole.length; length += 1) {
      samples.push(await typed(before + whole.slice(0, length), commands));
    }
  }
  const figure = (share: number, goal: number): Figure => ({
    name: `autocomplete: ${what}, p${share * 100}`,
    value: percentile(samples, share),
    ...{ unit: 'ms', goal, better: 'lower' },
  });
  return [figure(0.5, 10), figure(0.99, 50)];
}

async function typed(text: string, commands: Commands): Promise<number> {
  const start = performance.now();
  await commands.suggest({ user, target, text });
  return performance.now() - start;
}

/** Some thousand papers to type from. */
export async function somePapers(store: Store): Promise<readonly Paper[]> {
  const feeds = ['arxiv' as FeedId, 'huggingface' as FeedId];
  const listed = await store.papers.mostUpvoted(feeds, null, '2100-01-01' as IsoDate, 5000);
  const found = await store.papers.find(listed.map(({ paper }) => paper));
  return [...found.values()].filter(({ categories }) => categories.length > 0);
}

/** Nothing but what suggestions need is ever asked of them. */
function commandsOn(store: Store, search: ReturnType<typeof openSearch>): Commands {
  const { papers, subscriptions, editions, outbox, votes } = store;
  const timetable = { time: '09:00' as never, zone: 'UTC' as TimeZone, days: [1] as const };
  const topics = { words: [], authors: [], categories: [] };
  return createCommands({
    processTrouble: () => ({}),
    ...{ papers, subscriptions, editions, outbox, votes, search },
    ...{ clock: systemClock(), log: new MemoryLog(), newId: countingIds(), feeds: new Map() },
    defaults: {
      zone: timetable.zone,
      feeds: [],
      edition: { timetable, count: 10, layout: 'list', feeds: [], topics, minUpvotes: 0 },
    },
    readDay: async () => [],
    numbers: async () => [],
    votesForRanking: async () => ({ kind: 'current' }),
    transaction: (body) => store.transaction(body),
    sourceOf: () => undefined,
    preview: async () => ({ as: 'quiet', content: null }),
    postNow: async () => ({ kind: 'nothing', as: 'failed', line: '' }),
    profile: async () => undefined,
    linkTo: async () => undefined,
    rightsIn: async () => undefined,
    whoMayManage: () => undefined,
    mayManage: async () => false,
  });
}
