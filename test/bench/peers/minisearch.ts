import MiniSearch, { type SearchOptions } from 'minisearch';
import type { Paper } from '../../../src/papers/paper.js';
import type { Mode, SearchSystem } from './search-system.js';

/** In a chat: nothing but a title that counts three times, since over 80,000 papers the rest of it takes up to a second. */
const typed: SearchOptions = { boost: { title: 3 } };
/** On test sets: longer words as prefixes and with slips, which its documentation shows, and a title that counts double. */
const plain: SearchOptions = {
  boost: { title: 2 },
  prefix: (word) => word.length > 3,
  fuzzy: (word) => (word.length > 4 ? 0.2 : false),
};

export function openMiniSearch(papers: readonly Paper[], mode: Mode): SearchSystem {
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
        .search(text, mode === 'typed' ? typed : plain)
        .slice(0, limit)
        .map(({ id }) => String(id)),
  };
}
