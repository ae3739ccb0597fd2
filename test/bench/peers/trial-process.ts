import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { reasonOf } from '../../../src/kernel/errors.js';
import type { Paper } from '../../../src/papers/paper.js';
import { Refusals } from './refusals.js';
import type { SearchSystem } from './search-system.js';
import { systems } from './systems.js';
import type { Trial, TrialMessage, TrialOrder } from './trial.js';

// Nobody waits for the results any more.
process.once('disconnect', () => process.exit());

/** The process of one system: builds its index, asks everything, tells the results. */
const [order] = (await once(process, 'message')) as [TrialOrder];
const end: TrialMessage = await tried(order).catch((thrown) => ({ kind: 'failed', why: reasonOf(thrown) }));
await tell(end);
process.disconnect();

/** Resolves once the message is on its way: the process may end right after. */
function tell(message: TrialMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}

async function tried({ system, papersFile, mode, questions, limit }: TrialOrder): Promise<Trial> {
  const open = await systems[system]();
  const papers = await papersIn(papersFile);
  const start = performance.now();
  const opened = await open(papers, mode);
  const buildSeconds = (performance.now() - start) / 1000;
  // What only the building needed shall not count as the memory of the search.
  papers.length = 0;
  globalThis.gc?.();
  const asked = await askAll(opened, questions, limit);
  const megabytes = process.memoryUsage().rss / 1e6;
  opened.close?.();
  return { kind: 'trial', ...asked, buildSeconds, megabytes, trouble: [...(opened.trouble ?? []), ...asked.trouble] };
}

async function papersIn(path: string): Promise<Paper[]> {
  const papers: Paper[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) papers.push(JSON.parse(line));
  return papers;
}

async function askAll(
  system: SearchSystem,
  questions: TrialOrder['questions'],
  limit: number,
): Promise<Pick<Trial, 'results' | 'queryMs' | 'trouble'>> {
  const refused = new Refusals('question');
  const results: (readonly string[])[] = [];
  const queryMs: number[] = [];
  for (const { text, hidden } of questions) {
    const start = performance.now();
    let found: readonly string[] = [];
    try {
      // A hidden document takes the place of another one.
      found = await system.ask(text, limit + (hidden === undefined ? 0 : 1), hidden);
    } catch (thrown) {
      refused.add(text, thrown);
    }
    queryMs.push(performance.now() - start);
    results.push(found.filter((id) => id !== hidden).slice(0, limit));
  }
  return { results, queryMs, trouble: refused.told() };
}
