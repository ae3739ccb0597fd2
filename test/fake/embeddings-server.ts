import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** How a request is answered instead of with embeddings. `fine` takes a place in the queue and is answered as it should be. */
export type EmbeddingsFault =
  | { readonly kind: 'fine' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'body'; readonly body: string }
  /** The answer as it should be, changed by this. */
  | { readonly kind: 'changed'; readonly change: (answer: EmbeddingsAnswer) => unknown };

export interface EmbeddingsAnswer {
  readonly object: 'list';
  readonly model: string;
  readonly data: readonly {
    readonly object: 'embedding';
    readonly index: number;
    readonly embedding: readonly number[];
  }[];
}

interface EmbeddingsBody {
  readonly model?: unknown;
  readonly input?: unknown;
  readonly dimensions?: unknown;
}

const knownKeys = new Set(['model', 'input', 'dimensions']);

/**
 * An address that speaks OpenAI's `POST /v1/embeddings`, on a real local server. A text's vector counts the words of `vocabulary` in it. Strict: what a
 * real service would refuse is noted in `violations`. Its refusals repeat the key, as some services do.
 */
export class EmbeddingsServer {
  readonly requests: (readonly string[])[] = [];
  readonly violations: string[] = [];
  model = 'words';
  key: string | null = null;
  vocabulary: readonly string[] = ['tide', 'moon', 'sand'];
  /** Longer texts, and more of them at once, are refused. */
  mostCharacters = 100_000;
  mostTexts = 64;
  /** Answers every request once the queue of `next` is empty. */
  always: EmbeddingsFault = { kind: 'fine' };
  readonly #server: Server;
  #queue: EmbeddingsFault[] = [];
  #waiting: { readonly count: number; readonly arrived: () => void }[] = [];

  static async start(): Promise<EmbeddingsServer> {
    const server = new EmbeddingsServer();
    await new Promise<void>((listening) => server.#server.listen(0, '127.0.0.1', listening));
    return server;
  }

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  next(...faults: readonly EmbeddingsFault[]): void {
    this.#queue.push(...faults);
  }

  /** Resolves when so many requests have come since the start. */
  arrived(count: number): Promise<void> {
    if (this.requests.length >= count) return Promise.resolve();
    return new Promise((arrived) => this.#waiting.push({ count, arrived }));
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: EmbeddingsBody = JSON.parse(await text(request));
    const violation = violationOf(request, body);
    if (violation !== undefined) this.violations.push(violation);
    const input = Array.isArray(body.input) ? body.input.map(String) : [];
    this.requests.push(input);
    for (const { count, arrived } of this.#waiting) if (this.requests.length >= count) arrived();
    this.#waiting = this.#waiting.filter(({ count }) => this.requests.length < count);
    this.#respond(request, response, body, input);
  }

  #respond(request: IncomingMessage, response: ServerResponse, body: EmbeddingsBody, input: readonly string[]): void {
    const fault = this.#queue.shift() ?? this.always;
    if (fault.kind === 'reset') response.socket?.resetAndDestroy();
    else if (fault.kind === 'status') this.#refuse(response, fault.status, fault.headers);
    else if (fault.kind === 'body') response.writeHead(200).end(fault.body);
    else if (fault.kind !== 'hang') this.#embed(fault, request, response, body, input);
  }

  #embed(
    fault: Extract<EmbeddingsFault, { readonly kind: 'fine' | 'changed' }>,
    request: IncomingMessage,
    response: ServerResponse,
    body: EmbeddingsBody,
    input: readonly string[],
  ): void {
    const status = this.#statusFor(request, body, input);
    if (status !== 200) {
      this.#refuse(response, status);
      return;
    }
    const answer = this.#embeddings(input, Number(body.dimensions ?? this.vocabulary.length));
    send(response, 200, fault.kind === 'changed' ? fault.change(answer) : answer);
  }

  #statusFor({ headers }: IncomingMessage, { model }: EmbeddingsBody, input: readonly string[]): number {
    if (this.key !== null && headers.authorization !== `Bearer ${this.key}`) return 401;
    if (model !== this.model) return 404;
    const isTooMuch = input.length > this.mostTexts || input.some(({ length }) => length > this.mostCharacters);
    return isTooMuch ? 413 : 200;
  }

  #refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
    send(response, status, { error: { message: `Refused, with the key ${this.key}` } }, headers);
  }

  /** In an order of its own: whose they are is for `index` to say. */
  #embeddings(input: readonly string[], dimensions: number): EmbeddingsAnswer {
    const data = input.map((one, index) => ({
      object: 'embedding' as const,
      index,
      embedding: this.vocabulary.slice(0, dimensions).map((word) => one.toLowerCase().split(word).length - 1 + 0.01),
    }));
    return { object: 'list', model: this.model, data: data.toReversed() };
  }
}

function violationOf({ method, url, headers }: IncomingMessage, body: EmbeddingsBody): string | undefined {
  if (method !== 'POST' || url !== '/v1/embeddings') return `${method} ${url}`;
  if (headers['content-type'] !== 'application/json') return 'content type';
  if (!/^broadsheet\//.test(headers['user-agent'] ?? '')) return 'user agent';
  const unknown = Object.keys(body).find((key) => !knownKeys.has(key));
  if (unknown !== undefined) return `unknown parameter ${unknown}`;
  const { input } = body;
  const isFine =
    Array.isArray(input) && input.length > 0 && input.every((one) => typeof one === 'string' && one.trim() !== '');
  return isFine ? undefined : 'input';
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
