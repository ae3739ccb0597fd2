import { emptyQuery, type SearchQuery } from '../search/query.js';

/** What was searched for, as people would say it: `diffusion "flow matching"`; empty when only filters were given. */
export const wordsOf = ({ paper, words, phrases }: SearchQuery): string =>
  paper ?? [...words, ...phrases.map((phrase) => `"${phrase}"`)].join(' ');

/** The filters as they were understood: `without gan, by Ho, in cs.CV, since 2025-03-01, at least 10 upvotes`. */
export function filtersOf(query: SearchQuery): string {
  const named = [
    ...query.without.map((text) => `without ${text.includes(' ') ? `"${text}"` : text}`),
    ...query.authors.map((author) => `by ${author}`),
    ...query.categories.map((category) => `in ${category}`),
    query.organizations.length === 0 ? undefined : `from ${query.organizations.join(' or ')}`,
    query.since === null ? undefined : `since ${query.since}`,
    query.until === null ? undefined : `until ${query.until}`,
    query.minUpvotes === null ? undefined : `with at least ${query.minUpvotes} upvotes`,
  ];
  return named.filter((said) => said !== undefined).join(', ');
}

export const hasFilters = (query: SearchQuery): boolean => filtersOf(query) !== '';

/** The same words without any filter. */
export const withoutFilters = ({ words, phrases, sort }: SearchQuery): SearchQuery => ({
  ...emptyQuery,
  words,
  phrases,
  sort,
});
