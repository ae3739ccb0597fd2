import type { IsoDate } from '../kernel/dates.js';
import type { Listing } from '../papers/listing.js';
import type { Paper, PaperKey } from '../papers/paper.js';
import type { Considered } from './repository.js';
import type { Subscription, Topics } from './subscription.js';
import { matchingTopics } from './topics.js';

/** Bounds of the listing days that an edition looks at, in days with a list. */
const fewestDays = 3;
const mostDays = 10;

export interface PlanInput {
  readonly subscription: Pick<Subscription, 'count' | 'topics' | 'minUpvotes'>;
  /** Days with a list, newest first, none after the edition's date. */
  readonly listingDays: readonly IsoDate[];
  /** Listings of these days on the subscription's feeds. */
  readonly listings: readonly Listing[];
  readonly papers: ReadonlyMap<PaperKey, Paper>;
  /** The date of the previous edition, null for a first one. */
  readonly previous: IsoDate | null;
  /** Considered by an earlier edition. */
  readonly taken: ReadonlySet<PaperKey>;
}

interface Candidate {
  readonly paper: Paper;
  readonly upvotes: number;
  readonly day: IsoDate;
  readonly position: number;
  readonly matches: readonly string[];
}

/** `total` counts the new papers that the edition is the best of. */
export interface Plan {
  readonly shown: readonly Candidate[];
  readonly total: number;
  readonly considered: readonly Considered[];
}

/**
 * The listing days an edition draws from, newest first: all since the previous edition, at least three and at most ten; for a first
 * edition three.
 */
export function windowDays(listingDays: readonly IsoDate[], previous: IsoDate | null): readonly IsoDate[] {
  if (previous === null) return listingDays.slice(0, fewestDays);
  const since = listingDays.filter((day) => day > previous).length;
  return listingDays.slice(0, Math.min(Math.max(since, fewestDays), mostDays));
}

/** More upvotes first; among equals the newer list, then the list's own order. */
const byRank = (a: Candidate, b: Candidate): number =>
  b.upvotes - a.upvotes || compare(b.day, a.day) || a.position - b.position || compare(a.paper.key, b.paper.key);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What one channel gets: the best of what is new to it. New is a paper listed in the window that no earlier edition considered and that
 * passes the channel's filters; every such paper is considered, shown or cut. No clock takes part, so that any day can be
 * played again.
 *
 * A first edition fills its count from the newest listing day, then the next newest, and considers the whole window, so that the second
 * one brings no backlog.
 */
export function planEdition(input: PlanInput): Plan {
  const days = windowDays(input.listingDays, input.previous);
  const candidates = findCandidates(input, new Set(days));
  const pool = input.previous === null ? fillFrom(days, candidates, input.subscription.count) : candidates;
  const shown = pool.slice(0, input.subscription.count);
  const isShown = new Set(shown);
  return {
    shown: shown.toSorted(byRank),
    total: pool.length,
    considered: candidates.map((candidate) => ({ paper: candidate.paper.key, shown: isShown.has(candidate) })),
  };
}

function findCandidates(input: PlanInput, days: ReadonlySet<IsoDate>): readonly Candidate[] {
  const best = new Map<PaperKey, Listing>();
  for (const listing of input.listings) {
    if (!days.has(listing.day) || input.taken.has(listing.paper)) continue;
    best.set(listing.paper, strongest(best.get(listing.paper), listing));
  }
  return [...best.values()]
    .flatMap((listing) => toCandidate(listing, input.papers.get(listing.paper), input.subscription.topics))
    .filter((candidate) => candidate.upvotes >= input.subscription.minUpvotes)
    .toSorted(byRank);
}

/** A paper on several lists counts with its most upvotes and its newest day. */
function strongest(known: Listing | undefined, listing: Listing): Listing {
  if (known === undefined) return listing;
  const newer = known.day >= listing.day ? known : listing;
  return { ...newer, upvotes: Math.max(known.upvotes, listing.upvotes) };
}

function toCandidate(listing: Listing, paper: Paper | undefined, topics: Topics): readonly Candidate[] {
  if (paper === undefined) return [];
  const matches = matchingTopics(paper, topics);
  if (matches === undefined) return [];
  return [{ paper, upvotes: listing.upvotes, day: listing.day, position: listing.position, matches }];
}

/** The candidates of the newest day, then of the next, until there are enough; each day's by rank. */
function fillFrom(days: readonly IsoDate[], candidates: readonly Candidate[], count: number): readonly Candidate[] {
  const pool: Candidate[] = [];
  for (const day of days) {
    if (pool.length >= count) break;
    pool.push(...candidates.filter((candidate) => candidate.day === day));
  }
  return pool;
}
