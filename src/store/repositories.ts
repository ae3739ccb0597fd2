import type { Clock } from '../kernel/clock.js';
import { createAdapterValues } from './adapter-values.js';
import { createEditions, type EditionAddresses } from './editions.js';
import { createEmbeddings } from './embeddings.js';
import type { Executor } from './executor.js';
import { createOutbox } from './outbox.js';
import { createPapers } from './papers.js';
import type { SearchModels } from './search-model.js';
import { createSearchIndex } from './search-renewal.js';
import type { Repositories } from './store.js';
import { createSubscriptions } from './subscriptions.js';
import { createVotes } from './votes.js';

/** What the repositories of one database share, whichever transaction they are in. */
interface Shared {
  readonly clock: Clock;
  readonly addresses: EditionAddresses;
  readonly models: SearchModels;
}

/** All repositories over one executor: the database itself, or one transaction. */
export function createRepositories(executor: Executor, { clock, addresses, models }: Shared): Repositories {
  return {
    papers: createPapers(executor, models),
    subscriptions: createSubscriptions(executor),
    editions: createEditions(executor, addresses),
    outbox: createOutbox(executor),
    votes: createVotes(executor, clock),
    searchIndex: createSearchIndex(executor, models, clock),
    embeddings: createEmbeddings(executor),
    adapterValues: createAdapterValues(executor, clock),
  };
}
