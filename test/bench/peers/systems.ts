import type { OpenSystem } from './search-system.js';

/** Each library is loaded only in the process that measures it. */
export const systems = {
  ours: async () => (await import('./own-search.js')).openOwnSearch,
  minisearch: async () => (await import('./minisearch.js')).openMiniSearch,
  'minisearch-fuzzy': async () => (await import('./minisearch.js')).openFuzzyMiniSearch,
  wink: async () => (await import('./wink.js')).openWink,
  lunr: async () => (await import('./lunr.js')).openLunr,
  orama: async () => (await import('./orama.js')).openOrama,
  fts5: async () => (await import('./fts5.js')).openFts5,
} as const satisfies Readonly<Record<string, () => Promise<OpenSystem>>>;

export type SystemName = keyof typeof systems;
