import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('paper_embedding')
    .addColumn('doc', 'integer', (column) => column.primaryKey().references('paper_doc.doc'))
    .addColumn('embedder', 'text', (column) => column.notNull())
    .addColumn('vector', 'blob', (column) => column.notNull())
    .execute();
  // How far a model has got is counted from the index alone, without the vectors.
  await sql`create index paper_embedding_embedder on paper_embedding (embedder)`.execute(db);
}
