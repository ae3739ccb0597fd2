import type { Clock, Instant, Random } from '../../kernel/clock.js';
import { instant } from '../../kernel/clock.js';
import { connectionTrouble } from '../../kernel/connection-trouble.js';
import type { Log } from '../../kernel/log.js';
import { waitAskedFor } from '../../kernel/retry-after.js';

export interface JsonGetOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly userAgent: string;
  /** How often one address is tried before it counts as failed. */
  readonly attempts: number;
  /** For one attempt, from the connection to the last byte of the body. */
  readonly timeoutMs: number;
}

export interface GetFailure {
  readonly kind: 'failed';
  readonly reason: string;
  readonly retryAt?: Instant;
}

export type JsonAnswer = { readonly kind: 'answered'; readonly value: unknown; readonly headers: Headers } | GetFailure;

/** An attempt that brought nothing. Only what may be better next time is tried `again`. */
interface Setback {
  readonly kind: 'setback';
  readonly reason: string;
  readonly again: boolean;
  readonly waitMs?: number;
}

type Attempt = Exclude<JsonAnswer, GetFailure> | Setback;

interface Call {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly now: () => Instant;
}

const mostBytes = 5 * 1024 * 1024;
const mostRedirects = 3;
const longestWaitMs = 10_000;
const backoffBaseMs = 500;
const backoffCapMs = 8_000;
const transientStatus = new Set([408, 425, 429, 500, 502, 503, 504]);
const politeStatus = new Set([429, 503]);
const plausibleType = /^$|json|^text\/plain|^application\/octet-stream/;

const setback = (reason: string, again = false): Setback => ({ kind: 'setback', reason, again });

class TooLarge extends Error {}

/** The whole body. `fetch` has already undone the compression, so the cap holds for a gzip bomb too. */
async function bodyText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new TooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

async function readJson(response: Response): Promise<Attempt> {
  const type = response.headers.get('content-type')?.toLowerCase() ?? '';
  if (!plausibleType.test(type)) {
    await response.body?.cancel();
    return setback(`it answered with ${/html/.test(type) ? 'HTML' : 'something else'} instead of JSON`);
  }
  const text = await bodyText(response);
  if (/^\s*</.test(text)) return setback('it answered with HTML instead of JSON');
  try {
    return { kind: 'answered', value: JSON.parse(text), headers: response.headers };
  } catch {
    return setback('its answer is cut off or no JSON', true);
  }
}

function refusal(response: Response, now: Instant): Setback {
  const waitMs = politeStatus.has(response.status) ? waitAskedFor(response.headers, now) : undefined;
  const refused = setback(`it answered with status ${response.status}`, transientStatus.has(response.status));
  return waitMs === undefined ? refused : { ...refused, waitMs };
}

function redirectTarget(response: Response, from: URL): URL | undefined {
  const location = response.headers.get('location');
  if (response.status < 300 || response.status > 399 || location === null) return undefined;
  return URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
}

async function follow(url: URL, call: Call, redirects = 0): Promise<Attempt> {
  const response = await fetch(url, { headers: call.headers, redirect: 'manual', signal: call.signal });
  if (response.status === 200) return readJson(response);
  await response.body?.cancel();
  const target = redirectTarget(response, url);
  if (target === undefined) return refusal(response, call.now());
  if (target.origin !== url.origin) return setback('it redirects to another address');
  if (redirects === mostRedirects) return setback('it redirects without end');
  return follow(target, call, redirects + 1);
}

async function attempt(url: URL, signal: AbortSignal, options: JsonGetOptions): Promise<Attempt> {
  const { clock, userAgent, timeoutMs } = options;
  const done = new AbortController();
  const timeout = new AbortController();
  void clock.sleep(timeoutMs, done.signal).then(() => timeout.abort());
  try {
    return await follow(url, {
      headers: { accept: 'application/json', 'user-agent': userAgent },
      signal: AbortSignal.any([signal, timeout.signal]),
      now: () => clock.now(),
    });
  } catch (thrown) {
    if (thrown instanceof TooLarge) return setback('its answer is larger than 5 MB');
    if (timeout.signal.aborted) return setback(`it did not answer within ${timeoutMs / 1000} s`, true);
    return setback(connectionTrouble(thrown), true);
  } finally {
    done.abort();
  }
}

/** Full jitter, so that many installations that failed together do not come back together. */
const backoffMs = (tried: number, random: Random): number =>
  Math.round(random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** tried));

const failure = ({ reason, waitMs }: Setback, now: Instant): GetFailure =>
  waitMs === undefined ? { kind: 'failed', reason } : { kind: 'failed', reason, retryAt: instant(now + waitMs) };

/** How long to wait before the next try; undefined when there is none. */
function waitBefore(next: Setback, tried: number, options: JsonGetOptions): number | undefined {
  if (!next.again || tried >= options.attempts) return undefined;
  const waitMs = next.waitMs ?? backoffMs(tried, options.random);
  return waitMs <= longestWaitMs ? waitMs : undefined;
}

/**
 * Gets JSON from a service that may be slow, broken or hostile: bounded in time, size and number of tries, never leaving the
 * origin. Trouble is an answer of kind `failed`; it never throws. A service that asks for a short wait gets it, a longer
 * one is handed on as `retryAt`.
 */
export async function getJson(url: URL, signal: AbortSignal, options: JsonGetOptions): Promise<JsonAnswer> {
  for (let tried = 1; ; tried += 1) {
    const answer = await attempt(url, signal, options);
    if (answer.kind === 'answered') return answer;
    if (signal.aborted) return { kind: 'failed', reason: 'the request was stopped' };
    const waitMs = waitBefore(answer, tried, options);
    if (waitMs === undefined) return failure(answer, options.clock.now());
    options.log.warn('feed.retry', { reason: answer.reason, tried, waitMs });
    await options.clock.sleep(waitMs, signal);
  }
}
