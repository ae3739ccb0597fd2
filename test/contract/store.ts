import { describe } from 'vitest';
import { describeEditions, describeSubscriptions } from './store-editions.js';
import { describeEmbeddings } from './store-embeddings.js';
import { describePapers } from './store-papers.js';
import type { OpenStore } from './store-samples.js';
import { describeTransactions } from './store-transactions.js';

/**
 * What every store does, whatever database is below.
 *
 * @param open opens a store that is empty; closing it twice is fine.
 */
export function describeStoreContract(name: string, open: OpenStore): void {
  describe(`a store on ${name}`, () => {
    describePapers(open);
    describeEmbeddings(open);
    describeSubscriptions(open);
    describeEditions(open);
    describeTransactions(open);
  });
}
