import { CompiledQuery, type Kysely, sql, type Transaction } from 'kysely';
import type { Paper } from '../papers/paper.js';
import { indexText, spaced, wordsOf } from '../search/fold.js';
import type { SearchModel } from '../search/model.js';
import { packedTerms, type ReadText, readText } from '../search/paper-terms.js';
import { vectorOfPaper } from '../search/paper-vector.js';
import { type DocRow, paperOfRow } from './paper-rows.js';
import type { Database } from './tables/database.js';
import type { PaperDocRow } from './tables/search.js';

/** Grows when the program makes something else of a paper's words than before: such papers are indexed anew. */
export const indexVersion = 1;

/** A dot keeps what belongs to different names from standing side by side in one run. */
const listed = (texts: readonly string[]): string => indexText(texts.join(' . '));

/** What the index has of one paper, in which nearly all of the time goes that is not the database's. */
export interface IndexEntry {
  readonly title: string;
  readonly abstract: string;
  readonly authors: string;
  readonly keywords: string;
  readonly alias: string;
  readonly terms: Uint8Array;
  /** Undefined when there is no model. */
  readonly vector: Uint8Array | undefined;
}

export function indexEntry(paper: Paper, model: SearchModel | undefined): IndexEntry {
  const read = readText(paper);
  return {
    title: indexText(paper.title),
    abstract: indexText(paper.abstract),
    authors: listed(paper.authors),
    keywords: listed(paper.keywords),
    alias: [...read.titleNames, ...read.otherNames].join(' '),
    terms: packedTerms(paper, read),
    vector: model === undefined ? undefined : storedVector(model, read),
  };
}

const insertText =
  'insert or replace into paper_text (rowid, title, abstract, authors, keywords, alias) values (?, ?, ?, ?, ?, ?)';
const insertTerms = 'insert or replace into paper_terms (doc, version, terms) values (?, ?, ?)';
const insertVector = 'insert or replace into paper_vector (doc, model, vector) values (?, ?, ?)';
const insertName = 'insert or replace into paper_name (rowid, title, authors) values (?, ?, ?)';

/**
 * Puts papers into the search index, in place of what it had of them. Runs within the transaction that stores them, so that
 * search finds what is committed and nothing else.
 */
export async function indexPapers(
  db: Kysely<Database> | Transaction<Database>,
  papers: readonly Paper[],
  model: SearchModel | undefined,
  entryOf = (paper: Paper): IndexEntry => indexEntry(paper, model),
): Promise<void> {
  const docs = await docsOf(db, papers);
  for (const paper of papers) {
    const doc = docs.get(paper.key);
    const { title, abstract, authors, keywords, alias, terms, vector } = entryOf(paper);
    // Row by row: FTS5 writes out its whole cache for every statement of several rows.
    await db.executeQuery(CompiledQuery.raw(insertText, [doc, title, abstract, authors, keywords, alias]));
    await db.executeQuery(CompiledQuery.raw(insertName, [doc, title, authors]));
    await db.executeQuery(CompiledQuery.raw(insertTerms, [doc, indexVersion, terms]));
    if (vector !== undefined) await db.executeQuery(CompiledQuery.raw(insertVector, [doc, model?.id, vector]));
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
function storedVector(model: SearchModel, text: ReadText): Uint8Array {
  const vector = vectorOfPaper(model, text);
  return vector === undefined ? noDirection : new Uint8Array(vector.buffer);
}

/** Gives papers whose words are indexed their directions. */
export async function directPapers(
  db: Kysely<Database> | Transaction<Database>,
  rows: readonly DocRow[],
  model: SearchModel,
): Promise<void> {
  for (const row of rows) {
    const vector = storedVector(model, readText(paperOfRow(row)));
    await db.executeQuery(CompiledQuery.raw(insertVector, [row.doc, model.id, vector]));
  }
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
