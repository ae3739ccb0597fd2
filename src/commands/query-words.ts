import { formatSearch } from '../search/format-search.js';
import { emptyQuery, type SearchQuery } from '../search/query.js';

/** What was searched for, as people would say it: `diffusion "flow matching"`; empty when only filters were given. */
export const wordsOf = ({ paper, words, phrases }: SearchQuery): string =>
  paper ?? [...words, ...phrases.map((phrase) => `"${phrase}"`)].join(' ');

/** One filter of a query. */
export interface GivenFilter {
  readonly field: keyof SearchQuery;
  /** As it was understood: `by Ho`. */
  readonly says: string;
  /** As it is typed: `author:Ho`. */
  readonly typed: string;
  /** The query without it, from its first page. */
  readonly rest: SearchQuery;
}

type ListField = 'without' | 'authors' | 'categories';

/** Every filter of a query, in a fixed order. */
export function givenFilters(query: SearchQuery): readonly GivenFilter[] {
  const given = (field: keyof SearchQuery, says: string, only: Partial<SearchQuery>, rest: Partial<SearchQuery>) => ({
    field,
    says,
    typed: formatSearch({ ...emptyQuery, ...only }),
    rest: { ...query, ...rest, page: 1 },
  });
  const each = (field: ListField, says: (value: string) => string): readonly GivenFilter[] =>
    query[field].map((value, index) =>
      given(field, says(value), { [field]: [value] }, { [field]: query[field].toSpliced(index, 1) }),
    );
  const { organizations, since, until, minUpvotes } = query;
  return [
    ...each('without', (text) => `without ${text.includes(' ') ? `"${text}"` : text}`),
    ...each('authors', (author) => `by ${author}`),
    ...each('categories', (category) => `in ${category}`),
    ...(organizations.length === 0
      ? []
      : [given('organizations', `from ${organizations.join(' or ')}`, { organizations }, { organizations: [] })]),
    ...(since === null ? [] : [given('since', `since ${since}`, { since }, { since: null })]),
    ...(until === null ? [] : [given('until', `until ${until}`, { until }, { until: null })]),
    ...(minUpvotes === null
      ? []
      : [
          given(
            'minUpvotes',
            `with at least ${minUpvotes} ${minUpvotes === 1 ? 'upvote' : 'upvotes'}`,
            { minUpvotes },
            { minUpvotes: null },
          ),
        ]),
  ];
}

/** The filters as they were understood: `without gan, by Ho, in cs.CV, since 2025-03-01, with at least 10 upvotes`. */
export const filtersOf = (query: SearchQuery): string =>
  givenFilters(query)
    .map(({ says }) => says)
    .join(', ');

/** The same words without any filter. */
export const withoutFilters = ({ words, phrases, sort }: SearchQuery): SearchQuery => ({
  ...emptyQuery,
  words,
  phrases,
  sort,
});
