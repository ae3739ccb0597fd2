import type { IsoDate } from '../../kernel/dates.js';
import type { Paper } from '../paper.js';
import {
  type Fields,
  fieldsOf,
  readAbstract,
  readAuthors,
  readCode,
  readDate,
  readKey,
  readKeywords,
  readOrganization,
  readProjectUrl,
  readSummary,
  readTitle,
  readUpvotes,
} from './fields.js';
import { type GivenFields, lostFields } from './lost-fields.js';

/** Why an item cannot be used; `item` is its id as far as it has one. */
export interface Unusable {
  readonly kind: 'unusable';
  readonly item: string | undefined;
  readonly reason: string;
}

export interface PayloadItem {
  readonly kind: 'item';
  /** Not yet listed on any day. */
  readonly paper: Paper;
  readonly upvotes: number;
  /** The listing day that the item names; payloads before 2025 name none. */
  readonly submittedOn: IsoDate | null;
  /** When the item was put on the list in payloads of 2024 and 2025; later it says nothing of the day. */
  readonly publishedOn: IsoDate | null;
  /** What the item says but cannot be used. */
  readonly without: readonly string[];
}

export const isPayloadItem = (fields: Fields): boolean => fieldsOf(fields.paper) !== undefined;

/** Reads one item of Hugging Face's `/api/daily_papers`, in the shapes of 2024, 2025 and 2026. */
export function readPayloadItem(value: unknown): PayloadItem | Unusable {
  const item = fieldsOf(value);
  const paper = fieldsOf(item?.paper);
  if (item === undefined || paper === undefined) {
    return { kind: 'unusable', item: undefined, reason: 'it is no paper' };
  }
  const id = readKey(paper.id);
  if (!('key' in id)) return { kind: 'unusable', ...id };
  if (id.key.startsWith('https:')) return { kind: 'unusable', item: id.key, reason: 'its id names no paper' };
  const title = readTitle(paper.title, item.title);
  if (title === undefined) return { kind: 'unusable', item: id.key, reason: 'it has no title' };
  const read: Paper = {
    key: id.key,
    title,
    abstract: readAbstract(paper.summary, item.summary),
    authors: readAuthors(paper.authors),
    categories: [],
    keywords: readKeywords(paper.ai_keywords),
    organization: readOrganization(paper.organization, item.organization),
    summary: readSummary(paper.ai_summary),
    code: readCode(paper.githubRepo, paper.githubStars),
    projectUrl: readProjectUrl(paper.projectPage),
    publishedOn: readDate(paper.publishedAt),
    sources: ['huggingface'],
    listedOn: null,
  };
  return {
    kind: 'item',
    paper: read,
    upvotes: readUpvotes(paper.upvotes),
    submittedOn: readDate(paper.submittedOnDailyAt),
    publishedOn: readDate(item.publishedAt),
    without: lostFields(givenIn(paper), read),
  };
}

const givenIn = (paper: Fields): GivenFields => ({
  abstract: paper.summary,
  authors: paper.authors,
  keywords: paper.ai_keywords,
  organization: paper.organization,
  summary: paper.ai_summary,
  code: paper.githubRepo,
  stars: paper.githubStars,
  project: paper.projectPage,
  published: paper.publishedAt,
  listed: paper.submittedOnDailyAt,
  upvotes: paper.upvotes,
});
