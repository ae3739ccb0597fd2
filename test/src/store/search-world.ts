import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Paper } from '../../../src/papers/paper.js';
import { parseSearch } from '../../../src/search/parse-search.js';
import type { PaperSearch, SearchPage } from '../../../src/search/repository.js';
import { openStore } from '../../../src/store/open.js';
import { openSearch } from '../../../src/store/search-client.js';
import type { Store } from '../../../src/store/store.js';
import type { Span } from '../../../src/view/view.js';
import { listing, paper } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { temporaryFolder } from './fresh-store.js';

/** The worker as it is built: Node runs no TypeScript. */
export const builtWorker = pathToFileURL(resolve('dist/src/store/search-worker.js'));

/** A store and a search over the same file. */
export interface SearchWorld {
  readonly path: string;
  /** Where the model that ships would be. */
  readonly shipped: string;
  readonly store: Store;
  readonly search: PaperSearch;
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  /** Puts a paper on the shelf, listed with so many upvotes when they are given. */
  shelve(name: string, fields: Partial<Paper>, upvotes?: number): Promise<void>;
  /** What a search as typed answers. */
  ask(text: string): Promise<SearchPage>;
  /** The keys on the page, in order. */
  keys(text: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The search model that is shipped. */
export const shippedModel = resolve('config/search-model.bin');

/** The model is a file, or what is to be in the file of the one that ships. With it papers get directions when they are saved. */
export async function openSearchWorld(model?: string | Uint8Array): Promise<SearchWorld> {
  const folder = temporaryFolder();
  const path = join(folder.path, 'broadsheet.sqlite');
  const clock = new FakeClock('2026-11-24T09:00:00Z');
  const log = new MemoryLog();
  const own = join(folder.path, 'model.bin');
  if (typeof model === 'object') writeFileSync(own, model);
  const shipped = typeof model === 'string' ? model : own;
  const options = { path, clock, log, model: model === undefined ? undefined : shipped };
  const store = await openStore({ ...options, mode: 'write', version: '0.0.0' });
  const search = openSearch({ ...options, workerUrl: builtWorker });
  const ask = (text: string): Promise<SearchPage> => {
    const parsed = parseSearch(text);
    if (parsed.kind === 'problem') throw new Error(parsed.message);
    return search.search(parsed.query);
  };
  return {
    path,
    shipped,
    store,
    search,
    clock,
    log,
    ask,
    keys: async (text) => (await ask(text)).hits.map((hit) => hit.paper),
    shelve: async (name, fields, upvotes) => {
      const listings = upvotes === undefined ? [] : [listing(name, '2026-06-02', upvotes)];
      await store.papers.save([{ paper: paper(name, { keywords: [], ...fields }), listings }]);
    },
    close: async () => {
      await search.close();
      await store.close();
      folder.remove();
    },
  };
}

/** Spans as one text, strong ones between asterisks. */
export const marked = (spans: readonly Span[]): string =>
  spans.map((span) => (span.kind === 'strong' ? `*${span.text}*` : span.text)).join('');
