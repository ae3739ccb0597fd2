import { quotationMarks } from '../kernel/quotation-marks.js';
import { written } from '../search/format-search.js';
import { sorts } from '../search/query.js';
import type { SuggestQuery } from '../search/repository.js';
import { type SearchToken, searchTokens } from '../search/search-tokens.js';
import type { Offer, SuggestContext } from './command.js';
import { paperOffers } from './paper-offers.js';
import { filterNames } from './search-form.js';

const marks = new RegExp(`[${quotationMarks}]`, 'gu');
const mostWords = 8;
const mostNames = 20;
const mostPapers = 12;
/** Fewer letters are the beginning of any title. */
const leastForTitles = 3;

/** What the last thing of a search that is being typed may be: a filter, its value, a word, or the paper itself. */
export async function suggestSearch(rest: string, context: SuggestContext): Promise<readonly Offer[]> {
  const tokens = searchTokens(rest);
  const last = tokens.at(-1);
  if (last === undefined) return [];
  if (last.at + last.length !== rest.length) return titled(rest, tokens, context);
  const before = rest.slice(0, last.at);
  if (last.kind === 'author') return names('authors', 'author:', last, before, context);
  if (last.kind === 'cat') return names('categories', 'cat:', last, before, context);
  if (last.kind === 'sort') return goingOn(before, rest, sortWords);
  if (last.kind !== 'word' && last.kind !== 'phrase') return [];
  const [words, papers] = await Promise.all([completed(rest, tokens, context), titled(rest, tokens, context)]);
  return [...(last.kind === 'word' ? goingOn(before, rest, filterWords) : []), ...words, ...papers];
}

const sortWords = sorts.map((sort) => `sort:${sort}`);
const filterWords = [...filterNames.map((name) => `${name}:`), ...sortWords];

function goingOn(before: string, rest: string, words: readonly string[]): readonly Offer[] {
  const typed = rest.slice(before.length).toLowerCase();
  return words
    .filter((word) => word.startsWith(typed) && word !== typed)
    .map((word) => ({ label: word, rest: `${before}${word}` }));
}

/** Names that the filter may take. */
async function names(
  kind: SuggestQuery['kind'],
  filter: string,
  { text, excluded }: SearchToken,
  before: string,
  { deps }: SuggestContext,
): Promise<readonly Offer[]> {
  if (excluded) return [];
  const found = await deps.search.suggest({ kind, typed: text, limit: mostNames });
  return found.map(({ text: name }) => ({ label: name, rest: before + written(filter, unquoted(name)) }));
}

/** As a filter takes it: `Ada "The" Moon` without the marks. */
const unquoted = (name: string): string => name.replace(marks, ' ').trim().replace(/\s+/gu, ' ');

const typedWord = /[\p{L}\p{N}\p{M}]+$/u;

/** The line with its last word whole. */
async function completed(
  rest: string,
  tokens: readonly SearchToken[],
  { deps }: SuggestContext,
): Promise<readonly Offer[]> {
  const [letters] = typedWord.exec(rest) ?? [];
  if (letters === undefined) return [];
  // What is not to be there goes with no other word.
  const isLone = tokens.at(-1)?.excluded === true;
  const typed = isLone ? letters : textOf(tokens.filter(isText));
  const found = await deps.search.suggest({ kind: 'words', typed, limit: mostWords });
  const start = rest.slice(0, rest.length - letters.length);
  return found.map(({ text }) => ({ rest: start + text }));
}

const textOf = (tokens: readonly SearchToken[]): string => tokens.map(({ text }) => text).join(' ');

const isText = ({ kind, excluded }: SearchToken): boolean => !excluded && (kind === 'word' || kind === 'phrase');

/** Papers whose title may be what is being typed, each in place of the whole search: beside filters there are none. */
async function titled(
  rest: string,
  tokens: readonly SearchToken[],
  { deps }: SuggestContext,
): Promise<readonly Offer[]> {
  if (!tokens.every(isText) || rest.length < leastForTitles) return [];
  const found = await deps.search.suggest({ kind: 'titles', typed: textOf(tokens), limit: mostPapers });
  return paperOffers(found);
}
