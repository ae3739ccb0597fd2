import { asInName, beginningsOf, isOnlyInitial, type NamePart, namePartsOf } from '../search/author-name.js';
import { spaced, wordsOf } from '../search/fold.js';
import type { SearchQuery } from '../search/query.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';

/** SQL and the values for its question marks. Nothing that somebody typed is ever part of the SQL. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Weights of title, abstract, authors, keywords and alias. */
const score = 'bm25(paper_text, 5, 1, 4, 1, 3)';
const upvotes = 'coalesce((select max(l.upvotes) from listing l where l.paper_key = d.paper_key), 0)';
/** When the paper came out, else the newest day on which it stood on a list. */
export const date = 'coalesce(d.published_on, (select max(l.day) from listing l where l.paper_key = d.paper_key))';
const newestFirst = `${date} desc, d.doc desc`;

export const statement = (sql: string, ...parameters: readonly unknown[]): Statement => ({ sql, parameters });

export const rowsOf = <Row>(connection: SqliteConnection, { sql, parameters }: Statement): readonly Row[] =>
  connection.run<Row>(sql, parameters).rows;

/** The docs that a statement finds, in its order. */
export const docsOf = (connection: SqliteConnection, asked: Statement): readonly number[] =>
  rowsOf<{ readonly doc: number }>(connection, asked).map(({ doc }) => doc);

/** Statements in one text, their values in the same order. */
const together = (statements: readonly Statement[], between: string): Statement =>
  statement(statements.map(({ sql }) => sql).join(between), ...statements.flatMap(({ parameters }) => parameters));

const whereAll = (conditions: readonly Statement[]): Statement =>
  conditions.length === 0 ? statement('') : together([statement('where'), together(conditions, ' and ')], ' ');

/** A name without a word in it is nobody's. */
const nobody = statement('1 = 0');

function filtersOf(query: SearchQuery): readonly Statement[] {
  const { authors, categories, organizations, since, until, minUpvotes } = query;
  const organization = organizations.map(organizationFilter);
  return [
    ...authors.map(authorFilter),
    ...categories.map(categoryFilter),
    ...(organization.length === 0
      ? []
      : [together([statement('('), together(organization, ' or '), statement(')')], '')]),
    ...(since === null ? [] : [statement(`${date} >= ?`, since)]),
    ...(until === null ? [] : [statement(`${date} <= ?`, until)]),
    ...(minUpvotes === null ? [] : [statement(`${upvotes} >= ?`, minUpvotes)]),
  ];
}

/** The category itself, or any of an archive: `cs` has `cs.CL`. */
function categoryFilter(name: string): Statement {
  if (wordsOf(name).length === 0) return nobody;
  const category = name.toLowerCase();
  return statement('(instr(d.categories, ?) or instr(d.categories, ?))', spaced([category]), ` ${category}.`);
}

function organizationFilter(name: string): Statement {
  const words = wordsOf(name);
  return words.length === 0 ? nobody : statement('instr(d.organization, ?)', spaced(words));
}

/** One author has all the parts of the name. Where nobody has them as whole words, they may be beginnings of words. */
function authorFilter(name: string): Statement {
  const parts = namePartsOf(name);
  if (parts.length === 0) return nobody;
  if (parts.every(isOnlyInitial)) return sameName('d.authors', parts);
  const somebody = together(
    [
      statement('exists (select 1 from paper_name cross join paper_doc n on n.doc = paper_name.rowid'),
      statement('where paper_name match ? and', authorsExpression(parts)),
      sameName('n.authors', parts),
      statement(')'),
    ],
    ' ',
  );
  const choice = [statement('(case when'), somebody, statement('then'), hasAuthor(parts), statement('else')];
  return together([...choice, hasAuthor(beginningsOf(parts)), statement('end)')], ' ');
}

/** Whether a list of authors has one with all the parts. */
function sameName(authors: string, parts: readonly NamePart[]): Statement {
  const conditions = parts.map((part) => `(${part.map(() => 'instr(a.value, ?)').join(' or ')})`);
  const values = parts.flatMap((part) => part.map(asInName));
  return statement(`exists (select 1 from json_each(${authors}) a where ${conditions.join(' and ')})`, ...values);
}

/** FTS5 strings of letters and digits only; see `match-expression.ts`. */
const authorsExpression = (parts: readonly NamePart[]): string =>
  parts
    .filter((part) => !isOnlyInitial(part))
    .map((part) => part.map(({ words, goesOn }) => `"${words.join(' ')}"${goesOn ? ' *' : ''}`).join(' OR '))
    .map((spellings) => `authors : (${spellings})`)
    .join(' AND ');

/** The index tells the few papers whose names are worth taking apart. The plus keeps SQLite from asking it once a paper. */
const hasAuthor = (parts: readonly NamePart[]): Statement =>
  together(
    [
      statement('+d.doc in (select rowid from paper_name where paper_name match ?) and', authorsExpression(parts)),
      sameName('d.authors', parts),
    ],
    ' ',
  );

/** Papers above this row that match in one of the indexes, and pass the filters. */
function docsIn(index: 'paper_text' | 'paper_name', expression: string, query: SearchQuery, above: number): Statement {
  const filters = filtersOf(query);
  const joined = filters.length === 0 ? '' : ` cross join paper_doc d on d.doc = ${index}.rowid`;
  const later = above === 0 ? [] : [statement(`${index}.rowid > ?`, above)];
  return together(
    [
      statement(`select ${index}.rowid as doc from ${index}${joined}`),
      whereAll([statement(`${index} match ?`, expression), ...later, ...filters]),
    ],
    ' ',
  );
}

/** Papers above this row that match the expression and the filters, the best match first. */
export const byRelevance = (expression: string, query: SearchQuery, limit: number, above = 0): Statement =>
  together(
    [docsIn('paper_text', expression, query, above), statement(`order by ${score}, paper_text.rowid limit ?`, limit)],
    ' ',
  );

/** Papers above this row that match, those that entered the store last first: no score, so no cost of one. */
export const newest = (expression: string, query: SearchQuery, limit: number, above = 0): Statement =>
  together(
    [docsIn('paper_text', expression, query, above), statement('order by paper_text.rowid desc limit ?', limit)],
    ' ',
  );

/** Papers whose titles match as they are written, the best match first: a small index, in which all can get a score. */
export const byTitle = (expression: string, query: SearchQuery, limit: number): Statement =>
  together(
    [
      docsIn('paper_name', expression, query, 0),
      statement('order by bm25(paper_name, 1, 0), paper_name.rowid desc limit ?', limit),
    ],
    ' ',
  );

const orderOf = ({ sort }: SearchQuery): string =>
  `order by ${sort === 'votes' ? `${upvotes} desc, ` : ''}${newestFirst}`;

/** Papers that match the expression and the filters in the order asked for: newest or most upvoted first. */
export const inOrder = (expression: string, query: SearchQuery, limit: number): Statement =>
  together(
    [
      statement('select d.doc from paper_text cross join paper_doc d on d.doc = paper_text.rowid'),
      whereAll([statement('paper_text match ?', expression), ...filtersOf(query)]),
      statement(`${orderOf(query)} limit ?`, limit),
    ],
    ' ',
  );

/** These papers in the order asked for. */
export const reordered = (docs: readonly number[], query: SearchQuery): Statement =>
  statement(
    `select d.doc from paper_doc d where d.doc in (select value from json_each(?)) ${orderOf(query)}`,
    JSON.stringify(docs),
  );

/** All papers that pass the filters and do not match the expression of what is excluded, in the order asked for. */
export function filtered(excluded: string | undefined, query: SearchQuery, limit: number): Statement {
  const without = statement('d.doc not in (select rowid from paper_text where paper_text match ?)', excluded);
  const conditions = [...(excluded === undefined ? [] : [without]), ...filtersOf(query)];
  return together(
    [statement('select d.doc from paper_doc d'), whereAll(conditions), statement(`${orderOf(query)} limit ?`, limit)],
    ' ',
  );
}

/** The doc of one paper. */
export const ofPaper = (key: string): Statement => statement('select doc from paper_doc where paper_key = ?', key);

/** The keys of these papers. */
export const keysOf = (docs: readonly number[]): Statement =>
  statement(
    'select doc, paper_key as key from paper_doc where doc in (select value from json_each(?))',
    JSON.stringify(docs),
  );

/** What is shown of these papers. */
export const shownOf = (docs: readonly number[]): Statement =>
  statement(
    `select d.doc, p.key, p.title, p.abstract from paper_doc d join paper p on p.key = d.paper_key
      where d.doc in (select value from json_each(?))`,
    JSON.stringify(docs),
  );

/** What ranking reads of these papers; the text only where their terms are not of this version. */
export const rankedOf = (docs: readonly number[], version: number, model: string): Statement =>
  statement(
    `select t.doc, iif(t.version = ?, t.terms, null) as terms, v.vector
      from paper_terms t left join paper_vector v on v.doc = t.doc and v.model = ?
      where t.doc in (select value from json_each(?))`,
    version,
    model,
    JSON.stringify(docs),
  );

/** The text of these papers that search looks into. */
export const textOf = (docs: readonly number[]): Statement =>
  statement(
    `select d.doc, p.title, p.abstract, p.authors, p.keywords from paper_doc d join paper p on p.key = d.paper_key
      where d.doc in (select value from json_each(?))`,
    JSON.stringify(docs),
  );

/** The vectors that this model made of these papers. */
export const vectorsOf = (docs: readonly number[], embedder: string): Statement =>
  statement(
    `select e.doc, e.vector from paper_embedding e
      where e.doc in (select value from json_each(?)) and e.embedder = ?`,
    JSON.stringify(docs),
    embedder,
  );

export const lastCharacter = '\u{10ffff}';
