import type { IsoDate } from '../kernel/dates.js';
import type { FeedId, Listing } from '../papers/listing.js';
import type { Paper, PaperKey, Source } from '../papers/paper.js';
import type { ListingRow, PaperRow } from './tables/papers.js';

const texts = (json: string): readonly string[] => JSON.parse(json) as string[];

/** A paper with its row in the search index. */
export type DocRow = PaperRow & { readonly doc: number };

export const rowOfPaper = (paper: Paper): PaperRow => ({
  key: paper.key,
  title: paper.title,
  abstract: paper.abstract,
  authors: JSON.stringify(paper.authors),
  categories: JSON.stringify(paper.categories),
  keywords: JSON.stringify(paper.keywords),
  organization: paper.organization,
  summary: paper.summary,
  code_url: paper.code?.url ?? null,
  code_stars: paper.code?.stars ?? null,
  project_url: paper.projectUrl,
  published_on: paper.publishedOn,
  sources: JSON.stringify(paper.sources),
  listed_on: paper.listedOn,
});

export const paperOfRow = (row: PaperRow): Paper => ({
  key: row.key as PaperKey,
  title: row.title,
  abstract: row.abstract,
  authors: texts(row.authors),
  categories: texts(row.categories),
  keywords: texts(row.keywords),
  organization: row.organization,
  summary: row.summary,
  code: row.code_url === null ? null : { url: row.code_url, stars: row.code_stars },
  projectUrl: row.project_url,
  publishedOn: row.published_on as IsoDate | null,
  sources: texts(row.sources) as readonly Source[],
  listedOn: row.listed_on as IsoDate | null,
});

export const rowOfListing = (listing: Listing): ListingRow => ({
  feed: listing.feed,
  day: listing.day,
  paper_key: listing.paper,
  upvotes: listing.upvotes,
  position: listing.position,
});

export const listingOfRow = (row: ListingRow): Listing => ({
  feed: row.feed as FeedId,
  day: row.day as IsoDate,
  paper: row.paper_key as PaperKey,
  upvotes: row.upvotes,
  position: row.position,
});

/** What search finds a paper by. */
const searched = ['title', 'abstract', 'authors', 'keywords', 'categories', 'organization', 'published_on'] as const;

const columns = Object.keys({
  key: 0,
  title: 0,
  abstract: 0,
  authors: 0,
  categories: 0,
  keywords: 0,
  organization: 0,
  summary: 0,
  code_url: 0,
  code_stars: 0,
  project_url: 0,
  published_on: 0,
  sources: 0,
  listed_on: 0,
} satisfies Record<keyof PaperRow, 0>) as readonly (keyof PaperRow)[];

/** The columns of a paper besides its key. */
export const paperColumns = columns.filter((column) => column !== 'key');

const differ = (a: PaperRow | undefined, b: PaperRow, among: readonly (keyof PaperRow)[]): boolean =>
  a === undefined || among.some((column) => a[column] !== b[column]);

export const isChanged = (stored: PaperRow | undefined, now: PaperRow): boolean => differ(stored, now, paperColumns);

/** Whether what search knows of the paper is out of date. */
export const isSearchedChanged = (stored: PaperRow | undefined, now: PaperRow): boolean =>
  differ(stored, now, searched);

/** Whether what a model read of the paper is another text now. */
export const isReadChanged = (stored: PaperRow | undefined, now: PaperRow): boolean =>
  differ(stored, now, ['title', 'abstract']);
