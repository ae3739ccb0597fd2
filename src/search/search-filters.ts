import { wordsOf } from './fold.js';
import { type SearchQuery, sorts } from './query.js';
import { firstDayOf, lastDayOf } from './search-dates.js';
import type { FilterName } from './search-tokens.js';

/** What a filter takes, for the sentence that says so, and how it changes the query; undefined when the value is none. */
interface Filter {
  readonly takes: string;
  readonly example: string;
  /** It makes no sense twice. */
  readonly once: boolean;
  read(value: string, query: SearchQuery): SearchQuery | undefined;
}

const category = /^[a-z]+(?:-[a-z]+)*(?:\.[a-z]+(?:-[a-z]+)*)?$/i;
/** Whether `cat:` takes it. */
export const isCategory = (text: string): boolean => category.test(text);
const digits = /^\d{1,6}$/;
export const mostPages = 40;
/** The most upvotes that `min:` takes. */
export const mostMinimum = 999_999;

const isName = (value: string): boolean => wordsOf(value).length > 0;

function wholeNumber(value: string, least: number, most: number): number | undefined {
  const number = digits.test(value) ? Number(value) : -1;
  return number >= least && number <= most ? number : undefined;
}

/** The query with one field set; undefined when there is no value for it. */
const withField = <K extends keyof SearchQuery>(
  query: SearchQuery,
  field: K,
  value: SearchQuery[K] | undefined,
): SearchQuery | undefined => (value === undefined ? undefined : { ...query, [field]: value });

export const filters: { readonly [K in FilterName]: Filter } = {
  author: {
    takes: "an author's name or a part of it",
    example: 'author:LeCun',
    once: false,
    read: (value, query) => withField(query, 'authors', isName(value) ? [...query.authors, value] : undefined),
  },
  cat: {
    takes: 'one arXiv category or archive',
    example: 'cat:cs.CL',
    once: false,
    read: (value, query) =>
      withField(query, 'categories', isCategory(value) ? [...query.categories, value] : undefined),
  },
  org: {
    takes: "an organization's name or a part of it",
    example: 'org:Microsoft',
    once: false,
    read: (value, query) =>
      withField(query, 'organizations', isName(value) ? [...query.organizations, value] : undefined),
  },
  since: {
    takes: 'a year, a month or a day',
    example: 'since:2025-03-01',
    once: true,
    read: (value, query) => withField(query, 'since', firstDayOf(value)),
  },
  until: {
    takes: 'a year, a month or a day',
    example: 'until:2025-03',
    once: true,
    read: (value, query) => withField(query, 'until', lastDayOf(value)),
  },
  min: {
    takes: 'a number of upvotes',
    example: 'min:20',
    once: true,
    read: (value, query) => withField(query, 'minUpvotes', wholeNumber(value, 0, mostMinimum)),
  },
  sort: {
    takes: 'one of relevance, date and votes',
    example: 'sort:date',
    once: true,
    read: (value, query) =>
      withField(
        query,
        'sort',
        sorts.find((sort) => sort === value.toLowerCase()),
      ),
  },
  page: {
    takes: `a number from 1 to ${mostPages}`,
    example: 'page:2',
    once: true,
    read: (value, query) => withField(query, 'page', wholeNumber(value, 1, mostPages)),
  },
};
