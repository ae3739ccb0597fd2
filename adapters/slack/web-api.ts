import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { type Clock, instant } from '../../src/kernel/clock.js';
import { unconnectedCode } from '../../src/kernel/connection-codes.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import { type Answer, type Data, groupOf, listOf } from './answer.js';
import { libraryLog } from './library-log.js';

/** Longer than Slack takes, shorter than a claim's lease. */
const timeoutMs = 10_000;
/** When Slack asks to wait without saying how long. */
const unsaidSeconds = 5;

/** Errors that Slack names and after which it may have done what was asked. */
const doubtful: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);

/** For every client of Slack's Web API: no retries of its own, since a request that was lost may have been carried out. */
export const clientOptions = (apiUrl: string | null, log: Log): WebClientOptions => ({
  ...(apiUrl === null ? {} : { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
  timeout: timeoutMs,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  logger: libraryLog(log),
  fetch: patientFetch,
});

/** The library takes a request to wait without a time for a failure. */
const patientFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status !== 429 || Number.parseInt(response.headers.get('retry-after') ?? '', 10) >= 0) return response;
  const headers = new Headers(response.headers);
  headers.set('retry-after', String(unsaidSeconds));
  return new Response(await response.text(), { status: 429, headers });
};

/** Slack's Web API under one token. Never rejects. */
export class WebApi {
  readonly #clock: Clock;
  readonly #token: string;
  readonly #options: WebClientOptions;
  readonly #client: WebClient;

  constructor(token: string, options: WebClientOptions, clock: Clock) {
    this.#clock = clock;
    this.#token = token;
    this.#options = options;
    this.#client = new WebClient(token, options);
  }

  call(method: string, args: Data): Promise<Answer> {
    return answered(this.#client, method, args);
  }

  /** As `call`, with Slack's own time. */
  async timed(method: string, args: Data): Promise<Answer> {
    let date: string | null = null;
    const began = this.#clock.monotonicMs();
    const client = new WebClient(this.#token, {
      ...this.#options,
      fetch: async (input, init) => {
        const response = await patientFetch(input, init);
        date = response.headers.get('date');
        return response;
      },
    });
    const answer = await answered(client, method, args);
    if (answer.kind !== 'ok') return answer;
    const dated = Date.parse(date ?? '');
    const tookMs = this.#clock.monotonicMs() - began;
    // Slack dates its answers; whoever stands in for it may not.
    const at = Number.isNaN(dated) ? instant(Math.floor(this.#clock.now() / 1_000) * 1_000) : instant(dated);
    return { ...answer, timing: { at, tookMs } };
  }
}

async function answered(client: WebClient, method: string, args: Data): Promise<Answer> {
  try {
    return { kind: 'ok', data: groupOf(await client.apiCall(method, { ...args })) };
  } catch (thrown) {
    return failureOf(thrown);
  }
}

function failureOf(thrown: unknown): Answer {
  if (thrown instanceof WebAPIRateLimitedError) return { kind: 'limited', retryAfterMs: thrown.retryAfter * 1_000 };
  if (thrown instanceof WebAPIPlatformError) return refusalOf(thrown);
  if (thrown instanceof WebAPIHTTPError) {
    const { statusCode } = thrown;
    if (statusCode >= 500) return { kind: 'lost', reason: `Slack answered ${statusCode}` };
    return { kind: 'refused', error: `http_${statusCode}`, detail: `Slack answered ${statusCode}` };
  }
  if (thrown instanceof WebAPIRequestError) {
    const code = unconnectedCode(thrown.original);
    if (code !== undefined) return { kind: 'unsent', reason: `Slack could not be reached (${code})` };
    return { kind: 'lost', reason: 'the connection to Slack broke' };
  }
  return { kind: 'lost', reason: `Slack's answer could not be read: ${reasonOf(thrown)}` };
}

function refusalOf({ data }: WebAPIPlatformError): Answer {
  const { error, needed, response_metadata: metadata } = groupOf(data);
  const code = typeof error === 'string' ? error : 'unknown_error';
  if (code === 'ratelimited' || code === 'rate_limited') {
    return { kind: 'limited', retryAfterMs: unsaidSeconds * 1_000 };
  }
  if (doubtful.has(code)) return { kind: 'lost', reason: `Slack answered ${code}` };
  const messages = listOf(groupOf(metadata).messages).filter((one) => typeof one === 'string');
  const scope = typeof needed === 'string' ? [`the app lacks the scope ${needed}`] : [];
  return { kind: 'refused', error: code, detail: [...scope, ...messages].join('; ') || code };
}
