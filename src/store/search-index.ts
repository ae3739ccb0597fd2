import { CompiledQuery, type Kysely, sql, type Transaction } from 'kysely';
import type { Paper } from '../papers/paper.js';
import { indexText, spaced, wordsOf } from '../search/fold.js';
import type { SearchModel } from '../search/model.js';
import { packedTerms, type ReadText, readText } from '../search/paper-terms.js';
import { vectorOfPaper } from '../search/paper-vector.js';
import type { Database } from './tables/database.js';
import type { PaperDocRow } from './tables/search.js';

/** Grows when the program makes something else of a paper's words than before: such papers are indexed anew. */
export const indexVersion = 1;

/** A dot keeps what belongs to different names from standing side by side in one run. */
const listed = (texts: readonly string[]): string => indexText(texts.join(' . '));

const insertText =
  'insert or replace into paper_text (rowid, title, abstract, authors, keywords, alias) values (?, ?, ?, ?, ?, ?)';
const insertTerms = 'insert or replace into paper_terms (doc, version, terms) values (?, ?, ?)';
export const insertVector = 'insert or replace into paper_vector (doc, model, vector) values (?, ?, ?)';
const insertName = 'insert or replace into paper_name (rowid, title, authors) values (?, ?, ?)';

/**
 * Puts papers into the search index, in place of what it had of them. Runs within the transaction that stores them, so that
 * search finds what is committed and nothing else.
 */
export async function indexPapers(
  db: Kysely<Database> | Transaction<Database>,
  papers: readonly Paper[],
  model: SearchModel | undefined,
): Promise<void> {
  const docs = await docsOf(db, papers);
  for (const paper of papers) {
    const doc = docs.get(paper.key);
    const title = indexText(paper.title);
    const authors = listed(paper.authors);
    const read = readText(paper);
    const text = [
      doc,
      title,
      indexText(paper.abstract),
      authors,
      listed(paper.keywords),
      [...read.titleNames, ...read.otherNames].join(' '),
    ];
    // Row by row: FTS5 writes out its whole cache for every statement of several rows.
    await db.executeQuery(CompiledQuery.raw(insertText, text));
    await db.executeQuery(CompiledQuery.raw(insertName, [doc, title, authors]));
    await db.executeQuery(CompiledQuery.raw(insertTerms, [doc, indexVersion, packedTerms(paper, read)]));
    if (model !== undefined) {
      await db.executeQuery(CompiledQuery.raw(insertVector, [doc, model.id, storedVector(model, read)]));
    }
  }
  if (model === undefined) await forgetDirections(db, [...docs.values()]);
}

/** The model that gave them is out of reach, and the texts are others now: once it is back it looks at all papers again. */
async function forgetDirections(db: Kysely<Database> | Transaction<Database>, docs: readonly number[]): Promise<void> {
  const list = JSON.stringify(docs);
  await sql`delete from paper_vector where doc in (select value from json_each(${list}))`.execute(db);
  await sql`delete from search_renewal where model <> ''`.execute(db);
}

/** The row of the newest paper in the index: there are about as many papers. */
export async function lastDoc(db: Kysely<Database> | Transaction<Database>): Promise<number> {
  const { rows } = await sql<{ readonly doc: number }>`select coalesce(max(doc), 0) as doc from paper_doc`.execute(db);
  return rows[0]?.doc ?? 0;
}

const noDirection = new Uint8Array(0);

/** The direction of a paper as its column has it: empty for a paper of which the model knows no word. */
export function storedVector(model: SearchModel, text: ReadText): Uint8Array {
  const vector = vectorOfPaper(model, text);
  return vector === undefined ? noDirection : new Uint8Array(vector.buffer);
}

/** Brings the index into one piece, the shape that is fastest to search. Takes about a second for each 100,000 papers. */
export async function compactIndex(db: Kysely<Database> | Transaction<Database>): Promise<void> {
  await sql`insert into paper_text (paper_text) values ('optimize')`.execute(db);
  await sql`insert into paper_name (paper_name) values ('optimize')`.execute(db);
}

type NewDoc = Omit<PaperDocRow, 'doc'>;

const docOf = (paper: Paper): NewDoc => ({
  paper_key: paper.key,
  published_on: paper.publishedOn,
  authors: JSON.stringify(paper.authors.map((name) => spaced(wordsOf(name)))),
  categories: spaced(paper.categories.map((category) => category.toLowerCase())),
  organization: spaced(wordsOf(paper.organization ?? '')),
});

/** Stores what filters compare and hands back the papers' rows in the index. */
async function docsOf(
  db: Kysely<Database> | Transaction<Database>,
  papers: readonly Paper[],
): Promise<ReadonlyMap<string, number>> {
  const docs = JSON.stringify(papers.map(docOf));
  const { rows } = await sql<Pick<PaperDocRow, 'doc' | 'paper_key'>>`
    insert into paper_doc (paper_key, published_on, authors, categories, organization)
    select value ->> 'paper_key', value ->> 'published_on', value ->> 'authors', value ->> 'categories',
      value ->> 'organization'
    from json_each(${docs}) where true
    on conflict (paper_key) do update set published_on = excluded.published_on, authors = excluded.authors,
      categories = excluded.categories, organization = excluded.organization
    returning doc, paper_key`.execute(db);
  return new Map(rows.map(({ doc, paper_key }) => [paper_key, doc]));
}
