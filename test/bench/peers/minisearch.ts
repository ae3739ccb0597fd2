import MiniSearch, { type SearchOptions } from 'minisearch';
import type { Paper } from '../../../src/papers/paper.js';
import type { Mode, SearchSystem } from './search-system.js';

/** In a chat: what its documentation begins with, a title that counts more. */
const typed: SearchOptions = { boost: { title: 3 } };
/** Longer words as prefixes and with slips too, which its documentation shows: better, and on many papers much slower. */
const fuzzy: SearchOptions = {
  boost: { title: 2 },
  prefix: (word) => word.length > 3,
  fuzzy: (word) => (word.length > 4 ? 0.2 : false),
};

export const openMiniSearch = (papers: readonly Paper[], mode: Mode): SearchSystem =>
  mode === 'typed' ? opened(papers, mode, typed) : opened(papers, mode, fuzzy);

/** As it is set up for test sets, in a chat as well. */
export const openFuzzyMiniSearch = (papers: readonly Paper[], mode: Mode): SearchSystem => opened(papers, mode, fuzzy);

function opened(papers: readonly Paper[], mode: Mode, options: SearchOptions): SearchSystem {
  const index = new MiniSearch<Paper>({
    idField: 'key',
    fields: mode === 'typed' ? ['title', 'abstract', 'authors'] : ['title', 'abstract'],
    extractField: (paper, field) => {
      const value = paper[field as keyof Paper];
      return Array.isArray(value) ? value.join(', ') : String(value);
    },
  });
  index.addAll(papers);
  return {
    ask: (text, limit) =>
      index
        .search(text, options)
        .slice(0, limit)
        .map(({ id }) => String(id)),
  };
}
