import type { KnownWord } from '../search/spelling.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { lastCharacter } from './search-statements.js';

/** A word in fewer papers may itself be a slip of somebody's keyboard. */
const leastPapers = 3;
/** The words are read anew when so large a part of all papers came in since. */
const renewAt = 0.01;

/**
 * The words of titles and names as people write them, by first letter. Reading those of one letter takes some milliseconds for 80,000 papers
 * and more among a million, so they are kept.
 */
export class SearchWords {
  readonly #connection: SqliteConnection;
  readonly #byLetter = new Map<string, { readonly papers: number; readonly words: readonly KnownWord[] }>();

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  /** All words that begin with the letter, when so many papers are in the store. */
  beginningWith(letter: string, papers: number): readonly KnownWord[] {
    const known = this.#byLetter.get(letter);
    if (known !== undefined && papers - known.papers <= renewAt * known.papers) return known.words;
    const sql = 'select term as word, doc as papers from paper_name_word where term >= ? and term <= ? and doc >= ?';
    const least = papers < 100 ? 1 : leastPapers;
    const { rows } = this.#connection.run<KnownWord>(sql, [letter, letter + lastCharacter, least]);
    this.#byLetter.set(letter, { papers, words: rows });
    return rows;
  }
}
