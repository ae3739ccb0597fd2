import type { Kysely } from 'kysely';
import { sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // An integer key is the row's own id, which VACUUM keeps; a hidden one would change under the index.
  await db.schema
    .createTable('paper_doc')
    .addColumn('doc', 'integer', (column) => column.primaryKey())
    .addColumn('paper_key', 'text', (column) => column.notNull().unique().references('paper.key'))
    .addColumn('published_on', 'text')
    .addColumn('authors', 'text', (column) => column.notNull())
    .addColumn('categories', 'text', (column) => column.notNull())
    .addColumn('organization', 'text', (column) => column.notNull())
    .execute();
  await sql`create virtual table paper_text using fts5(
    title, abstract, authors, keywords, alias,
    content='', contentless_delete=1, tokenize='porter unicode61'
  )`.execute(db);
  await sql`create virtual table paper_name using fts5(
    title, authors,
    content='', contentless_delete=1, tokenize='unicode61'
  )`.execute(db);
  // Merging as it goes would cost half of an import; FTS5 still merges when sixteen segments have come together.
  await sql`insert into paper_text (paper_text, rank) values ('automerge', 0)`.execute(db);
  await sql`insert into paper_name (paper_name, rank) values ('automerge', 0)`.execute(db);
  await sql`create virtual table paper_name_word using fts5vocab(paper_name, row)`.execute(db);
}
