import { sql } from 'kysely';
import type { Clock } from '../kernel/clock.js';
import type { SearchModel } from '../search/model.js';
import type { Renewal, SearchIndex } from '../search/repository.js';
import { compactPiece } from './compaction.js';
import type { Executor } from './executor.js';
import { replaceModel, returnToShippedModel } from './model-swap.js';
import { type DocRow, paperOfRow } from './paper-rows.js';
import { directPapers, indexPapers, indexVersion, lastDoc } from './search-index.js';
import type { SearchModels } from './search-model.js';

/** Papers looked at in one transaction. */
const looksAt = 2_000;

/** How many papers one transaction does something for, or as much of both together: of which the words, of which the directions alone. */
interface Piece {
  readonly texts: number;
  readonly directions: number;
}

/** Less than ten milliseconds, in which the process does nothing else. */
const shortPiece: Piece = { texts: 8, directions: 30 };

export function createSearchIndex(executor: Executor, models: SearchModels, clock: Clock): SearchIndex {
  return {
    renew: (most) => {
      const piece = most === undefined ? shortPiece : { texts: most, directions: most };
      return executor.atomically(async (tx) => renew(tx, await models.current(tx.db), piece));
    },
    compactPiece: (which) => executor.atomically((tx) => compactPiece(tx.db, which)),
    replaceModel: (bytes, options = {}) => replaceModel(executor, models, clock, bytes, options),
    returnToShippedModel: (options = {}) => returnToShippedModel(executor, models, options),
  };
}

async function renew({ db }: Executor, model: SearchModel | undefined, piece: Piece): Promise<Renewal> {
  const id = model?.id ?? '';
  const of = await lastDoc(db);
  const reached = await reachedDoc({ db }, id);
  if (reached >= of) return { isDone: true, papers: of, of, texts: 0 };
  const most = Math.max(piece.texts, piece.directions);
  const { rows } = await sql<OutdatedRow>`
    select d.doc, p.*, t.doc is null as has_old_words from paper_doc d
      join paper p on p.key = d.paper_key
      left join paper_terms t on t.doc = d.doc and t.version = ${indexVersion}
      left join paper_vector v on v.doc = d.doc and v.model = ${id}
      where d.doc > ${reached} and d.doc <= ${reached + looksAt} and (t.doc is null or (v.doc is null and ${id} <> ''))
      order by d.doc limit ${most}`.execute(db);
  const taken = beginning(rows, piece);
  const texts = taken.filter((row) => row.has_old_words === 1);
  await indexPapers(db, texts.map(paperOfRow), model);
  if (model !== undefined)
    await directPapers(
      db,
      taken.filter((row) => row.has_old_words === 0),
      model,
    );
  const isAll = rows.length < most && taken.length === rows.length;
  const last = isAll ? Math.min(of, reached + looksAt) : (taken.at(-1)?.doc ?? of);
  await sql`delete from search_renewal`.execute(db);
  await sql`insert into search_renewal (version, model, doc) values (${indexVersion}, ${id}, ${last})`.execute(db);
  return { isDone: last >= of, papers: last, of, texts: texts.length };
}

interface OutdatedRow extends DocRow {
  /** Whether its words are to be indexed anew and not its direction alone. */
  readonly has_old_words: 0 | 1;
}

/** As many of the rows, from the first, as fit into the piece. */
function beginning(rows: readonly OutdatedRow[], { texts, directions }: Piece): readonly OutdatedRow[] {
  let room = texts * directions;
  const tooMuch = rows.findIndex((row) => {
    room -= row.has_old_words === 1 ? directions : texts;
    return room < 0;
  });
  return tooMuch === -1 ? rows : rows.slice(0, tooMuch);
}

/** Papers that come later are indexed as they should be when they are saved. */
async function reachedDoc({ db }: Pick<Executor, 'db'>, model: string): Promise<number> {
  const { rows } = await sql<{ readonly doc: number }>`
    select doc from search_renewal where version = ${indexVersion} and model = ${model}`.execute(db);
  return rows[0]?.doc ?? 0;
}
