import type { Considered, Edition, EditionId } from '../../src/editions/repository.js';
import type { Subscription, SubscriptionId } from '../../src/editions/subscription.js';
import { type Instant, instant } from '../../src/kernel/clock.js';
import type { IsoDate } from '../../src/kernel/dates.js';
import type { LocalTime, TimeZone } from '../../src/kernel/schedule.js';
import type { FeedId, Listing } from '../../src/papers/listing.js';
import type { Paper, PaperKey } from '../../src/papers/paper.js';
import type { Submission } from '../../src/papers/repository.js';
import type { AdapterId } from '../../src/platform/adapter.js';
import type { Store } from '../../src/store/store.js';

export type OpenStore = () => Promise<Store>;

export const key = (text: string): PaperKey => text as PaperKey;
export const date = (text: string): IsoDate => text as IsoDate;
const feed = (text: string): FeedId => text as FeedId;
export const subscriptionId = (text: string): SubscriptionId => text as SubscriptionId;
export const editionId = (text: string): EditionId => text as EditionId;
export const at = (time: string): Instant => instant(Date.parse(time));

export const huggingface = feed('huggingface');
export const arxiv = feed('arxiv');

export const paper = (name: string, fields: Partial<Paper> = {}): Paper => ({
  key: key(name),
  title: `On ${name}`,
  abstract: `What we know of ${name}.`,
  authors: ['Ada Example', 'Ben Example'],
  categories: [],
  keywords: ['example'],
  organization: null,
  summary: null,
  code: null,
  projectUrl: null,
  publishedOn: date('2026-06-01'),
  sources: ['huggingface'],
  listedOn: date('2026-06-02'),
  ...fields,
});

export const listing = (name: string, day: string, upvotes: number, fields: Partial<Listing> = {}): Listing => ({
  feed: huggingface,
  day: date(day),
  paper: key(name),
  upvotes,
  position: 0,
  ...fields,
});

export const submission = (name: string, day: string, upvotes: number): Submission => ({
  paper: paper(name, { listedOn: date(day) }),
  listings: [listing(name, day, upvotes)],
});

export const subscription = (name: string, fields: Partial<Subscription> = {}): Subscription => ({
  id: subscriptionId(name),
  adapter: 'slack' as AdapterId,
  workspace: 'T1',
  channel: `C-${name}`,
  managed: 'chat',
  enabled: true,
  timetable: { time: '09:00' as LocalTime, zone: 'Europe/Berlin' as TimeZone, days: [1, 2, 3, 4, 5] },
  count: 10,
  layout: 'list',
  feeds: [huggingface],
  topics: { words: ['agents'], authors: [], categories: ['cs.CL'] },
  minUpvotes: 3,
  nextRunAt: at('2026-06-02T07:00:00Z'),
  setUpBy: 'U1',
  paused: null,
  ...fields,
});

/** An edition of `subscription` on `day`, named after both. */
export const edition = (subscriber: string, day: string, fields: Partial<Edition> = {}): Edition => ({
  id: editionId(`${subscriber}@${day}`),
  subscription: subscriptionId(subscriber),
  date: date(day),
  kind: 'papers',
  content: null,
  plannedAt: at(`${day}T07:00:00Z`),
  freed: false,
  ...fields,
});

export const shown = (...names: readonly string[]): readonly Considered[] =>
  names.map((name) => ({ paper: key(name), shown: true }));

export const cut = (...names: readonly string[]): readonly Considered[] =>
  names.map((name) => ({ paper: key(name), shown: false }));

/** Names of its own for each run of a property, so that all runs share one store. */
export function freshNames(): () => (name: string) => string {
  let run = 0;
  return () => {
    run += 1;
    const prefix = `${run}-`;
    return (name) => prefix + name;
  };
}
