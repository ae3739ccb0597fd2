import { CompiledQuery, sql } from 'kysely';
import { breathe } from '../kernel/breathe.js';
import type { EmbeddingProgress, EmbeddingRepository, ReadPaper, UnreadPaper } from '../search/embedding-repository.js';
import type { Executor } from './executor.js';

/** So many papers are looked at in one query: a millisecond or two. */
const stride = 500;
/** So many vectors are counted in one query, from the index alone: a millisecond or two. */
const countStride = 20_000;
/** Above every row. */
const top = Number.MAX_SAFE_INTEGER;

const insertVector = `
  insert or replace into paper_embedding (doc, embedder, vector)
  select d.doc, ?, ? from paper_doc d join paper p on p.key = d.paper_key
  where d.doc = ? and p.title = ? and p.abstract = ?`;

export function createEmbeddings(executor: Executor): EmbeddingRepository {
  return {
    unread: (embedder, below, limit) => unread(executor, embedder, below ?? top, limit),
    save: (embedder, papers) => executor.atomically((tx) => save(tx, embedder, papers)),
    progress: (embedder) => progress(executor, embedder),
  };
}

async function unread({ db }: Executor, embedder: string, below: number, limit: number) {
  const { rows } = await sql<{ readonly doc: number; readonly wanting: 0 | 1 }>`
    select d.doc, e.doc is null as wanting
    from (select doc from paper_doc where doc < ${below} order by doc desc limit ${stride}) d
    left join paper_embedding e on e.doc = d.doc and e.embedder = ${embedder}
    order by d.doc desc`.execute(db);
  const wanting = rows.filter((row) => row.wanting === 1).slice(0, limit);
  // Where there are more than the limit, the walk goes on right behind the last one.
  const last = wanting.length === limit ? wanting.at(-1) : rows.length === stride ? rows.at(-1) : undefined;
  return {
    papers: await textsOf(
      db,
      wanting.map(({ doc }) => doc),
    ),
    next: last?.doc ?? null,
  };
}

async function textsOf(db: Executor['db'], docs: readonly number[]): Promise<readonly UnreadPaper[]> {
  if (docs.length === 0) return [];
  const { rows } = await sql<UnreadPaper>`
    select d.doc, p.title, p.abstract from paper_doc d join paper p on p.key = d.paper_key
    where d.doc in (select value from json_each(${JSON.stringify(docs)})) order by d.doc desc`.execute(db);
  return rows;
}

async function save({ db }: Executor, embedder: string, papers: readonly ReadPaper[]): Promise<void> {
  for (const { doc, title, abstract, vector } of papers) {
    const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
    await db.executeQuery(CompiledQuery.raw(insertVector, [embedder, bytes, doc, title, abstract]));
  }
}

/** Counts bit by bit, since other queries wait for each. */
async function progress({ db }: Executor, embedder: string): Promise<EmbeddingProgress> {
  // No paper is ever taken away, so that the last number is how many there are.
  const { rows } = await sql<{ readonly papers: number | null }>`select max(doc) as papers from paper_doc`.execute(db);
  const papers = rows[0]?.papers ?? 0;
  let read = 0;
  for (let above: number | null = 0; above !== null; ) {
    const counted: Counted = await count(db, embedder, above);
    read += counted.read;
    above = counted.read < countStride ? null : counted.last;
    if (above !== null) await breathe();
  }
  return { read, papers };
}

interface Counted {
  readonly read: number;
  /** The highest row among them. */
  readonly last: number | null;
}

async function count(db: Executor['db'], embedder: string, above: number): Promise<Counted> {
  const { rows } = await sql<Counted>`
    select count(*) as read, max(doc) as last from (
      select doc from paper_embedding where embedder = ${embedder} and doc > ${above} order by doc limit ${countStride}
    )`.execute(db);
  return rows[0] ?? { read: 0, last: null };
}

/** Papers that a model has to read again: their text is another one now. */
export async function forgetVectors({ db }: Executor, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    delete from paper_embedding where doc in (
      select doc from paper_doc where paper_key in (select value from json_each(${JSON.stringify(keys)}))
    )`.execute(db);
}
