import type { FeedId } from '../listing.js';
import type { Paper } from '../paper.js';
import type { Submission } from '../repository.js';
import {
  type Fields,
  readAbstract,
  readAuthors,
  readCategories,
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
import type { Unusable } from './payload-item.js';

export const huggingFaceId = 'huggingface' as FeedId;
const arxivId = 'arxiv' as FeedId;

/** A paper of an archive and where it was listed; the positions are the reader's to give. */
export interface ArchivePaper {
  readonly kind: 'archive paper';
  readonly paper: Paper;
  readonly listing: Pick<Submission['listings'][number], 'feed' | 'day' | 'upvotes'> | undefined;
  /** What the record says but cannot be used. */
  readonly without: readonly string[];
}

type Origin = Pick<Paper, 'sources' | 'publishedOn' | 'listedOn'> & Pick<ArchivePaper, 'listing'>;

/** A record with `listedOn` comes from Hugging Face's list, one with `submittedOn` and categories from arXiv. */
function originOf(record: Fields): Origin {
  const published = readDate(record.published);
  const listedOn = readDate(record.listedOn);
  if (listedOn !== null) {
    const listing = { feed: huggingFaceId, day: listedOn, upvotes: readUpvotes(record.upvotes) };
    return { sources: ['huggingface'], publishedOn: published, listedOn, listing };
  }
  const submittedOn = readDate(record.submittedOn);
  const publishedOn = published ?? submittedOn;
  if (submittedOn === null || !Array.isArray(record.categories)) {
    return { sources: ['other'], publishedOn, listedOn: null, listing: undefined };
  }
  const listing = { feed: arxivId, day: submittedOn, upvotes: 0 };
  return { sources: ['arxiv'], publishedOn, listedOn: null, listing };
}

/** Reads one record of a normalised archive (JSON lines). A record of neither origin is a paper without a listing. */
export function readArchiveRecord(record: Fields): ArchivePaper | Unusable {
  const id = readKey(record.id);
  if (!('key' in id)) return { kind: 'unusable', ...id };
  const title = readTitle(record.title);
  if (title === undefined) return { kind: 'unusable', item: id.key, reason: 'it has no title' };
  const { listing, ...origin } = originOf(record);
  const paper: Paper = {
    key: id.key,
    title,
    abstract: readAbstract(record.abstract),
    authors: readAuthors(record.authors),
    categories: readCategories(record.categories),
    keywords: readKeywords(record.keywords),
    organization: readOrganization(record.organization),
    summary: readSummary(record.aiSummary),
    code: readCode(record.githubRepo, record.githubStars),
    projectUrl: readProjectUrl(record.projectPage),
    ...origin,
  };
  return { kind: 'archive paper', paper, listing, without: lostFields(givenIn(record), paper) };
}

const givenIn = (record: Fields): GivenFields => ({
  abstract: record.abstract,
  authors: record.authors,
  categories: record.categories,
  keywords: record.keywords,
  organization: record.organization,
  summary: record.aiSummary,
  code: record.githubRepo,
  stars: record.githubStars,
  project: record.projectPage,
  published: record.published,
  submitted: record.submittedOn,
  listed: record.listedOn,
  upvotes: record.upvotes,
});
