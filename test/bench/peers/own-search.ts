import type { Paper } from '../../../src/papers/paper.js';
import { openOurs } from '../ours.js';
import type { Mode, SearchSystem } from './search-system.js';

/** Broadsheet's search in the terms of its peers. */
export async function openOwnSearch(papers: readonly Paper[], mode: Mode): Promise<SearchSystem> {
  const ours = await openOurs(papers);
  return {
    ask: (text, limit, hidden) =>
      mode === 'typed' ? ours.search(text) : ours.rank(text, hidden === undefined ? { limit } : { limit, hidden }),
    close: () => ours.close(),
  };
}
