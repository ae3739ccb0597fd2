import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** How a request is answered instead of with the list. `fine` takes a place in the queue and is answered as it should be. */
export type Fault =
  | { readonly kind: 'fine' }
  | { readonly kind: 'hang' }
  /** Sends a byte at once and one more with each `drip()`. */
  | { readonly kind: 'drip' }
  /** Promises a whole body and breaks the connection within it. */
  | { readonly kind: 'cut off' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'redirect'; readonly to: string }
  /** The list, under another content type; none when it is null. */
  | { readonly kind: 'content type'; readonly type: string | null }
  | { readonly kind: 'body'; readonly body: string; readonly type?: string }
  | { readonly kind: 'gzip'; readonly bytes: number }
  /** The list, with this header `Link`. */
  | { readonly kind: 'link'; readonly link: string };

export interface FeedRequest {
  readonly date: string;
  readonly limit: number;
  readonly page: number;
  readonly userAgent: string;
}

const json = 'application/json; charset=utf-8';
const knownParameters = new Set(['date', 'limit', 'p']);

/**
 * Hugging Face's daily papers on a real local server: lists by day, paging by `Link`, `[]` for days without a list, 400 for days
 * after its `today`, and trouble on demand. Strict: what the real service would not know is noted in `violations`.
 */
export class FeedServer {
  readonly requests: FeedRequest[] = [];
  readonly violations: string[] = [];
  /** The last UTC date that is not in the future. */
  today = '2026-08-20';
  pageSize = 100;
  /** Answers every request once the queue of `next` is empty. */
  always: Fault = { kind: 'fine' };
  readonly #server: Server;
  readonly #lists = new Map<string, readonly unknown[]>();
  readonly #dripping = new Set<ServerResponse>();
  #queue: Fault[] = [];
  #waiting: { readonly count: number; readonly arrived: () => void }[] = [];

  static async start(): Promise<FeedServer> {
    const server = new FeedServer();
    await new Promise<void>((listening) => server.#server.listen(0, '127.0.0.1', listening));
    return server;
  }

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  list(day: string, items: readonly unknown[]): void {
    this.#lists.set(day, items);
  }

  /** How the next requests are answered, in this order. */
  next(...faults: readonly Fault[]): void {
    this.#queue.push(...faults);
  }

  /** Resolves when so many requests have come since the start. */
  arrived(count: number): Promise<void> {
    if (this.requests.length >= count) return Promise.resolve();
    return new Promise((arrived) => this.#waiting.push({ count, arrived }));
  }

  /** One more byte on every answer that drips. */
  drip(): void {
    for (const response of this.#dripping) response.write(' ');
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    const violation = violationOf(request.method, url);
    if (violation !== undefined) {
      this.violations.push(`${violation}: ${request.method} ${request.url}`);
      send(response, 404, { error: 'Not found' });
      return;
    }
    this.#note(request, url);
    const fault = this.#queue.shift() ?? this.always;
    if (fault.kind === 'fine') this.#sendPage(url, response, {});
    else this.#misbehave(fault, url, response);
  }

  #note(request: IncomingMessage, url: URL): void {
    this.requests.push({
      date: url.searchParams.get('date') ?? '',
      limit: Number(url.searchParams.get('limit')),
      page: Number(url.searchParams.get('p') ?? '0'),
      userAgent: request.headers['user-agent'] ?? '',
    });
    for (const { count, arrived } of this.#waiting) if (this.requests.length >= count) arrived();
    this.#waiting = this.#waiting.filter(({ count }) => this.requests.length < count);
  }

  #sendPage(url: URL, response: ServerResponse, headers: Readonly<Record<string, string | null>>): void {
    const date = url.searchParams.get('date') ?? '';
    if (date > this.today) {
      send(response, 400, { error: `"date" must be less than or equal to "${this.today}"` });
      return;
    }
    const size = Math.min(this.pageSize, Number(url.searchParams.get('limit') ?? '50'));
    const page = Number(url.searchParams.get('p') ?? '0');
    const items = this.#lists.get(date) ?? [];
    const next = new URL(url);
    next.searchParams.set('p', String(page + 1));
    const link: Record<string, string> = items.length > (page + 1) * size ? { link: `<${next}>; rel="next"` } : {};
    send(response, 200, items.slice(page * size, (page + 1) * size), { ...link, ...headers });
  }

  #misbehave(fault: Exclude<Fault, { kind: 'fine' }>, url: URL, response: ServerResponse): void {
    switch (fault.kind) {
      case 'hang':
        return;
      case 'drip':
        response.writeHead(200, { 'content-type': json }).write('[');
        this.#dripping.add(response);
        return;
      case 'cut off':
        response.writeHead(200, { 'content-type': json, 'content-length': '1000' });
        response.write('[{"paper": {"id": "2608.16590"', () => response.destroy());
        return;
      case 'reset':
        response.socket?.resetAndDestroy();
        return;
      case 'status':
        send(response, fault.status, { error: 'Try again' }, fault.headers);
        return;
      case 'redirect':
        response.writeHead(302, { location: fault.to }).end();
        return;
      case 'content type':
        this.#sendPage(url, response, { 'content-type': fault.type });
        return;
      case 'body':
        response.writeHead(200, { 'content-type': fault.type ?? json }).end(fault.body);
        return;
      case 'gzip':
        response.writeHead(200, { 'content-type': json, 'content-encoding': 'gzip' });
        response.end(gzipSync(Buffer.alloc(fault.bytes, ' ')));
        return;
      case 'link':
        this.#sendPage(url, response, { link: fault.link });
    }
  }
}

function violationOf(method: string | undefined, url: URL): string | undefined {
  if (method !== 'GET') return 'method';
  if (url.pathname !== '/api/daily_papers') return 'path';
  if ([...url.searchParams.keys()].some((name) => !knownParameters.has(name))) return 'parameter';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(url.searchParams.get('date') ?? '')) return 'date';
  const limit = Number(url.searchParams.get('limit') ?? '50');
  return Number.isInteger(limit) && limit >= 1 && limit <= 100 ? undefined : 'limit';
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string | null>> = {},
): void {
  const all = Object.entries({ 'content-type': json, ...headers });
  for (const [name, value] of all) if (value !== null) response.setHeader(name, value);
  response.writeHead(status).end(JSON.stringify(body));
}
