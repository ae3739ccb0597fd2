import { create, insertMultiple, search } from '@orama/orama';
import type { Paper } from '../../../src/papers/paper.js';
import type { SearchSystem } from './search-system.js';

const batchSize = 1000;

/** Stemming and a title that counts double: on test sets a little better than its defaults. */
export async function openOrama(papers: readonly Paper[]): Promise<SearchSystem> {
  const db = create({
    schema: { title: 'string', abstract: 'string' },
    components: { tokenizer: { language: 'english', stemming: true } },
  });
  const documents = papers.map(({ key, title, abstract }) => ({ id: key, title, abstract }));
  await insertMultiple(db, documents, batchSize, 'english', true);
  return {
    ask: async (text, limit) => {
      const { hits } = await search(db, { term: text, boost: { title: 2 }, limit });
      return hits.map(({ id }) => id);
    },
  };
}
