import MiniSearch from 'minisearch';
import type { Paper } from '../../../src/papers/paper.js';
import type { Mode, SearchSystem } from './search-system.js';

/**
 * In a chat a title that counts three times is its best setting that answers in time. On test sets its fuzzy and prefix matching,
 * as its documentation advises, is a little better than its defaults.
 */
const settings = {
  typed: { boost: { title: 3 } },
  plain: { boost: { title: 2 }, prefix: true, fuzzy: 0.2 },
} as const;

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
        .search(text, settings[mode])
        .slice(0, limit)
        .map(({ id }) => String(id)),
  };
}
