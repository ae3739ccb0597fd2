import { keepLatest } from '../kernel/keep-latest.js';
import { fieldLengths, fields, lengthsBytes, packedTerms, readText } from '../search/paper-terms.js';
import type { FieldAverages } from '../search/rank.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { searchedTexts } from './search-candidate-rows.js';
import { indexVersion } from './search-index.js';

/** Words in more papers than this are counted by a sample: how telling they are changes little with their exact number. */
const sampleSize = 5_000;
const mostKnown = 2_000;
/** How many papers stand for all of them when the lengths of fields are averaged. */
const mostMeasured = 2_000;
/** At least so many, even when they have to be cut into words for it: half a millisecond each. */
const fewestMeasured = 200;
/** Averages are taken anew when so large a part of all papers came in since. */
const renewAt = 0.02;

interface HeadRow {
  readonly doc: number;
  /** Null where an older program left the paper. */
  readonly head: Uint8Array | null;
}

/** The average lengths of fields. */
interface Measured {
  readonly of: FieldAverages;
  /** How many papers there were. */
  readonly papers: number;
  /** Whether the whole sample was indexed. */
  readonly isWhole: boolean;
}

/** What is known of all papers together: how many there are, how frequent words are, how long the parts of papers are. */
export class SearchShelf {
  readonly #connection: SqliteConnection;
  readonly #counts = new Map<string, number>();
  #version = 0;
  #papers = 0;
  #edition = 0;
  #averages: Measured | undefined;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  /** Looks at the store again; to be called before each search. */
  renew(): void {
    const version = Number(this.#connection.pragma('data_version'));
    if (version === this.#version) return;
    this.#version = version;
    // More of them may be indexed now.
    if (this.#averages?.isWhole === false) this.#averages = undefined;
    const papers = this.#number('select coalesce(max(doc), 0) as value from paper_doc', []);
    // Where there are many papers, one that changed its words changes nothing of what is counted here.
    if (papers === this.#papers && papers > sampleSize) return;
    this.#papers = papers;
    this.#counts.clear();
    this.#edition += 1;
  }

  /** Grows when what is counted here may be counted anew. */
  get edition(): number {
    return this.#edition;
  }

  /** About how many papers there are. */
  get papers(): number {
    return this.#papers;
  }

  /** How many papers match the expression: exact up to some thousands, an estimate beyond. */
  matching(expression: string): number {
    const known = this.#counts.get(expression);
    if (known !== undefined) return known;
    const count = this.#count(expression);
    keepLatest(this.#counts, expression, count, mostKnown);
    return count;
  }

  /** How telling something in so many papers is (Robertson and Sparck Jones, never below 0). */
  idf(papers: number): number {
    return Math.log(1 + Math.max(0, this.#papers - papers + 0.5) / (papers + 0.5));
  }

  averages(): FieldAverages {
    const known = this.#averages;
    if (known !== undefined && Math.abs(this.#papers - known.papers) <= renewAt * known.papers) return known.of;
    const measured = { papers: this.#papers, ...this.#measure() };
    this.#averages = measured;
    return measured.of;
  }

  /** The sample is of the papers that entered first. */
  #count(expression: string): number {
    const sql = `select count(*) as papers, coalesce(max(doc), 0) as last
      from (select rowid as doc from paper_text where paper_text match ? limit ?)`;
    const [row] = this.#connection.run<{ papers: number; last: number }>(sql, [expression, sampleSize]).rows;
    const { papers = 0, last = 0 } = row ?? {};
    return papers < sampleSize ? papers : Math.round((papers / last) * this.#papers);
  }

  #measure(): Omit<Measured, 'papers'> {
    const every = Math.max(1, Math.floor(this.#papers / mostMeasured));
    const docs = Array.from({ length: Math.min(this.#papers, mostMeasured) }, (_, index) => 1 + index * every);
    const sql = `select doc, iif(version = ${indexVersion}, substr(terms, 1, ${lengthsBytes}), null) as head from paper_terms
      where doc in (select value from json_each(?))`;
    const { rows } = this.#connection.run<HeadRow>(sql, [JSON.stringify(docs)]);
    const heads = rows.flatMap(({ head }) => head ?? []);
    const missing = rows.filter(({ head }) => head === null).map(({ doc }) => doc);
    const lengths = [...heads, ...this.#cut(missing, fewestMeasured - heads.length)].map(fieldLengths);
    const averages = fields.map((field, index) => {
      const sum = lengths.reduce((total, paper) => total + (paper[index] ?? 0), 0);
      return [field, sum / Math.max(1, lengths.length)];
    });
    return { of: Object.fromEntries(averages) as FieldAverages, isWhole: missing.length === 0 };
  }

  /** Some of the papers that an older program left, cut into words here and now. */
  #cut(docs: readonly number[], most: number): readonly Uint8Array[] {
    const every = Math.max(1, Math.floor(docs.length / fewestMeasured));
    const some = docs.filter((_, index) => index % every === 0).slice(0, Math.max(0, most));
    return [...searchedTexts(this.#connection, some).values()].map((text) => packedTerms(text, readText(text)));
  }

  #number(sql: string, parameters: readonly unknown[]): number {
    return this.#connection.run<{ readonly value: number }>(sql, parameters).rows[0]?.value ?? 0;
  }
}
