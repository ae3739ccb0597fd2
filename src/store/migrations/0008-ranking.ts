import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What ranking reads of each candidate, so that it need not cut the text of hundreds into words again.
  await db.schema
    .createTable('paper_terms')
    .addColumn('doc', 'integer', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('terms', 'blob', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('paper_vector')
    .addColumn('doc', 'integer', (column) => column.primaryKey())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('vector', 'blob', (column) => column.notNull())
    .execute();
  // At most one row: a model trained from this store, in place of the one that ships with the program.
  await db.schema
    .createTable('search_model')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('bytes', 'blob', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .execute();
  // At most one row: for which version and model all papers up to which doc are known to be indexed.
  await db.schema
    .createTable('search_renewal')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('doc', 'integer', (column) => column.notNull())
    .execute();
  // As before, with an index of beginnings: a letter or two would else read every word that begins so, 75 ms among a million papers.
  await sql`drop table paper_name_word`.execute(db);
  await sql`drop table paper_name`.execute(db);
  await sql`create virtual table paper_name using fts5(
    title, authors,
    content='', contentless_delete=1, tokenize='unicode61', prefix='1 2 3'
  )`.execute(db);
  await sql`insert into paper_name (paper_name, rank) values ('automerge', 0)`.execute(db);
  await sql`create virtual table paper_name_word using fts5vocab(paper_name, row)`.execute(db);
  // Version 0 is what no program makes: these papers are indexed anew, in the background (see `search-renewal.ts`).
  await sql`insert into paper_terms (doc, version, terms) select doc, 0, x'' from paper_doc`.execute(db);
}
