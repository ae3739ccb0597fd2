import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IsoDate } from '../../../../src/kernel/dates.js';
import type { FeedResult, PaperFeed } from '../../../../src/papers/feed.js';
import { huggingFaceFeed } from '../../../../src/papers/feeds/huggingface.js';
import type { FeedId } from '../../../../src/papers/listing.js';
import { describeFeedContract } from '../../../contract/feed.js';
import { FakeClock, settle } from '../../../fake/clock.js';
import { type Fault, FeedServer } from '../../../fake/feed-server.js';
import { MemoryLog } from '../../../fake/log.js';
import { item2026, type PayloadPaper, payloadShapes } from '../../../fixture/feeds/payloads.js';

const day = '2026-08-20' as IsoDate;
const never = new AbortController().signal;
const html = '<!doctype html><title>Down</title>';

interface Desk {
  readonly server: FeedServer;
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  readonly feed: PaperFeed;
}

async function openDesk(options: { readonly attempts?: number; readonly timeoutMs?: number } = {}): Promise<Desk> {
  const server = await FeedServer.start();
  const clock = new FakeClock('2026-08-20T09:00:00Z');
  const log = new MemoryLog();
  const id = 'huggingface' as FeedId;
  const shared = { id, clock, log, random: () => 1, version: '0.1.0' };
  return { server, clock, log, feed: huggingFaceFeed({ ...shared, baseUrl: server.url, ...options }) };
}

const items = (count: number, upvotes: (index: number) => number = () => 1): readonly PayloadPaper[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `2608.1${String(index).padStart(4, '0')}`,
    upvotes: upvotes(index),
  }));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await settle();
}

const retries = ({ log }: Desk) => log.lines.filter(({ event }) => event === 'feed.retry').map(({ fields }) => fields);

/** Lets the feed sleep through `count` back-offs and hands out its answer. */
async function patiently(desk: Desk, count: number): Promise<FeedResult> {
  const answer = desk.feed.list(day, new AbortController().signal);
  for (let retry = 1; retry <= count; retry += 1) {
    await until(() => retries(desk).length === retry);
    await desk.clock.advance(Number(retries(desk)[retry - 1]?.waitMs));
  }
  return answer;
}

describeFeedContract('Hugging Face', async () => {
  const { server, feed } = await openDesk({ attempts: 1 });
  return {
    feed,
    list: async (on, papers) =>
      server.list(
        on,
        papers.map((paper) => item2026(paper, on)),
      ),
    breakDown: async () => {
      server.always = { kind: 'status', status: 500 };
    },
    close: () => server.close(),
  };
});

describe('the Hugging Face feed', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk();
    desk.server.list(
      day,
      items(3).map((paper) => item2026(paper, day)),
    );
  });
  afterEach(async () => {
    await desk.server.close();
    expect(desk.server.violations).toEqual([]);
    expect(desk.clock.sleepers).toBe(0);
  });

  test('asks by date, a hundred at a time, and says who asks', async () => {
    await desk.feed.list(day, never);
    expect(desk.server.requests).toEqual([{ date: day, limit: 100, page: 0, userAgent: 'broadsheet/0.1.0' }]);
  });

  test.each([2024, 2025, 2026] as const)('reads the shape of %i', async (year) => {
    const paper = {
      id: '2405.15738',
      title: 'ConvLLaVA: Hierarchical Backbones as Visual Encoder for Large Multimodal\n  Models',
      summary: 'First line\nand second.',
      authors: [
        { name: 'Chunjiang Ge', hidden: false, user: { fullname: 'Someone Else' } },
        { name: 'Not Shown', hidden: true },
        { name: 'Sijie Cheng' },
      ],
      upvotes: 32,
      publishedAt: '2024-05-24T17:34:15.000Z',
    };
    desk.server.list(day, [payloadShapes[year](paper, day)]);
    expect(await desk.feed.list(day, never)).toMatchObject({
      kind: 'listed',
      skipped: [],
      papers: [
        {
          upvotes: 32,
          paper: {
            key: '2405.15738',
            title: 'ConvLLaVA: Hierarchical Backbones as Visual Encoder for Large Multimodal Models',
            abstract: 'First line and second.',
            authors: ['Chunjiang Ge', 'Sijie Cheng'],
            publishedOn: '2024-05-24',
            listedOn: day,
            sources: ['huggingface'],
          },
        },
      ],
    });
  });

  test('takes organization, keywords, summary, code and project where they are given', async () => {
    const more = {
      organization: { name: 'UCSanDiego', fullname: 'University of California at San Diego' },
      githubRepo: 'https://github.com/owner/name',
      githubStars: 412,
      projectPage: 'https://owner.github.io/name/',
    };
    desk.server.list(day, [item2026({ id: '2608.17253', more }, day)]);
    expect(await desk.feed.list(day, never)).toMatchObject({
      papers: [
        {
          paper: {
            organization: 'University of California at San Diego',
            keywords: ['reading', 'writing'],
            summary: 'Paper 2608.17253 in one line.',
            code: { url: 'https://github.com/owner/name', stars: 412 },
            projectUrl: 'https://owner.github.io/name/',
          },
        },
      ],
    });
  });

  test('makes the best of fields that are missing or of another type', async () => {
    const more = {
      ...{ authors: 'Ada', ai_keywords: 'a, b', ai_summary: 7, organization: [], upvotes: 'many', publishedAt: 12 },
      ...{ githubRepo: 'https://evil.example/owner', githubStars: '1', projectPage: 'javascript:alert(1)' },
      ...{ summary: undefined, submittedOnDailyAt: null },
    };
    desk.server.list(day, [
      item2026({ id: '2608.17253', summary: 7, more }, day),
      { paper: { id: '2608.17254' } },
      7,
      null,
    ]);
    expect(await desk.feed.list(day, never)).toMatchObject({
      papers: [
        {
          upvotes: 0,
          paper: {
            ...{ abstract: '', authors: [], keywords: [], summary: null, organization: null, code: null },
            ...{ projectUrl: null, publishedOn: null },
          },
        },
      ],
      skipped: [
        { item: '2608.17254', reason: 'it has no title' },
        { item: 'item 3', reason: 'it is no paper' },
        { item: 'item 4', reason: 'it is no paper' },
      ],
    });
  });

  test('reads every page of a long list', async () => {
    desk.server.pageSize = 50;
    desk.server.list(
      day,
      items(120, (index) => index).map((paper) => item2026(paper, day)),
    );
    const result = await desk.feed.list(day, never);
    expect(result.kind === 'listed' && result.papers.map(({ upvotes }) => upvotes)).toEqual(
      Array.from({ length: 120 }, (_, index) => index),
    );
    expect(desk.server.requests.map(({ page }) => page)).toEqual([0, 1, 2]);
  });

  test('has failed when any page has: half a list is not a list', async () => {
    desk.server.pageSize = 2;
    desk.server.next({ kind: 'fine' }, { kind: 'status', status: 404 });
    expect(await desk.feed.list(day, never)).toEqual({ kind: 'failed', reason: 'it answered with status 404' });
  });

  test('ends with a list whose pages lead in a circle or never end', async () => {
    desk.server.always = { kind: 'link', link: `</api/daily_papers?date=${day}&limit=100>; rel="next"` };
    expect(await desk.feed.list(day, never)).toMatchObject({ kind: 'listed', papers: { length: 3 } });
    expect(desk.server.requests).toHaveLength(1);

    desk.server.next(...Array.from({ length: 30 }, (_, page): Fault => ({ kind: 'link', link: linkTo(page + 1) })));
    desk.server.pageSize = 1;
    desk.server.list(
      day,
      items(50).map((paper) => item2026(paper, day)),
    );
    expect(await desk.feed.list(day, never)).toMatchObject({ kind: 'failed', reason: /does not end/ });
    expect(desk.server.requests.length).toBeLessThan(25);
  });

  const linkTo = (page: number): string =>
    `<${desk.server.url}/api/daily_papers?date=${day}&limit=100&p=${page}>; rel="next"`;

  test('does not follow pages or redirects to another address', async () => {
    const other = await FeedServer.start();
    desk.server.next({ kind: 'link', link: `<${other.url}/api/daily_papers?date=${day}&limit=100>; rel="next"` });
    expect(await desk.feed.list(day, never)).toEqual({
      kind: 'failed',
      reason: 'its next page lies at another address',
    });
    desk.server.next({ kind: 'redirect', to: `${other.url}/api/daily_papers?date=${day}&limit=100` });
    expect(await desk.feed.list(day, never)).toEqual({ kind: 'failed', reason: 'it redirects to another address' });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  test('follows a redirect that stays, but not for ever', async () => {
    const here = `/api/daily_papers?date=${day}&limit=100`;
    desk.server.next({ kind: 'redirect', to: here });
    expect(await desk.feed.list(day, never)).toMatchObject({ kind: 'listed' });
    desk.server.always = { kind: 'redirect', to: here };
    expect(await desk.feed.list(day, never)).toEqual({ kind: 'failed', reason: 'it redirects without end' });
  });

  const useless: readonly (readonly [string, Fault, string])[] = [
    ['an error page', { kind: 'body', body: html, type: 'text/html' }, 'it answered with HTML instead of JSON'],
    ['an error page that calls itself JSON', { kind: 'body', body: html }, 'it answered with HTML instead of JSON'],
    [
      'a list that calls itself HTML',
      { kind: 'content type', type: 'text/html' },
      'it answered with HTML instead of JSON',
    ],
    ['a picture', { kind: 'content type', type: 'image/png' }, 'it answered with something else instead of JSON'],
    ['an object', { kind: 'body', body: '{"error":"no"}' }, 'it answered with something that is no list'],
    ['null', { kind: 'body', body: 'null' }, 'it answered with something that is no list'],
    ['not found', { kind: 'status', status: 404 }, 'it answered with status 404'],
    ['forbidden', { kind: 'status', status: 403 }, 'it answered with status 403'],
    ['nothing', { kind: 'status', status: 204 }, 'it answered with status 204'],
    ['too much', { kind: 'body', body: `[${'1,'.repeat(3_000_000)}1]` }, 'its answer is larger than 5 MB'],
    ['a gzip bomb', { kind: 'gzip', bytes: 64 * 1024 * 1024 }, 'its answer is larger than 5 MB'],
    ['only rubbish', { kind: 'body', body: '[1,2]' }, 'none of the 2 items could be used (it is no paper)'],
  ];
  test.each(useless)('has failed at once on %s', async (_, fault, reason) => {
    desk.server.always = fault;
    expect(await desk.feed.list(day, never)).toEqual({ kind: 'failed', reason });
    expect(desk.server.requests).toHaveLength(1);
  });

  test('has failed on a day in the future, which the service refuses', async () => {
    expect(await desk.feed.list('2026-08-21' as IsoDate, never)).toEqual({
      kind: 'failed',
      reason: 'it answered with status 400',
    });
  });

  test('takes a list without a content type', async () => {
    desk.server.always = { kind: 'content type', type: null };
    expect(await desk.feed.list(day, never)).toMatchObject({ kind: 'listed' });
  });

  const passing: readonly (readonly [string, Fault])[] = [
    ['an error', { kind: 'status', status: 500 }],
    ['an overload', { kind: 'status', status: 503 }],
    ['a reset connection', { kind: 'reset' }],
    ['a body that breaks off', { kind: 'cut off' }],
    ['JSON that breaks off', { kind: 'body', body: '[{"paper":{"id":"2608.1' }],
  ];
  test.each(passing)('tries again after %s', async (_, fault) => {
    desk.server.next(fault);
    expect(await patiently(desk, 1)).toMatchObject({ kind: 'listed', papers: { length: 3 } });
    expect(desk.server.requests).toHaveLength(2);
  });

  test('backs off further each time and gives up after three tries', async () => {
    desk.server.always = { kind: 'status', status: 502 };
    expect(await patiently(desk, 2)).toEqual({ kind: 'failed', reason: 'it answered with status 502' });
    expect(retries(desk).map(({ waitMs }) => waitMs)).toEqual([1000, 2000]);
    expect(desk.server.requests).toHaveLength(3);
  });

  test('has failed when nobody listens', async () => {
    await desk.server.close();
    expect(await patiently(desk, 2)).toMatchObject({ kind: 'failed', reason: 'it refuses the connection' });
    desk = await openDesk();
  });

  test('waits as long as it is asked to, when that is short', async () => {
    const inSeconds = { 'retry-after': '7' };
    const byDate = { 'retry-after': 'Thu, 20 Aug 2026 09:00:10 GMT' };
    desk.server.next({ kind: 'status', status: 429, headers: inSeconds });
    desk.server.next({ kind: 'status', status: 503, headers: byDate });
    expect(await patiently(desk, 2)).toMatchObject({ kind: 'listed' });
    expect(retries(desk).map(({ waitMs }) => waitMs)).toEqual([7000, 3000]);
  });

  const longWaits: readonly (readonly [string, Record<string, string>, string])[] = [
    ['Retry-After in seconds', { 'retry-after': '120' }, '2026-08-20T09:02:00Z'],
    ['Retry-After as a date', { 'retry-after': 'Thu, 20 Aug 2026 10:00:00 GMT' }, '2026-08-20T10:00:00Z'],
    ['RateLimit', { ratelimit: '"api";r=0;t=271' }, '2026-08-20T09:04:31Z'],
    ['RateLimit-Reset', { 'ratelimit-reset': '60' }, '2026-08-20T09:01:00Z'],
    ['X-RateLimit-Reset as a time', { 'x-ratelimit-reset': '1787216700' }, '2026-08-20T09:05:00Z'],
    ['a wait beyond all reason', { 'retry-after': '99999999999' }, '2026-08-21T09:00:00Z'],
  ];
  test.each(longWaits)('hands a long wait on: %s', async (_, headers, retryAt) => {
    desk.server.next({ kind: 'status', status: 429, headers });
    expect(await desk.feed.list(day, never)).toEqual({
      kind: 'failed',
      reason: 'it answered with status 429',
      retryAt: Date.parse(retryAt),
    });
    expect(desk.server.requests).toHaveLength(1);
  });

  test.each(['', '-5', 'soon', '0', 'Thu, 20 Aug 2026 08:00:00 GMT'])(
    'backs off by itself when Retry-After is "%s"',
    async (header) => {
      desk.server.next({ kind: 'status', status: 429, headers: { 'retry-after': header } });
      expect(await patiently(desk, 1)).toMatchObject({ kind: 'listed' });
      expect(retries(desk)).toMatchObject([{ waitMs: 1000 }]);
    },
  );

  test('does not wait for a server that hangs', async () => {
    desk.server.always = { kind: 'hang' };
    const answer = desk.feed.list(day, never);
    for (const tried of [1, 2, 3]) {
      await desk.server.arrived(tried);
      await desk.clock.advance(10_000);
      if (tried === 3) continue;
      await until(() => retries(desk).length === tried);
      await desk.clock.advance(1000 * tried);
    }
    expect(await answer).toEqual({ kind: 'failed', reason: 'it did not answer within 10 s' });
  });

  test('does not wait for a server that drips either', async () => {
    desk.server.next({ kind: 'drip' });
    const answer = desk.feed.list(day, never);
    await desk.server.arrived(1);
    for (let second = 1; second <= 10; second += 1) {
      desk.server.drip();
      await desk.clock.advance(1000);
    }
    await until(() => retries(desk).length === 1);
    await desk.clock.advance(1000);
    expect(await answer).toMatchObject({ kind: 'listed' });
    expect(retries(desk)).toMatchObject([{ reason: 'it did not answer within 10 s' }]);
  });

  test('stops at once when it is told to, asking or waiting', async () => {
    desk.server.next({ kind: 'hang' });
    const asking = new AbortController();
    const first = desk.feed.list(day, asking.signal);
    await desk.server.arrived(1);
    asking.abort();
    expect(await first).toEqual({ kind: 'failed', reason: 'the request was stopped' });

    desk.server.next({ kind: 'status', status: 500 });
    const waiting = new AbortController();
    const second = desk.feed.list(day, waiting.signal);
    await until(() => retries(desk).length === 1);
    waiting.abort();
    expect(await second).toEqual({ kind: 'failed', reason: 'the request was stopped' });
    expect(desk.server.requests).toHaveLength(2);
  });

  test('publishes from Monday to Friday and changes for a week', () => {
    const { feed } = desk;
    expect(feed.publishesOn('2026-08-21' as IsoDate)).toBe(true);
    expect(feed.publishesOn('2026-08-22' as IsoDate)).toBe(false);
    expect(feed.publishesOn('2026-08-23' as IsoDate)).toBe(false);
    expect(feed.mayChange('2026-08-13' as IsoDate, day)).toBe(true);
    expect(feed.mayChange('2026-08-12' as IsoDate, day)).toBe(false);
    expect(feed.mayChange('2026-08-21' as IsoDate, day)).toBe(true);
  });
});
