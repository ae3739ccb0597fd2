import { oneLineSummary } from '../papers/one-line-summary.js';
import type { Paper } from '../papers/paper.js';
import { authorsCalled, authorsWith } from '../search/authors-found.js';
import { highlighterOf } from '../search/highlight.js';
import { emptyQuery, type SearchQuery } from '../search/query.js';
import type { Hit } from '../search/repository.js';
import { type Span, strong, text } from '../view/view.js';

/** What a result shows of a paper beside its title, so that it can be seen why it was found. */
export interface Reasons {
  readonly body: readonly Span[];
  /** Authors who were asked for. */
  readonly authors: ReadonlySet<string>;
  /** What was found where nothing of it would be seen. */
  readonly keywords: readonly Span[];
}

const mostAuthors = 2;
const mostKeywords = 3;

/** A piece of the abstract where the words stand in it, else what the paper is about in one line. */
export function whyFound(query: SearchQuery, { title, snippet }: Hit, paper: Paper | undefined): Reasons {
  if (paper === undefined) return { body: snippet, authors: new Set(), keywords: [] };
  const summary = oneLineSummary(paper);
  const isInText = isMarked(snippet);
  const body = isInText || summary === null ? snippet : [text(summary)];
  const isSeen = isInText || isMarked(title);
  const authors = authorsFound(query, isSeen, paper);
  const keywords = isSeen || authors.size > 0 ? [] : keywordsFound(query, paper);
  return { body, authors, keywords };
}

const isMarked = (spans: readonly Span[]): boolean => spans.some(({ kind }) => kind === 'strong');

/** Words are looked for among the authors only when they stand nowhere else: many a surname is a word. */
function authorsFound(query: SearchQuery, isSeen: boolean, { authors }: Paper): ReadonlySet<string> {
  const called = query.authors.flatMap((name) => authorsCalled(name, authors, mostAuthors));
  return new Set(isSeen ? called : [...called, ...authorsWith(query, authors, mostAuthors)]);
}

function keywordsFound({ words, phrases }: SearchQuery, { keywords }: Paper): readonly Span[] {
  const { whole } = highlighterOf({ ...emptyQuery, words, phrases });
  const found = keywords.filter((keyword) => isMarked(whole(keyword))).slice(0, mostKeywords);
  return found.flatMap((keyword, index) => [text(index === 0 ? 'keyword: ' : ', '), strong(keyword)]);
}
