import type { PaperKey } from '../papers/paper.js';
import { paperKeyOf } from '../papers/paper-key.js';
import { wordsOf } from '../search/fold.js';
import type { Suggested, SuggestQuery } from '../search/repository.js';
import { isCategory } from '../search/search-filters.js';
import { stopWords } from '../search/stop-words.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import type { Statement } from './search-statements.js';
import {
  authorsMatching,
  categoriesOf,
  categoryLists,
  createColumnWords,
  newestDoc,
  titlesMatching,
  titlesOfKeys,
  titleWords,
} from './search-suggest-statements.js';

/** Bounds on the cost of one keystroke. */
const longestTyped = 200;
const mostWords = 12;
const mostTitles = 100;
const mostNamed = 400;
/** A shorter beginning of a word stands for that word alone, unless it is still being typed. */
const shortestBeginning = 3;

/** Readies a connection for `suggest`. */
export function prepareToSuggest(connection: SqliteConnection): void {
  connection.pragma('temp_store = memory');
  connection.exec(createColumnWords);
}

/** Says what may be meant by something that is being typed. Synchronous: it runs where nobody waits for the thread. */
export function suggest(connection: SqliteConnection, { kind, typed, limit }: SuggestQuery): readonly Suggested[] {
  const text = typed.slice(-longestTyped);
  if (kind === 'titles') return titles(connection, text, limit);
  const names = { words, authors, categories }[kind](connection, text, limit);
  return names.map((name) => ({ text: name, paper: null }));
}

const rowsOf = <Row>(connection: SqliteConnection, { sql, parameters }: Statement): readonly Row[] =>
  connection.run<Row>(sql, parameters).rows;

interface TitleRow {
  readonly doc: number;
  readonly key: string;
  readonly title: string;
}

const arxivBeginning = /^\d{4}\.\d{0,5}$/;

function titles(connection: SqliteConnection, typed: string, limit: number): readonly Suggested[] {
  const key = paperKeyOf(typed) ?? (arxivBeginning.test(typed) ? typed : undefined);
  const rows = key === undefined ? titlesByWords(connection, typed, limit) : keyed(connection, key, limit);
  return rows.map(({ title, key: paper }) => ({ text: title, paper: paper as PaperKey }));
}

const keyed = (connection: SqliteConnection, key: string, limit: number): readonly TitleRow[] =>
  rowsOf(connection, titlesOfKeys(key, limit));

/** The best kind of match first; a further kind is only asked for when there is room. */
function titlesByWords(connection: SqliteConnection, typed: string, limit: number): readonly TitleRow[] {
  const found = new Map<number, TitleRow>();
  for (const expression of titleExpressions(wordsOf(typed).slice(0, mostWords))) {
    if (found.size >= limit) break;
    for (const row of rowsOf<TitleRow>(connection, titlesMatching(expression, mostTitles, limit))) {
      if (!found.has(row.doc)) found.set(row.doc, row);
    }
  }
  return [...found.values()].slice(0, limit);
}

/** FTS5 strings of letters and digits only, so that nothing typed is an operator; see `match-expression.ts`. */
function titleExpressions(typed: readonly string[]): readonly string[] {
  const last = typed.at(-1);
  if (last === undefined) return [];
  const inOrder = `"${typed.join(' ')}" *`;
  const atStart = `title : ^ ${inOrder}`;
  if (typed.length === 1) return [atStart, `title : ${inOrder}`];
  // Every tenth word begins with that one letter: each expression costs milliseconds, and the next letter comes soon.
  const together = last.length === 1 ? [] : [`title : ${inOrder}`];
  return [atStart, ...together, `title : (${beginningsOf(typed)})`];
}

const beginningsOf = (typed: readonly string[]): string =>
  typed
    .map((word, index) => `"${word}"${word.length >= shortestBeginning || index === typed.length - 1 ? ' *' : ''}`)
    .join(' AND ');

/** Words that go with those typed before in titles, then any words. */
function words(connection: SqliteConnection, typed: string, limit: number): readonly string[] {
  const [last, ...before] = wordsOf(typed).slice(-mostWords).toReversed();
  if (last === undefined) return [];
  const said = new Set([last, ...before]);
  const isNews = (word: string): boolean => !said.has(word) && !stopWords.has(word);
  const together = before.length === 0 ? [] : companions(connection, before, last).filter(isNews);
  if (together.length >= limit) return together.slice(0, limit);
  const any = anyWords(connection, last, limit + said.size + stopWords.size).filter(isNews);
  return [...new Set([...together, ...any])].slice(0, limit);
}

/** A letter or two begin too many words to count them all: then those of the newest titles. */
const anyWords = (connection: SqliteConnection, beginning: string, limit: number): readonly string[] =>
  beginning.length < shortestBeginning
    ? companions(connection, [], beginning)
    : rowsOf<{ readonly word: string }>(connection, titleWords(beginning, limit)).map(({ word }) => word);

/** Words with that beginning in the newest titles that have the others, the most frequent first. */
function companions(connection: SqliteConnection, others: readonly string[], beginning: string): readonly string[] {
  const parts = [...others.map((word) => `"${word}"`), `"${beginning}" *`];
  const expression = `title : (${parts.join(' AND ')})`;
  const counts = new Map<string, number>();
  for (const { title } of rowsOf<TitleRow>(connection, titlesMatching(expression, mostTitles, mostTitles))) {
    for (const word of new Set(wordsOf(title))) {
      if (word.startsWith(beginning)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([word]) => word);
}

function authors(connection: SqliteConnection, typed: string, limit: number): readonly string[] {
  const parts = wordsOf(typed).slice(0, mostWords);
  if (parts.length === 0) return [];
  const expression = `authors : (${parts.map((part) => `"${part}" *`).join(' AND ')})`;
  const statement = authorsMatching(expression, parts, mostNamed, limit);
  return rowsOf<{ readonly name: string }>(connection, statement).map(({ name }) => name);
}

interface CategoryListRow {
  readonly categories: string;
  readonly papers: number;
  readonly doc: number;
}

interface CountedLists {
  readonly newest: number;
  readonly version: number;
  readonly lists: readonly CategoryListRow[];
}

/** Categories are counted among so many newest papers, and anew when this part of them came since. */
const mostCounted = 50_000;
const renewAt = 0.01;

const counted = new WeakMap<SqliteConnection, CountedLists>();

/** Letters follow each other faster than commits, and among many papers a few new ones change no order. */
function categoryListsOf(connection: SqliteConnection): readonly CategoryListRow[] {
  const version = Number(connection.pragma('data_version'));
  const known = counted.get(connection);
  if (known?.version === version) return known.lists;
  const newest = rowsOf<{ readonly doc: number }>(connection, newestDoc)[0]?.doc ?? 0;
  const isNearlySame = known !== undefined && newest > mostCounted && newest - known.newest < renewAt * mostCounted;
  const lists = isNearlySame ? known.lists : rowsOf<CategoryListRow>(connection, categoryLists(newest - mostCounted));
  counted.set(connection, { newest: isNearlySame ? known.newest : newest, version, lists });
  return lists;
}

function categories(connection: SqliteConnection, typed: string, limit: number): readonly string[] {
  const beginning = typed.trim().toLowerCase();
  const counts = new Map<string, { papers: number; readonly doc: number }>();
  for (const row of categoryListsOf(connection)) {
    for (const name of row.categories.split(' ')) {
      if (!name.startsWith(beginning) || !isCategory(name)) continue;
      const known = counts.get(name) ?? { papers: 0, doc: row.doc };
      counts.set(name, { ...known, papers: known.papers + row.papers });
    }
  }
  const best = [...counts]
    .map(([name, { papers, doc }]) => ({ name, papers, doc }))
    .toSorted((a, b) => b.papers - a.papers || (a.name < b.name ? -1 : 1));
  return asWritten(connection, best.slice(0, 2 * limit)).slice(0, limit);
}

/** Filters compare categories in lower case; people know them as `cs.CL`. A mere part of one is none. */
function asWritten(
  connection: SqliteConnection,
  found: readonly { readonly name: string; readonly doc: number }[],
): readonly string[] {
  const docs = found.map(({ doc }) => doc);
  const written = rowsOf<{ readonly name: string }>(connection, categoriesOf(docs));
  const names = new Map(written.map(({ name }) => [name.toLowerCase(), name]));
  return found.flatMap(({ name }) => names.get(name) ?? []);
}
