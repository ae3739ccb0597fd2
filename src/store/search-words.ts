import { type KnownWord, lettersOf } from '../search/spelling.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import type { SearchShelf } from './search-shelf.js';
import { lastCharacter } from './search-statements.js';

/** A word in fewer papers may itself be a slip of somebody's keyboard. */
const leastPapers = 3;
/** Among so few papers every word counts, and reading them costs nothing. */
const fewPapers = 5_000;
/** The words are read anew when so large a part of all papers came in since. */
const renewAt = 0.01;

/**
 * The words of titles and names as people write them, by first letter. Reading those of one letter takes some milliseconds for 80,000 papers
 * and more among a million, so they are kept.
 */
export class SearchWords {
  readonly #connection: SqliteConnection;
  readonly #shelf: SearchShelf;
  readonly #byLetter = new Map<string, WordList>();

  constructor(connection: SqliteConnection, shelf: SearchShelf) {
    this.#connection = connection;
    this.#shelf = shelf;
  }

  beginningWith(letter: string): readonly KnownWord[] {
    const { papers, edition } = this.#shelf;
    const known = this.#byLetter.get(letter);
    if (known?.edition === edition || (known !== undefined && isNearlyAll(known.papers, papers))) return known.words;
    const sql = 'select term as word, doc as papers from paper_name_word where term >= ? and term <= ? and doc >= ?';
    const least = papers < fewPapers ? 1 : leastPapers;
    const { rows } = this.#connection.run<KnownWord>(sql, [letter, letter + lastCharacter, least]);
    const words = rows.map(({ word, papers: count }) => ({ word, papers: count, letters: lettersOf(word) }));
    this.#byLetter.set(letter, { papers, edition, words });
    return words;
  }
}

interface WordList {
  readonly papers: number;
  readonly edition: number;
  readonly words: readonly KnownWord[];
}

const isNearlyAll = (then: number, now: number): boolean => now > fewPapers && now - then <= renewAt * then;
