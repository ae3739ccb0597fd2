import type { Paper } from '../paper.js';
import { fieldsOf, isHidden, readDate, wholeNumber } from './fields.js';

/** What an item says of a paper beside id and title, as it stands there. */
export interface GivenFields {
  readonly abstract?: unknown;
  readonly authors?: unknown;
  readonly categories?: unknown;
  readonly keywords?: unknown;
  readonly organization?: unknown;
  readonly summary?: unknown;
  readonly code?: unknown;
  readonly stars?: unknown;
  readonly project?: unknown;
  readonly published?: unknown;
  readonly submitted?: unknown;
  readonly listed?: unknown;
  readonly upvotes?: unknown;
}

type Field = keyof GivenFields;

const names: Readonly<Record<Field, string>> = {
  abstract: 'abstract',
  authors: 'authors',
  categories: 'categories',
  keywords: 'keywords',
  organization: 'organization',
  summary: 'summary',
  code: 'code link',
  stars: 'stars',
  project: 'project link',
  published: 'published date',
  submitted: 'submission date',
  listed: 'listing day',
  upvotes: 'upvotes',
};

function isThere(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return Array.isArray(value) ? value.some(isThere) : value !== undefined && value !== null;
}

/** Whether every entry that is not hidden became a name. */
const hasAllAuthors = (given: unknown, { authors }: Paper): boolean =>
  Array.isArray(given) &&
  (given.length === authors.length || given.filter((author) => !isHidden(author)).length === authors.length);

/** Whether the paper has what the field says. */
const isTaken: Readonly<Record<Field, (given: unknown, paper: Paper) => boolean>> = {
  abstract: (_, paper) => paper.abstract !== '',
  authors: hasAllAuthors,
  categories: (_, paper) => paper.categories.length > 0,
  keywords: (_, paper) => paper.keywords.length > 0,
  organization: (given, paper) => paper.organization !== null || Object.keys(fieldsOf(given) ?? { given }).length === 0,
  summary: (_, paper) => paper.summary !== null,
  code: (_, paper) => paper.code !== null,
  stars: (given) => wholeNumber(given) !== undefined,
  project: (_, paper) => paper.projectUrl !== null,
  published: (given) => readDate(given) !== null,
  submitted: (given) => readDate(given) !== null,
  listed: (given) => readDate(given) !== null,
  upvotes: (given) => wholeNumber(given) !== undefined,
};

const fields = Object.keys(names) as readonly Field[];
const none: readonly string[] = [];

/** What was given but cannot be used, so that the paper is stored without it: `published date`. */
export function lostFields(given: GivenFields, paper: Paper): readonly string[] {
  const lost = fields.filter((field) => isThere(given[field]) && !isTaken[field](given[field], paper));
  return lost.length === 0 ? none : lost.map((field) => names[field]);
}
