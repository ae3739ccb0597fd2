import type { SearchQuery } from './query.js';
import { firstDayOf, lastDayOf, shortestDate } from './search-dates.js';
import { searchTokens } from './search-tokens.js';

/** What stands before the text, and the text in quotation marks when it would be read as something else without. */
export function written(before: string, text: string): string {
  const bare = before + text;
  const [token, ...more] = searchTokens(bare);
  const isSame =
    token !== undefined && more.length === 0 && token.kind !== 'phrase' && token.text === text && !text.includes(' ');
  return isSame && token.excluded === (before === '-') ? bare : `${before}"${text}"`;
}

const all = (before: string, texts: readonly string[]): readonly string[] => texts.map((text) => written(before, text));

/** The text of a query in one fixed form, which `parseSearch` reads back as the same query. */
export function formatSearch(query: SearchQuery): string {
  const { paper, since, until, minUpvotes, sort, page } = query;
  return [
    ...(paper === null ? [] : [paper]),
    ...query.words,
    ...query.phrases.map((phrase) => `"${phrase}"`),
    ...all('-', query.without),
    ...all('author:', query.authors),
    ...all('cat:', query.categories),
    ...all('org:', query.organizations),
    ...(since === null ? [] : [`since:${shortestDate(since, firstDayOf)}`]),
    ...(until === null ? [] : [`until:${shortestDate(until, lastDayOf)}`]),
    ...(minUpvotes === null ? [] : [`min:${minUpvotes}`]),
    ...(sort === 'relevance' ? [] : [`sort:${sort}`]),
    ...(page === 1 ? [] : [`page:${page}`]),
  ].join(' ');
}
