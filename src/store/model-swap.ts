import { sql } from 'kysely';
import { breathe } from '../kernel/breathe.js';
import type { Clock } from '../kernel/clock.js';
import { readModel, type SearchModel } from '../search/model.js';
import type { ModelSwap, SwapOptions } from '../search/repository.js';
import type { Executor } from './executor.js';
import type { DocRow } from './paper-rows.js';
import { directPapers, lastDoc } from './search-index.js';
import type { SearchModels } from './search-model.js';

/** Papers that get their directions between two reports. */
const batchSize = 500;

/** See `SearchIndex.replaceModel`. */
export async function replaceModel(
  executor: Executor,
  models: SearchModels,
  clock: Clock,
  bytes: Uint8Array,
  options: SwapOptions,
): Promise<ModelSwap> {
  const model = readModel(bytes);
  return inOneStep(executor, models, options, async (tx) => {
    await sql`delete from search_model`.execute(tx.db);
    await sql`insert into search_model (id, bytes, made_at)
      values (${model.id}, ${Buffer.from(bytes)}, ${clock.now()})`.execute(tx.db);
    return directed(tx, model, options);
  });
}

/** See `SearchIndex.returnToShippedModel`. */
export async function returnToShippedModel(
  executor: Executor,
  models: SearchModels,
  options: SwapOptions,
): Promise<ModelSwap> {
  return inOneStep(executor, models, options, async (tx) => {
    const { rows } = await sql`delete from search_model returning id`.execute(tx.db);
    return rows.length === 0 ? { kind: 'unchanged' } : directed(tx, models.shipped(), options);
  });
}

async function inOneStep(
  executor: Executor,
  models: SearchModels,
  { signal }: SwapOptions,
  swap: (tx: Executor) => Promise<ModelSwap>,
): Promise<ModelSwap> {
  try {
    return await executor.atomically(async (tx) => {
      const swapped = await swap(tx);
      tx.afterCommit(() => models.forget());
      return swapped;
    });
  } catch (thrown) {
    if (thrown === stopped && signal?.aborted === true) return { kind: 'stopped' };
    throw thrown;
  }
}

/** Thrown so that nothing of the transaction stays. */
const stopped = new Error('The swap was stopped.');

/** Gives all papers their directions by this model. */
async function directed({ db }: Executor, model: SearchModel, { onProgress, signal }: SwapOptions): Promise<ModelSwap> {
  const of = await lastDoc(db);
  for (let reached = 0; reached < of; reached += batchSize) {
    // No query, although this is a transaction: without it no signal would ever arrive, and nothing else of the process can use the store.
    await breathe();
    if (signal?.aborted === true) throw stopped;
    const { rows } = await sql<DocRow>`
      select d.doc, p.* from paper_doc d join paper p on p.key = d.paper_key
        where d.doc > ${reached} and d.doc <= ${reached + batchSize}`.execute(db);
    await directPapers(db, rows, model);
    onProgress?.(Math.min(of, reached + batchSize), of);
  }
  // The words of papers that were known to be indexed are so still, and now all have directions by this model.
  await sql`update search_renewal set model = ${model.id}`.execute(db);
  return { kind: 'swapped', model: model.id, papers: of };
}
