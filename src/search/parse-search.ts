import type { PaperKey } from '../papers/paper.js';
import { paperKeyOf } from '../papers/paper-key.js';
import { wordsOf } from './fold.js';
import { formatSearch } from './format-search.js';
import { emptyQuery, type SearchQuery } from './query.js';
import { filters } from './search-filters.js';
import { type FilterName, type SearchToken, searchTokens } from './search-tokens.js';

/** One sentence that names the mistake and the right form, and where in the text the mistake is. */
interface SearchProblem {
  readonly kind: 'problem';
  readonly message: string;
  readonly at: number;
  readonly length: number;
}

export { formatSearch };

export type ParsedSearch = { readonly kind: 'query'; readonly query: SearchQuery } | SearchProblem;

const longestText = 200;
/** Quotation marks and white space do not count, up to here. */
const longestTyped = 2_000;

const example = 'such as diffusion transformer author:Peebles since:2023';

const problem = (message: string, { at, length }: Pick<SearchToken, 'at' | 'length'>): SearchProblem => ({
  kind: 'problem',
  message,
  at,
  length,
});

/**
 * Understands what somebody typed: words, "phrases", -exclusions, filters (`author:` `cat:` `org:` `since:` `until:` `min:`
 * `sort:` `page:`), or a paper's id or link. An unknown `name:` is a word like any other, since titles have colons. Never throws.
 */
export function parseSearch(text: string): ParsedSearch {
  const paper = paperNamed(text);
  if (paper !== undefined) return { kind: 'query', query: { ...emptyQuery, paper } };
  if (text.length > longestTyped) return tooLong(text);
  const parsed = readTokens(searchTokens(text));
  if (parsed.kind === 'problem') return parsed;
  const { query } = parsed;
  if (typedLength(query) > longestText) return tooLong(text);
  return isEmpty(query) ? problem(nothingIn(text), { at: 0, length: text.length }) : parsed;
}

/** What people and chats put around an id or a link. A bracket at the end belongs to a link that has its partner. */
const before = /^(?:[([{<'`*_]+|arxiv\.(?=\d)|id:)+/i;
const after = /(?:[\]}>,.;:!?'`*_]|(?<!\([^()]*)\))+$/;
/** `<https://…|the paper>` of Slack, the first of its words; `[the paper](https://…)`. */
const labelled = /^<([^|>\s]+)\||\]\((\S+?)\)/;

/** The paper that a text is the id or link of. */
function paperNamed(text: string): PaperKey | undefined {
  const typed = text.trim();
  const [, slack, markdown] = labelled.exec(typed) ?? [];
  const bare = (slack ?? markdown ?? typed).replace(before, '').replace(after, '');
  return paperKeyOf(bare) ?? paperKeyOf(typed);
}

const tooLong = (text: string): SearchProblem =>
  problem(`A search has at most ${longestText} characters, ${example}.`, {
    at: longestText,
    length: text.length - longestText,
  });

/** The length without quotation marks and page, which a button adds to what somebody typed. */
const typedLength = (query: SearchQuery): number =>
  formatSearch({ ...query, paper: null, page: 1 }).replaceAll('"', '').length;

const isEmpty = (query: SearchQuery): boolean => formatSearch({ ...query, page: 1 }) === '';

const nothingIn = (text: string): string =>
  text.trim() === ''
    ? `A search needs words or a filter, ${example}.`
    : `There is nothing to look for in ${shown(text)}: a search needs words or a filter, ${example}.`;

function shown(text: string): string {
  const line = text.trim().replace(/\s+/gu, ' ');
  return `"${line.length > 40 ? `${[...line].slice(0, 39).join('')}…` : line}"`;
}

function readTokens(tokens: readonly SearchToken[]): ParsedSearch {
  let query = emptyQuery;
  const places = new Map<SearchToken['kind'], SearchToken>();
  for (const token of tokens) {
    const next = isFilter(token) ? withFilter(query, token, places) : withText(query, token);
    if ('message' in next) return next;
    places.set(token.kind, token);
    query = next;
  }
  const { since, until } = query;
  if (since === null || until === null || since <= until) return { kind: 'query', query };
  const later = [...places.values()].filter(({ kind }) => kind === 'since' || kind === 'until').at(-1);
  return problem(`Nothing can be both since ${since} and until ${until}.`, later ?? { at: 0, length: 0 });
}

type FilterToken = SearchToken & { readonly kind: FilterName };

const isFilter = (token: SearchToken): token is FilterToken => token.kind in filters;

function withFilter(
  query: SearchQuery,
  token: FilterToken,
  places: ReadonlyMap<SearchToken['kind'], SearchToken>,
): SearchQuery | SearchProblem {
  const { kind: name, text: value } = token;
  const filter = filters[name];
  if (token.excluded) return problem(`A filter cannot be excluded: write ${filter.example} without a dash.`, token);
  if (filter.once && places.has(name)) return problem(`${name}: can stand only once, as in ${filter.example}.`, token);
  const form = `${name}: takes ${filter.takes}, as in ${filter.example}`;
  if (value === '') return problem(`${form}.`, token);
  return filter.read(value, query) ?? problem(`${form}, not ${shown(value)}.`, token);
}

function withText(query: SearchQuery, token: SearchToken): SearchQuery | SearchProblem {
  const { text, excluded } = token;
  if (wordsOf(text).length === 0) return query;
  if (excluded) return { ...query, without: [...query.without, text] };
  const paper = paperNamed(text);
  if (paper === undefined) {
    return token.kind === 'phrase'
      ? { ...query, phrases: [...query.phrases, text] }
      : { ...query, words: [...query.words, text] };
  }
  if (query.paper === null || query.paper === paper) return { ...query, paper };
  return problem(`Only one paper can be looked up at a time, ${query.paper} or ${paper}.`, token);
}
