import { sql } from 'kysely';
import type { Clock } from '../kernel/clock.js';
import type { SearchModel } from '../search/model.js';
import type { Renewal, SearchIndex } from '../search/repository.js';
import type { Executor } from './executor.js';
import { replaceModel, returnToShippedModel } from './model-swap.js';
import { type DocRow, paperOfRow } from './paper-rows.js';
import { indexPapers, indexVersion, lastDoc } from './search-index.js';
import type { SearchModels } from './search-model.js';

/** Papers looked at in one transaction, and those that are indexed anew in it. */
const looksAt = 2_000;
const renews = 20;

export function createSearchIndex(executor: Executor, models: SearchModels, clock: Clock): SearchIndex {
  return {
    renew: (most = renews) => executor.atomically(async (tx) => renew(tx, await models.current(tx.db), most)),
    replaceModel: (bytes, options = {}) => replaceModel(executor, models, clock, bytes, options),
    returnToShippedModel: (options = {}) => returnToShippedModel(executor, models, options),
  };
}

async function renew({ db }: Executor, model: SearchModel | undefined, most: number): Promise<Renewal> {
  const id = model?.id ?? '';
  const of = await lastDoc(db);
  const reached = await reachedDoc({ db }, id);
  if (reached >= of) return { isDone: true, papers: of, of };
  const { rows } = await sql<DocRow>`
    select d.doc, p.* from paper_doc d
      join paper p on p.key = d.paper_key
      left join paper_terms t on t.doc = d.doc and t.version = ${indexVersion}
      left join paper_vector v on v.doc = d.doc and v.model = ${id}
      where d.doc > ${reached} and d.doc <= ${reached + looksAt} and (t.doc is null or (v.doc is null and ${id} <> ''))
      order by d.doc limit ${most}`.execute(db);
  await indexPapers(db, rows.map(paperOfRow), model);
  const last = rows.length < most ? Math.min(of, reached + looksAt) : (rows.at(-1)?.doc ?? of);
  await sql`delete from search_renewal`.execute(db);
  await sql`insert into search_renewal (version, model, doc) values (${indexVersion}, ${id}, ${last})`.execute(db);
  return { isDone: last >= of, papers: last, of };
}

/** Papers that come later are indexed as they should be when they are saved. */
async function reachedDoc({ db }: Pick<Executor, 'db'>, model: string): Promise<number> {
  const { rows } = await sql<{ readonly doc: number }>`
    select doc from search_renewal where version = ${indexVersion} and model = ${model}`.execute(db);
  return rows[0]?.doc ?? 0;
}
