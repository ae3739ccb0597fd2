import Sqlite from 'better-sqlite3';
import type { Paper } from '../../../src/papers/paper.js';
import type { SearchSystem } from './search-system.js';
import { contentWords } from './words.js';

/** SQLite's full-text search as its documentation shows it: stemmed words, any of them, bm25 with a title that counts three times. */
export function openFts5(papers: readonly Paper[]): SearchSystem {
  const db = new Sqlite(':memory:');
  db.exec(`create virtual table paper using fts5(title, abstract, content='', tokenize='porter unicode61')`);
  const insert = db.prepare('insert into paper (rowid, title, abstract) values (?, ?, ?)');
  db.transaction(() => {
    for (const [index, { title, abstract }] of papers.entries()) insert.run(index, title, abstract);
  })();
  db.exec(`insert into paper (paper) values ('optimize')`);
  const keys = papers.map(({ key }) => key);
  const select = db
    .prepare<[string, number], number>(
      'select rowid from paper where paper match ? order by bm25(paper, 3, 1), rowid limit ?',
    )
    .pluck();
  return {
    ask: (text, limit) => {
      const words = contentWords(text);
      if (words.length === 0) return [];
      return select.all(words.map((word) => `"${word}"`).join(' OR '), limit).flatMap((index) => keys[index] ?? []);
    },
    close: () => db.close(),
  };
}
