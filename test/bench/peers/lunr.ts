import lunr from 'lunr';
import type { Paper } from '../../../src/papers/paper.js';
import { Refusals } from './refusals.js';
import type { Mode, SearchSystem } from './search-system.js';

const titleBoost = 3;

/** Asks word by word through lunr's query builder: its query language takes colons and dashes of ordinary text for commands. */
export function openLunr(papers: readonly Paper[], mode: Mode): SearchSystem {
  const refused = new Refusals('document');
  const builder = new lunr.Builder();
  builder.pipeline.add(lunr.trimmer, lunr.stopWordFilter, lunr.stemmer);
  builder.searchPipeline.add(lunr.stemmer);
  builder.ref('key');
  builder.field('title', mode === 'typed' ? { boost: titleBoost } : {});
  builder.field('abstract');
  if (mode === 'typed') builder.field('authors');
  for (const { key, title, abstract, authors } of papers) {
    try {
      builder.add({ key, title, abstract, authors: authors.join(', ') });
    } catch (thrown) {
      refused.add(key, thrown);
    }
  }
  const index = builder.build();
  return {
    trouble: refused.told(),
    ask: (text, limit) => {
      // A word asked for twice counts twice, as in lunr's own search.
      const words = lunr
        .tokenizer(text)
        .map((token) => String(lunr.trimmer(token)))
        .filter((word) => word !== '');
      if (words.length === 0) return [];
      const found = index.query((query) => {
        for (const word of words) query.term(word, {});
      });
      return found.slice(0, limit).map(({ ref }) => ref);
    },
  };
}
