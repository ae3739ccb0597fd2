import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answer, type Reply } from './handling.js';
import type { OAuth } from './oauth.js';
import { Refusal } from './refusal.js';
import type { ResponseUrls } from './response-url.js';
import type { SocketDoor } from './socket.js';
import type { WebApi } from './web-api.js';

interface Parts {
  readonly webApi: WebApi;
  readonly responseUrls: ResponseUrls;
  readonly oauth: OAuth;
  readonly sockets: SocketDoor;
  readonly now: () => number;
}

/** Slack's front door on 127.0.0.1: the Web API, response_urls, the authorize page, sockets. */
export class FrontDoor {
  readonly #parts: Parts;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('upgrade', (request, stream, head) => parts.sockets.upgrade(request, stream, head));
    this.#server.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.on('close', () => this.#connections.delete(socket));
    });
  }

  /** Resolves with the address, without a slash at the end. */
  async listen(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.sendDate = false;
    const reply = await this.#reply(request).catch((error: unknown): Reply => answer(500, String(error)));
    if (reply.kind === 'hang') return;
    if (reply.kind === 'destroy') {
      request.socket.destroy();
      return;
    }
    const date = new Date(this.#parts.now()).toUTCString();
    response.writeHead(reply.status, { date, ...reply.headers }).end(reply.body);
  }

  async #reply(request: IncomingMessage): Promise<Reply> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const body = await bodyOf(request);
    const method = /^\/api\/([A-Za-z0-9.]+)$/.exec(url.pathname)?.[1];
    if (method !== undefined)
      return this.#parts.webApi.handle({
        method,
        query: url.searchParams,
        contentType: request.headers['content-type'] ?? '',
        authorization: request.headers.authorization,
        body,
      });
    if (url.pathname.startsWith('/commands/')) return this.#parts.responseUrls.handle(url.pathname, body);
    if (url.pathname === '/oauth/v2/authorize') return this.#authorize(url.searchParams);
    return answer(404, 'not found');
  }

  #authorize(query: URLSearchParams): Reply {
    try {
      return answer(302, '', { location: this.#parts.oauth.authorize(query).href });
    } catch (error) {
      if (error instanceof Refusal) return answer(400, error.code);
      throw error;
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
