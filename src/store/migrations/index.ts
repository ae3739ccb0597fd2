import type { Migration } from 'kysely';
import * as papers from './0001-papers.js';
import * as editions from './0002-editions.js';
import * as delivery from './0003-delivery.js';
import * as votes from './0004-votes.js';
import * as search from './0005-search.js';
import * as slack from './0006-slack.js';
import * as suggestions from './0007-suggestions.js';
import * as ranking from './0008-ranking.js';
import * as embeddings from './0009-embeddings.js';

/**
 * Every change of the schema, in order. A released one is never edited. They only go up: the way back is the copy that is
 * made before (see `sqlite-open.ts`).
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-papers': papers,
  '0002-editions': editions,
  '0003-delivery': delivery,
  '0004-votes': votes,
  '0005-search': search,
  '0006-slack': slack,
  '0007-suggestions': suggestions,
  '0008-ranking': ranking,
  '0009-embeddings': embeddings,
};
