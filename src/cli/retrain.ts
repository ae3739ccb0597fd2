import type { ModelSwap, SwapOptions } from '../search/repository.js';
import type { OpenedStore } from '../store/store.js';
import { readConfig } from './configuration.js';
import { type Lesson, learn, trainingBar } from './learning.js';
import { countText, durationText, type ProgressBar } from './progress.js';
import { interruptedCode, type Runtime, say } from './runtime.js';
import { hasDatabase, openReadStore, openWriteStore } from './session.js';

/**
 * Makes a search model and has search go by it. The store is locked from the beginning: whoever waits for minutes is not turned away at
 * the end, and no paper comes in that the model was not asked about. Exit code 0; 130 when it was interrupted, and then all is as it was.
 */
export function retrain(runtime: Runtime, lesson: Lesson): Promise<number> {
  return swap(runtime, lesson.archives.length > 0, async (store, bar) => {
    const startedMs = runtime.clock.monotonicMs();
    const learnt = await learn(runtime, lesson, store.papers, bar);
    if (learnt === undefined) return { swap: { kind: 'stopped' }, report: () => [] };
    const swapped = await store.searchIndex.replaceModel(learnt.bytes, swapOptions(runtime, bar));
    const tookMs = runtime.clock.monotonicMs() - startedMs;
    return { swap: swapped, report: (model, papers) => [...learnt.report, ...newModelText(model, papers, tookMs)] };
  });
}

/** Has search go by the model that ships with the program again. Exit codes as above. */
export function returnToShipped(runtime: Runtime): Promise<number> {
  return swap(runtime, false, async (store, bar) => ({
    swap: await store.searchIndex.returnToShippedModel(swapOptions(runtime, bar)),
    report: (model) => [`Search goes by the model that ships with the program again (${model}).`],
  }));
}

interface Swapped {
  readonly swap: ModelSwap;
  readonly report: (model: string, papers: number) => readonly string[];
}

type Swap = (store: OpenedStore, bar: ProgressBar | undefined) => Promise<Swapped>;

async function swap(runtime: Runtime, mayBegin: boolean, body: Swap): Promise<number> {
  const store = await openStoreOf(runtime, mayBegin);
  const bar = trainingBar(runtime);
  try {
    return told(runtime, await body(store, bar).finally(() => bar?.clear()));
  } finally {
    await store.close();
  }
}

/** A store that is not there is begun only for papers that are. */
async function openStoreOf(runtime: Runtime, mayBegin: boolean): Promise<OpenedStore> {
  const config = readConfig(runtime);
  if (mayBegin || (await hasDatabase(config))) return openWriteStore(runtime, config);
  // Says that there is none, and what to do.
  return openReadStore(runtime, config);
}

function told(runtime: Runtime, { swap, report }: Swapped): number {
  switch (swap.kind) {
    case 'swapped':
      for (const line of report(swap.model, swap.papers)) say(runtime, line);
      return 0;
    case 'unchanged':
      say(runtime, 'Search goes by the model that ships with the program already; nothing was changed.');
      return 0;
    case 'stopped':
      runtime.errors.write('Stopped before the end; search goes by the model that it had.\n');
      return interruptedCode;
  }
}

const swapOptions = ({ interrupted }: Runtime, bar: ProgressBar | undefined): SwapOptions => ({
  signal: interrupted,
  onProgress: (papers, of) =>
    bar?.showWork({ name: `Giving ${countText(of)} papers their directions`, share: papers / of }),
});

const newModelText = (model: string, papers: number, tookMs: number): readonly string[] => [
  `Search goes by this model from now on (${model}), for ${countText(papers)} stored papers; that took ${durationText(tookMs)}.`,
  'broadsheet train --shipped goes back to the model that ships with the program.',
];
