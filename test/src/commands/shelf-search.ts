import { BroadsheetError } from '../../../src/kernel/errors.js';
import type { Paper, PaperKey } from '../../../src/papers/paper.js';
import type { SearchQuery } from '../../../src/search/query.js';
import {
  type Hit,
  type PaperSearch,
  pageSize,
  type SearchPage,
  type Suggested,
  type SuggestQuery,
} from '../../../src/search/repository.js';
import { strong, text } from '../../../src/view/view.js';

const mostHits = 200;

/**
 * A search over a few papers in memory, strict about the contract and simple about the rest: every word must stand in the title, an
 * author filter in an author; nothing has upvotes. `spellings` holds what it offers for words; while `broken` it throws. What it suggests begins as typed.
 */
export class ShelfSearch implements PaperSearch {
  readonly spellings = new Map<string, string>();
  readonly queries: SearchQuery[] = [];
  broken: Error | undefined;
  /** After so many searches it is too busy. */
  patience = Number.POSITIVE_INFINITY;
  /** What happens while it searches. */
  meanwhile = (): void => undefined;
  /** While it is, nothing similar is ever told. */
  silent = false;
  readonly #papers: Paper[] = [];

  add(...papers: readonly Paper[]): void {
    this.#papers.push(...papers);
  }

  async search(query: SearchQuery): Promise<SearchPage> {
    this.queries.push(query);
    this.meanwhile();
    if (this.broken !== undefined) throw this.broken;
    if (this.queries.length > this.patience) throw new BroadsheetError('unavailable', 'Too many wait.', 'Later.');
    if (query.page < 1) throw new Error('Pages count from 1.');
    const found = this.#papers.filter((paper) => matches(paper, query));
    const start = (query.page - 1) * pageSize;
    return {
      hits: found.slice(start, start + pageSize).map((paper) => hitOf(paper, query)),
      first: start + 1,
      total: Math.min(found.length, mostHits),
      capped: found.length > mostHits,
      didYouMean: this.spellings.get(query.words.join(' ')) ?? null,
    };
  }

  async suggest({ kind, typed, limit }: SuggestQuery): Promise<readonly Suggested[]> {
    if (this.broken !== undefined) throw this.broken;
    const titles = this.#papers.map(({ title, key }) => ({ text: title, paper: key }));
    const named = (names: readonly string[]): readonly Suggested[] =>
      [...new Set(names)].map((text) => ({ text, paper: null }));
    const all = {
      titles,
      words: named(titles.flatMap(({ text }) => text.toLowerCase().split(' '))),
      authors: named(this.#papers.flatMap(({ authors }) => authors)),
      categories: named(this.#papers.flatMap(({ categories }) => categories)),
    }[kind];
    const wanted = (kind === 'words' ? (typed.split(/[ -]/).at(-1) ?? '') : typed).toLowerCase();
    const isAuthor = (text: string): boolean =>
      text
        .toLowerCase()
        .split(' ')
        .some((part) => part.startsWith(wanted));
    const isDone = (text: string): boolean => kind === 'words' && text === wanted;
    if (kind === 'authors')
      return all.filter(({ text }) => text.toLowerCase().startsWith(wanted) || isAuthor(text)).slice(0, limit);
    return all.filter(({ text }) => text.toLowerCase().startsWith(wanted) && !isDone(text)).slice(0, limit);
  }

  /** Its nearest papers are those that stand next to it on the shelf. */
  async similar(paper: PaperKey, limit: number): Promise<readonly PaperKey[]> {
    if (this.broken !== undefined) throw this.broken;
    if (this.silent) return new Promise(() => undefined);
    const keys = this.#papers.map(({ key }) => key);
    return keys.includes(paper) ? keys.filter((key) => key !== paper).slice(0, limit) : [];
  }

  async close(): Promise<void> {
    // Nothing is open.
  }
}

function matches(paper: Paper, query: SearchQuery): boolean {
  const { paper: key, words, phrases, authors, minUpvotes, since } = query;
  if (key !== null) return paper.key === key;
  const has = (whole: string, part: string): boolean => whole.toLowerCase().includes(part.toLowerCase());
  return (
    minUpvotes === null &&
    (since === null || (paper.publishedOn ?? '') >= since) &&
    [...words, ...phrases].every((part) => has(paper.title, part)) &&
    authors.every((author) => paper.authors.some((name) => has(name, author)))
  );
}

function hitOf(paper: Paper, { words: [word = ''] }: SearchQuery): Hit {
  const at = paper.title.toLowerCase().indexOf(word.toLowerCase());
  const title = word === '' || at < 0 ? [text(paper.title)] : split(paper.title, at, word.length);
  return { paper: paper.key as PaperKey, title, snippet: [text(paper.abstract.slice(0, 200))] };
}

const split = (title: string, at: number, length: number) =>
  [text(title.slice(0, at)), strong(title.slice(at, at + length)), text(title.slice(at + length))].filter(
    (span) => span.text !== '',
  );
