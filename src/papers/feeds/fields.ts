import { type IsoDate, parseIsoDate } from '../../kernel/dates.js';
import { cleanText } from '../clean-text.js';
import type { Code, PaperKey } from '../paper.js';
import { paperKeyOf } from '../paper-key.js';
import { codeUrl, projectUrl } from '../paper-links.js';

/** An object of a payload. Every reader below takes what it finds, whatever its type, and makes the best of it. */
export type Fields = Readonly<Record<string, unknown>>;

const most = { title: 300, abstract: 10_000, name: 200, summary: 1_000, keyword: 100, category: 30 } as const;
const mostAuthors = 10_000;
const mostKeywords = 100;
const mostUpvotes = 1_000_000_000;

export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const textOf = (value: unknown, longest: number): string =>
  typeof value === 'string' ? cleanText(value, longest) : '';

const textOrNull = (value: unknown, longest: number): string | null => textOf(value, longest) || null;

export type KeyRead = { readonly key: PaperKey } | { readonly item: string | undefined; readonly reason: string };

/** The key, or why the id is none; `item` is the id as far as it can be named. */
export function readKey(id: unknown): KeyRead {
  if (typeof id === 'number') return numericKey(id);
  if (typeof id !== 'string' || id.trim() === '') return { item: undefined, reason: 'it has no id' };
  const key = paperKeyOf(id);
  return key === undefined ? { item: cleanText(id, 60), reason: 'its id names no paper' } : { key };
}

/**
 * An arXiv id that was written as a number has lost the zeros at its ends. How many is certain: a sequence number has four digits,
 * from January 2015 on five, and is never zero (https://info.arxiv.org/help/arxiv_identifier.html).
 */
function numericKey(id: number): KeyRead {
  const [, month = '', digits = ''] = /^(\d{3,4})\.(\d{1,5})$/.exec(String(id)) ?? [];
  const yearMonth = month.padStart(4, '0');
  const key = paperKeyOf(`${yearMonth}.${digits.padEnd(yearMonth < '1501' ? 4 : 5, '0')}`);
  return key === undefined ? { item: String(id), reason: 'its id is a number that names no paper' } : { key };
}

/** The first title that is there. */
export const readTitle = (...values: readonly unknown[]): string | undefined =>
  values.map((value) => textOf(value, most.title)).find((title) => title !== '');

export const readAbstract = (...values: readonly unknown[]): string =>
  values.map((value) => textOf(value, most.abstract)).find((abstract) => abstract !== '') ?? '';

export const isHidden = (author: unknown): boolean => {
  const hidden = fieldsOf(author)?.hidden;
  return hidden === true || hidden === 'true';
};

function authorName(value: unknown): string {
  const author = fieldsOf(value);
  if (author === undefined) return textOf(value, most.name);
  if (isHidden(author)) return '';
  return textOf(author.name, most.name) || textOf(fieldsOf(author.user)?.fullname, most.name);
}

/** Names, given as texts or as objects with a name; hidden authors are left out. */
export const readAuthors = (value: unknown): readonly string[] =>
  listOf(value)
    .slice(0, mostAuthors)
    .map(authorName)
    .filter((name) => name !== '');

function distinctTexts(value: unknown, longest: number): readonly string[] {
  const texts = listOf(value).slice(0, mostKeywords);
  return [...new Set(texts.map((text) => textOf(text, longest)).filter((text) => text !== ''))];
}

export const readKeywords = (value: unknown): readonly string[] => distinctTexts(value, most.keyword);
export const readCategories = (value: unknown): readonly string[] => distinctTexts(value, most.category);
export const readSummary = (value: unknown): string | null => textOrNull(value, most.summary);

/** Given as a text or as an object with `fullname` and `name`. */
export function readOrganization(...values: readonly unknown[]): string | null {
  const names = values.flatMap((value) => [fieldsOf(value)?.fullname, fieldsOf(value)?.name, value]);
  return names.map((name) => textOrNull(name, most.name)).find((name) => name !== null) ?? null;
}

/** A count, given as a number or in digits. */
export function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'string') return /^\d{1,12}$/.test(value.trim()) ? Number(value) : undefined;
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.floor(value) : undefined;
}

export const readUpvotes = (value: unknown): number => Math.min(wholeNumber(value) ?? 0, mostUpvotes);

export function readCode(repository: unknown, stars: unknown): Code | null {
  const url = typeof repository === 'string' ? codeUrl(repository) : undefined;
  return url === undefined ? null : { url, stars: wholeNumber(stars) ?? null };
}

export const readProjectUrl = (value: unknown): string | null =>
  (typeof value === 'string' ? projectUrl(value) : undefined) ?? null;

/** The calendar date that an ISO time or date begins with. */
export const readDate = (value: unknown): IsoDate | null =>
  (typeof value === 'string' ? parseIsoDate(value.trim().slice(0, 10)) : undefined) ?? null;
