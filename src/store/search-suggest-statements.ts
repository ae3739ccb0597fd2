import { date, lastCharacter, type Statement, statement } from './search-statements.js';

/** Words by the column that they stand in. A table of the connection's own: the file holds nothing for it. */
export const createColumnWords =
  'create virtual table if not exists temp.paper_name_column using fts5vocab(main, paper_name, col)';

/** The words of titles that begin so, those of most papers first. */
export const titleWords = (beginning: string, limit: number): Statement =>
  statement(
    `select term as word from temp.paper_name_column
      where term >= ? and term < ? and col = 'title' order by doc desc, term limit ?`,
    beginning,
    beginning + lastCharacter,
    limit,
  );

/** The newest of the papers that entered the store last. A frequent word is in more papers than anybody can look at. */
export const titlesMatching = (expression: string, looksAt: number, limit: number): Statement =>
  statement(
    `select d.doc, p.key, p.title from (select rowid as doc from paper_name where paper_name match ? order by rowid desc limit ?) m
      cross join paper_doc d on d.doc = m.doc cross join paper p on p.key = d.paper_key
      order by ${date} desc, d.doc desc limit ?`,
    expression,
    looksAt,
    limit,
  );

/** Papers whose key begins so, the newest first. */
export const titlesOfKeys = (beginning: string, limit: number): Statement =>
  statement(
    `select d.doc, p.key, p.title from paper p join paper_doc d on d.paper_key = p.key
      where p.key >= ? and p.key < ? order by p.key desc limit ?`,
    beginning,
    beginning + lastCharacter,
    limit,
  );

/** The names that have all of these beginnings of words, among the papers that match and entered the store last; the most frequent first. */
export const authorsMatching = (
  expression: string,
  beginnings: readonly string[],
  looksAt: number,
  limit: number,
): Statement =>
  statement(
    `select p.authors ->> f.at as name from (
        select count(*) as papers, max(d.doc) as doc, a.key as at
          from (select rowid as doc from paper_name where paper_name match ? order by rowid desc limit ?) m
          cross join paper_doc d on d.doc = m.doc cross join json_each(d.authors) a
          where ${beginnings.map(() => 'instr(a.value, ?)').join(' and ')}
          group by a.value order by papers desc, doc desc limit ?
      ) f join paper_doc d on d.doc = f.doc join paper p on p.key = d.paper_key
      order by f.papers desc, f.doc desc`,
    expression,
    looksAt,
    ...beginnings.map((beginning) => ` ${beginning}`),
    limit,
  );

export const newestDoc: Statement = statement('select max(doc) as doc from paper_doc');

/** Lists of categories, how many of the papers above this row have exactly that one, and one of them. */
export const categoryLists = (above: number): Statement =>
  statement(
    'select categories, count(*) as papers, max(doc) as doc from paper_doc where doc > ? group by categories',
    above,
  );

/** Categories of these papers as they are written. */
export const categoriesOf = (docs: readonly number[]): Statement =>
  statement(
    `select distinct c.value as name from paper_doc d join paper p on p.key = d.paper_key, json_each(p.categories) c
      where d.doc in (select value from json_each(?))`,
    JSON.stringify(docs),
  );
