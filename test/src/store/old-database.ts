import { Kysely, Migrator } from 'kysely';
import type { Clock } from '../../../src/kernel/clock.js';
import type { Paper } from '../../../src/papers/paper.js';
import { aliasesOf } from '../../../src/search/alias.js';
import { indexText, spaced, wordsOf } from '../../../src/search/fold.js';
import { SqliteDialect } from '../../../src/store/dialect/sqlite.js';
import { SqliteConnection } from '../../../src/store/dialect/sqlite-connection.js';
import { markSchema } from '../../../src/store/dialect/sqlite-file.js';
import { migrations } from '../../../src/store/migrations/index.js';
import { rowOfPaper } from '../../../src/store/paper-rows.js';

/** A database as the version that knew the first `schema` migrations left it, with what the body puts into it. */
export async function leaveOldDatabase(
  path: string,
  schema: number,
  clock: Clock,
  fill: (writer: SqliteConnection) => void,
): Promise<void> {
  const writer = new SqliteConnection(path, 'create');
  writer.pragma('journal_mode = wal');
  const reader = new SqliteConnection(path, 'read');
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ path, writer, reader, clock }) });
  const known = Object.fromEntries(Object.entries(migrations).slice(0, schema));
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  await db.transaction().execute((tx) => markSchema(tx, schema));
  fill(writer);
  await db.destroy();
}

/** The last schema without a place for what ranking reads. */
export const schemaBeforeRanking = 7;

const listed = (texts: readonly string[]): string => indexText(texts.join(' . '));

/** Stores papers as the program did that knew `schemaBeforeRanking`. */
export const papersAsBefore =
  (papers: readonly Paper[]) =>
  (writer: SqliteConnection): void => {
    writer.exec('begin');
    for (const [index, paper] of papers.entries()) {
      const doc = index + 1;
      const row = rowOfPaper(paper);
      const title = indexText(paper.title);
      const authors = listed(paper.authors);
      const aliases = aliasesOf(`${paper.title} ${paper.abstract} ${paper.keywords.join(' ')}`).join(' ');
      insert(writer, 'paper', Object.values(row), Object.keys(row).join());
      const names = JSON.stringify(paper.authors.map((name) => spaced(wordsOf(name))));
      insert(writer, 'paper_doc', [doc, paper.key, paper.publishedOn, names, '', '']);
      const text = [doc, title, indexText(paper.abstract), authors, listed(paper.keywords), aliases];
      insert(writer, 'paper_text', text, 'rowid, title, abstract, authors, keywords, alias');
      insert(writer, 'paper_name', [doc, title, authors], 'rowid, title, authors');
    }
    writer.exec('commit');
  };

function insert(writer: SqliteConnection, table: string, values: readonly unknown[], columns?: string): void {
  const into = columns === undefined ? table : `${table} (${columns})`;
  writer.run(`insert into ${into} values (${values.map(() => '?').join()})`, values);
}

/** In how many pieces the words of papers and their names are to be searched. */
export function piecesOfIndex(path: string): readonly unknown[] {
  const reader = new SqliteConnection(path, 'read');
  const pieces = ['paper_text', 'paper_name'].map(
    (table) =>
      reader.run<{ pieces: number }>(`select count(distinct segid) as pieces from ${table}_idx`, []).rows[0]?.pieces,
  );
  reader.close();
  return pieces;
}
