import type { PaperKey } from '../papers/paper.js';
import { matchAny } from '../search/match-expression.js';
import { emptyQuery } from '../search/query.js';
import { termsOf } from '../search/terms.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { byRelevance, ofPaper, type Statement, shownOf } from './search-statements.js';

/** The papers that match the words of this one's title best, without itself. Synchronous: it runs where nobody waits for the thread. */
export function similarTo(connection: SqliteConnection, key: PaperKey, limit: number): readonly PaperKey[] {
  const rows = <Row>({ sql, parameters }: Statement): readonly Row[] => connection.run<Row>(sql, parameters).rows;
  const [own] = rows<{ readonly doc: number }>(ofPaper(key));
  const [paper] = own === undefined ? [] : rows<{ readonly title: string }>(shownOf([own.doc]));
  if (own === undefined || paper === undefined) return [];
  const any = matchAny(termsOf({ words: paper.title.split(' '), phrases: [], without: [] }));
  if (any === undefined) return [];
  const near = rows<{ readonly doc: number }>(byRelevance(any, emptyQuery, limit + 1));
  const docs = near.map(({ doc }) => doc).filter((doc) => doc !== own.doc);
  const keys = new Map(
    rows<{ readonly doc: number; readonly key: string }>(shownOf(docs)).map((row) => [row.doc, row.key as PaperKey]),
  );
  return docs.flatMap((doc) => keys.get(doc) ?? []).slice(0, limit);
}
