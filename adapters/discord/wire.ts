import { DiscordAPIError, REST, RESTEvents, type RequestMethod } from 'discord.js';
import type { Clock } from '../../src/kernel/clock.js';
import type { Log } from '../../src/kernel/log.js';
import type { Method, Path } from './budget.js';

/** Longer than Discord takes, shorter than a claim's lease. */
const timeoutMs = 10_000;
/** Discord shuts out an address after 10,000 requests that it refused within ten minutes (https://discord.com/developers/docs/topics/rate-limits). */
const warnEvery = 500;
const ticketHeader = 'x-broadsheet-ticket';

export interface WireOptions {
  readonly token: string;
  /** Another server in Discord's place, such as `http://127.0.0.1:3001/api`. */
  readonly apiUrl: string | null;
  readonly clock: Clock;
  readonly log: Log;
}

export interface WireRequest {
  readonly method: Method;
  readonly path: Path;
  readonly body?: unknown;
  readonly query?: URLSearchParams;
  readonly auth: boolean;
  /** Asked when the request would go out, after those to the same place that went before it. */
  readonly mayGo: () => boolean;
  /** Told of the answer before the next request to the same place is asked whether it may go. */
  readonly heard: (received: Received, sentAt: number) => void;
  /** Aborted before that, nothing is sent. */
  readonly signal?: AbortSignal;
}

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly tookMs: number;
}

/** What became of one request on the wire. */
export interface Exchange {
  /** Times are the monotonic clock's. */
  readonly sentAt: number | undefined;
  readonly received: Received | undefined;
  /** What Discord says is wrong with it. */
  readonly complaint: string | undefined;
  readonly thrown: unknown;
}

interface Ticket extends Pick<WireRequest, 'mayGo' | 'heard'> {
  sentAt: number | undefined;
  received: Received | undefined;
}

/**
 * Discord's REST interface, as discord.js speaks it: one request at a time to the same place. It never waits by itself nor tries again: its own
 * limits go by the machine's clock, so that it sees none of Discord's, and each request goes through `#send` at most once.
 */
export class Wire {
  readonly #rest: REST;
  readonly #options: WireOptions;
  readonly #tickets = new Map<string, Ticket>();
  #count = 0;

  constructor(options: WireOptions) {
    const { token, apiUrl, log } = options;
    this.#options = options;
    this.#rest = new REST({
      version: '10',
      ...(apiUrl === null ? {} : { api: apiUrl.replace(/\/+$/, '') }),
      retries: 0,
      timeout: timeoutMs,
      rejectOnRateLimit: () => true,
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
      invalidRequestWarningInterval: warnEvery,
      makeRequest: (url, { method, headers, body, signal }) =>
        this.#send(url, { method, headers, body, signal } as RequestInit),
    }).setToken(token);
    this.#rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
      log.warn('discord.refused-often', { count, untilForgottenMs: remainingTime }),
    );
  }

  /** Never rejects. */
  async exchange(request: WireRequest): Promise<Exchange> {
    const { mayGo, heard, signal } = request;
    const ticket: Ticket = { mayGo, heard, sentAt: undefined, received: undefined };
    this.#count += 1;
    const number = String(this.#count);
    this.#tickets.set(number, ticket);
    let stopWaiting = (): void => undefined;
    const left = new Promise<undefined>((resolve) => {
      stopWaiting = () => {
        if (ticket.sentAt === undefined) resolve(undefined);
      };
    });
    signal?.addEventListener('abort', stopWaiting);
    if (signal?.aborted === true) stopWaiting();
    const thrown = await Promise.race([this.#ask(request, number), left]);
    signal?.removeEventListener('abort', stopWaiting);
    // Without its ticket nothing goes out.
    this.#tickets.delete(number);
    const complaint = thrown instanceof DiscordAPIError ? thrown.message : undefined;
    return { sentAt: ticket.sentAt, received: ticket.received, complaint, thrown };
  }

  /** Resolves with what discord.js threw. */
  async #ask({ method, path, body, query, auth }: WireRequest, number: string): Promise<unknown> {
    try {
      await this.#rest.queueRequest({
        ...{ fullRoute: path, method: method as RequestMethod, auth, headers: { [ticketHeader]: number } },
        ...(body === undefined ? {} : { body }),
        ...(query === undefined ? {} : { query }),
      });
      return undefined;
    } catch (thrown) {
      // discord.js forgets a token that was refused.
      this.#rest.setToken(this.#options.token);
      return thrown;
    }
  }

  close(): void {
    this.#rest.clearHashSweeper();
    this.#rest.clearHandlerSweeper();
  }

  /** Reads the whole answer within the time allowed: discord.js itself would wait for a body without end. */
  async #send(url: string, init: RequestInit): Promise<Response> {
    const { clock } = this.#options;
    const { [ticketHeader]: number = '', ...headers } = init.headers as Record<string, string>;
    const ticket = this.#tickets.get(number);
    if (ticket?.mayGo() !== true) throw new Error('it may not go out any more');
    const sentAt = clock.monotonicMs();
    ticket.sentAt = sentAt;
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    const text = await response.text();
    const { status } = response;
    ticket.received = { status, headers: response.headers, text, tookMs: clock.monotonicMs() - sentAt };
    ticket.heard(ticket.received, sentAt);
    const type = response.headers.get('content-type') ?? '';
    return new Response(text === '' ? null : text, { status, headers: { 'content-type': type } });
  }
}
