import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { parsed } from '../json.js';
import type { Handling, Incoming, Reply } from './handling.js';

const prefix = '/api/v10';

/** Discord's REST API on 127.0.0.1. */
export class RestServer {
  readonly #handling: Handling;
  readonly #now: () => number;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();

  constructor(handling: Handling, now: () => number) {
    this.#handling = handling;
    this.#now = now;
    this.#server = createServer((request, response) => void this.#serve(request, response));
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
    const reply = await this.#reply(request).catch(
      (error: unknown): Reply => ({ kind: 'answer', status: 500, body: String(error) }),
    );
    if (reply.kind === 'hang') return;
    if (reply.kind === 'destroy') {
      request.socket.destroy();
      return;
    }
    const isText = typeof reply.body === 'string';
    const headers = {
      // To the whole second: toUTCString cuts off the rest, as Discord does.
      date: new Date(this.#now()).toUTCString(),
      ...(reply.body !== undefined && { 'content-type': isText ? 'text/plain' : 'application/json' }),
      ...reply.headers,
    };
    response.writeHead(reply.status, headers).end(isText ? reply.body : JSON.stringify(reply.body));
  }

  async #reply(request: IncomingMessage): Promise<Reply> {
    const target = request.url ?? '/';
    const raw = await bodyOf(request);
    if (!target.startsWith(`${prefix}/`))
      return { kind: 'answer', status: 404, body: { message: '404: Not Found', code: 0 } };
    return this.#handling.run({
      method: request.method ?? 'GET',
      target: target.slice(prefix.length),
      headers: request.headers,
      ...readBody(request.headers['content-type'] ?? '', raw),
    });
  }
}

/** Of a multipart body only payload_json is read: files are not known here. */
function readBody(contentType: string, raw: string): Pick<Incoming, 'body' | 'isBroken'> {
  if (raw === '') return { body: undefined, isBroken: false };
  const json = contentType.startsWith('multipart/form-data') ? payloadJson(raw) : raw;
  const isJson = json !== raw || contentType.startsWith('application/json');
  const body = json === undefined || !isJson ? undefined : parsed(json);
  return { body, isBroken: body === undefined };
}

const payloadJson = (raw: string): string | undefined => {
  if (raw.includes('name="files[')) return undefined;
  return /name="payload_json"[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(raw)?.[1];
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
