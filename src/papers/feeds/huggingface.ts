import type { Clock, Random } from '../../kernel/clock.js';
import { daysBetween, type IsoDate, weekdayOf } from '../../kernel/dates.js';
import type { Log } from '../../kernel/log.js';
import type { FeedResult, ListedPaper, PaperFeed, SkippedItem } from '../feed.js';
import type { FeedId } from '../listing.js';
import { type GetFailure, getJson, type JsonAnswer } from './json-get.js';
import { nextPage } from './next-page.js';
import { readPayloadItem } from './payload-item.js';

export interface HuggingFaceOptions {
  readonly id: FeedId;
  /** `https://huggingface.co`, or a server that answers alike. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Broadsheet's version, for the user agent. */
  readonly version: string;
  /** Tries for one page. Default 3. */
  readonly attempts?: number;
  /** For one try, connection and body. Default 10 s. */
  readonly timeoutMs?: number;
}

const pageSize = 100;
const mostPages = 20;
/** Upvotes keep rising for about a week after the listing day. */
const settledAfterDays = 7;

type Get = (url: URL, signal: AbortSignal) => Promise<JsonAnswer>;

const failed = (reason: string): GetFailure => ({ kind: 'failed', reason });

function problemOf(value: unknown, next: URL | undefined, first: URL): string | undefined {
  if (!Array.isArray(value)) return 'it answered with something that is no list';
  return next !== undefined && next.origin !== first.origin ? 'its next page lies at another address' : undefined;
}

/** All items of all pages. A page that fails fails the list: half a list is not a list. */
async function readPages(first: URL, get: Get, signal: AbortSignal): Promise<readonly unknown[] | GetFailure> {
  const items: unknown[] = [];
  const seen = new Set<string>();
  let page: URL | undefined = first;
  while (page !== undefined && !seen.has(page.href)) {
    if (seen.size === mostPages) return failed(`its list does not end after ${mostPages} pages`);
    seen.add(page.href);
    const answer: JsonAnswer = await get(page, signal);
    if (answer.kind === 'failed') return answer;
    const next = nextPage(answer.headers, page);
    const problem = problemOf(answer.value, next, first);
    if (problem !== undefined) return failed(problem);
    const found = answer.value as readonly unknown[];
    items.push(...found);
    page = found.length === 0 ? undefined : next;
  }
  return items;
}

function readItems(items: readonly unknown[], day: IsoDate): FeedResult {
  const papers = new Map<string, ListedPaper>();
  const skipped: SkippedItem[] = [];
  for (const [index, value] of items.entries()) {
    const item = readPayloadItem(value);
    if (item.kind === 'unusable') {
      skipped.push({ item: item.item ?? `item ${index + 1}`, reason: item.reason });
    } else if (papers.has(item.paper.key)) {
      skipped.push({ item: item.paper.key, reason: 'it stands in the list twice' });
    } else {
      papers.set(item.paper.key, { paper: { ...item.paper, listedOn: day }, upvotes: item.upvotes });
    }
  }
  if (papers.size > 0) return { kind: 'listed', papers: [...papers.values()], skipped };
  return failed(`none of the ${items.length} items could be used (${skipped[0]?.reason})`);
}

/** Hugging Face's *Daily Papers*, live. Listing days are UTC dates; a day in the future is refused by the service. */
export function huggingFaceFeed(options: HuggingFaceOptions): PaperFeed {
  const log = options.log.child({ feed: options.id });
  const settings = {
    ...options,
    log,
    userAgent: `broadsheet/${options.version}`,
    attempts: options.attempts ?? 3,
    timeoutMs: options.timeoutMs ?? 10_000,
  };
  const get: Get = (url, signal) => getJson(url, signal, settings);

  const endpoint = new URL(`${options.baseUrl.replace(/\/+$/, '')}/api/daily_papers`);
  const addressOf = (day: IsoDate): URL => {
    const url = new URL(endpoint);
    url.searchParams.set('date', day);
    url.searchParams.set('limit', String(pageSize));
    return url;
  };

  return {
    id: options.id,
    name: 'Hugging Face',
    publishesOn: (day) => weekdayOf(day) <= 5,
    mayChange: (day, today) => daysBetween(day, today) <= settledAfterDays,
    list: async (day, signal) => {
      const items = await readPages(addressOf(day), get, signal);
      if ('kind' in items) return items;
      if (items.length === 0) return { kind: 'empty', why: 'the feed answered with an empty list' };
      return readItems(items, day);
    },
  };
}
